import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../infra/bundle.ts';
import { ENTRIES } from '../infra/function-names.ts';
import type { Measured } from './figure.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A handler that does nothing, for comparison. */
export const EMPTY = 'empty';

/** Handlers that stand beside Belay's, by what they are. */
export const BESIDE: Readonly<Record<string, string>> = {
  'one client of the AWS SDK': 'one-client',
  'four clients': 'four-clients',
};

/** Bundles every function as it is deployed, and what is compared with them in the same way; gives the folder to what is done with them. */
export async function withBundles<Answer>(run: (folder: string) => Promise<Answer>): Promise<Answer> {
  const folder = mkdtempSync(join(tmpdir(), 'belay-bench-'));
  try {
    const sources = (names: readonly string[], from: string) =>
      Object.fromEntries(names.map((name) => [name, join(root, from, `${name}.ts`)]));
    const compared = [EMPTY, ...Object.values(BESIDE)];
    await bundle({ ...sources(ENTRIES, 'functions'), ...sources(compared, join('bench', 'handlers')) }, folder);
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A number of every function, and of the handlers beside them. */
export function ofEach(number: (name: string) => number): Measured {
  return {
    value: Object.fromEntries(ENTRIES.map((name) => [name, number(name)])),
    peer: Object.fromEntries(Object.entries(BESIDE).map(([what, name]) => [what, number(name)])),
  };
}

/** The file of a bundled function. */
export function bundleOf(folder: string, name: string): string {
  return join(folder, name, 'index.mjs');
}
