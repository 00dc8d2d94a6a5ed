import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../infra/bundle.ts';
import { ENTRIES } from '../infra/function-names.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A handler that does nothing, for comparison. */
export const EMPTY = 'empty';

/** Bundles every function as it is deployed, and an empty handler in the same way; gives the folder to what is done with them. */
export async function withBundles<Answer>(run: (folder: string) => Promise<Answer>): Promise<Answer> {
  const folder = mkdtempSync(join(tmpdir(), 'belay-bench-'));
  try {
    const empty = join(folder, 'empty.ts');
    writeFileSync(empty, 'export async function handler(): Promise<void> {}\n');
    const entries = Object.fromEntries(ENTRIES.map((name) => [name, join(root, 'functions', `${name}.ts`)]));
    await bundle({ ...entries, [EMPTY]: empty }, folder);
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The file of a bundled function. */
export function bundleOf(folder: string, name: string): string {
  return join(folder, name, 'index.mjs');
}
