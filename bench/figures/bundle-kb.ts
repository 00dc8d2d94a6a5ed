import { statSync } from 'node:fs';
import { ENTRIES } from '../../infra/function-names.ts';
import { bundleOf, EMPTY, withBundles } from '../bundles.ts';
import type { Figure } from '../figure.ts';
import { rounded } from '../growth.ts';

export const bundleKb: Figure = {
  id: 'bundleKb',
  what: 'size of each function as it is deployed, minified; `step` is deployed once for each step of the machines',
  unit: 'kB',
  floor: 0.1,
  peer: { 'one client of the AWS SDK': 305, 'four clients': 390, 'Slack’s Bolt': 1570 },
  peerWhat: 'published packages, bundled in the same way (reference measurement of 2026-11)',
  how: 'Bytes of the bundle that the stack uploads.',
  measure: () =>
    withBundles(async (folder) => {
      const kilobytes = (name: string): number => rounded(statSync(bundleOf(folder, name)).size / 1024, 1);
      return Object.fromEntries([...ENTRIES, EMPTY].map((name) => [name, kilobytes(name)]));
    }),
};
