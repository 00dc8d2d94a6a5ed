import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundleOf, ofEach, withBundles } from '../bundles.ts';
import type { Figure, Measured } from '../figure.ts';
import { rounded } from '../growth.ts';

const PEER = 'handlers of a few lines (bench/handlers), bundled in the same way';

export const bundleKb: Figure = {
  id: 'bundleKb',
  what: 'size of each function as it is deployed, minified; `step` is deployed once for each step of the machines',
  unit: 'kB',
  floor: 0.1,
  peerWhat: PEER,
  how: 'Bytes of all files that the stack uploads, before they are zipped.',
  measure: () =>
    eachKb((index) =>
      readdirSync(dirname(index))
        .map((file) => statSync(join(dirname(index), file)).size)
        .reduce((sum, size) => sum + size, 0),
    ),
};

export const startKb: Figure = {
  id: 'startKb',
  what: 'what each function reads before its first event',
  unit: 'kB',
  floor: 0.1,
  peerWhat: PEER,
  how: 'Bytes of its index, the one file that is loaded at the start. What only some events need lies beside it.',
  measure: () => eachKb((index) => statSync(index).size),
};

/** Bytes by the index of a function, for each of them, in kB. */
function eachKb(bytes: (index: string) => number): Promise<Measured> {
  return withBundles(async (folder) => ofEach((name) => rounded(bytes(bundleOf(folder, name)) / 1024, 1)));
}
