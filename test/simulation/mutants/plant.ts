import fs from 'node:fs';
import { registerHooks, syncBuiltinESMExports } from 'node:module';
import type { Edit, Mutant } from './mutant.ts';

/**
 * Plants a mutant: whoever in this thread loads one of its files from now on gets the changed text, and the files stay as they are. Gives
 * which of them nobody has loaded yet. Throws where a text is not in its file exactly once.
 */
export function plant({ id, also = [], ...edit }: Omit<Mutant, 'breaks'>): () => readonly string[] {
  const changed = new Map([edit, ...also].map((one) => changeOf(id, one)));
  const waiting = new Set(changed.keys());
  const take = (url: string): string | undefined => {
    waiting.delete(url);
    return changed.get(url);
  };
  registerHooks({
    load: (asked, context, next) => {
      const source = take(asked);
      return source === undefined ? next(asked, context) : { ...next(asked, context), source };
    },
  });
  // Machine files are read, not imported.
  const read = fs.readFileSync;
  const readOrTake = (...asked: Parameters<typeof read>) => take(String(asked[0])) ?? read(...asked);
  Object.assign(fs, { readFileSync: readOrTake });
  syncBuiltinESMExports();
  return () => [...waiting];
}

function changeOf(id: string, { file, from, to }: Edit): [url: string, text: string] {
  const url = new URL(`../../../${file}`, import.meta.url);
  const text = fs.readFileSync(url, 'utf8');
  const times = text.split(from).length - 1;
  if (times !== 1) throw new Error(`${id}: its text stands ${times} times in ${file}, not once`);
  return [url.href, text.replace(from, () => to)];
}
