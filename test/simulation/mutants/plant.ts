import fs from 'node:fs';
import { registerHooks, syncBuiltinESMExports } from 'node:module';
import type { Mutant } from './mutant.ts';

/**
 * Plants a mutant: whoever in this thread loads its file from now on gets the changed text, and the file stays as it is. Gives whether
 * anybody has loaded it yet. Throws where the text is not in the file exactly once.
 */
export function plant({ id, file, from, to }: Omit<Mutant, 'breaks'>): () => boolean {
  const url = new URL(`../../../${file}`, import.meta.url);
  const text = fs.readFileSync(url, 'utf8');
  const times = text.split(from).length - 1;
  if (times !== 1) throw new Error(`${id}: its text stands ${times} times in ${file}, not once`);
  const changed = text.replace(from, () => to);
  let loaded = false;
  const take = (): string => {
    loaded = true;
    return changed;
  };
  registerHooks({
    load: (asked, context, next) =>
      asked === url.href ? { ...next(asked, context), source: take() } : next(asked, context),
  });
  // Machine files are read, not imported.
  const read = fs.readFileSync;
  const readOrTake = (...asked: Parameters<typeof read>) => (String(asked[0]) === url.href ? take() : read(...asked));
  Object.assign(fs, { readFileSync: readOrTake });
  syncBuiltinESMExports();
  return () => loaded;
}
