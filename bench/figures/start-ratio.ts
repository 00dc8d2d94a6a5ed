import { spawnSync } from 'node:child_process';
import { ENVIRONMENT_NAMES } from '../../functions/environment.ts';
import { ENTRIES } from '../../infra/function-names.ts';
import { BESIDE, bundleOf, EMPTY, ofEach, withBundles } from '../bundles.ts';
import type { Figure } from '../figure.ts';
import { quantile, rounded } from '../growth.ts';

/** Starts of each function: odd, so that there is a middle one. */
const TIMES = 31;

export const startRatio: Figure = {
  id: 'startRatio',
  what: 'time to start a process that loads the function as it is deployed, in units of the same for an empty handler',
  unit: 'times',
  floor: 1,
  peerWhat: 'handlers of a few lines (bench/handlers), bundled in the same way and started in the same run',
  bar: 2.4,
  how: `The middle one of ${TIMES} starts each on Node ${process.versions.node}, interleaved, so that a busy machine slows all alike. Lambda’s own start and the first call to AWS come on top.`,
  measure: () =>
    withBundles(async (folder) => {
      const names = [EMPTY, ...ENTRIES, ...Object.values(BESIDE)];
      const times = new Map<string, number[]>(names.map((name) => [name, []]));
      for (let round = 0; round <= TIMES; round++)
        for (const name of names) {
          const took = start(bundleOf(folder, name));
          // In the first round files are read from the disk.
          if (round > 0) times.get(name)?.push(took);
        }
      const middle = (name: string): number => quantile(times.get(name) ?? [], 0.5);
      return ofEach((name) => rounded(middle(name) / middle(EMPTY), 2));
    }),
};

/** What a deployed function is given: some read a part of it before their first event. */
const SETTINGS = {
  ...Object.fromEntries(ENVIRONMENT_NAMES.map((name) => [name, '1'])),
  AWS_REGION: 'us-east-1',
  LOG_LEVEL: 'ERROR',
};

/** Milliseconds from the start of a process to its end, which loads a function and does nothing else. */
function start(file: string): number {
  const before = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', `await import(${JSON.stringify(file)})`],
    {
      env: { PATH: process.env.PATH ?? '', ...SETTINGS },
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`${file} does not load: ${stderr.trim().split('\n').slice(-8).join('\n')}`);
  return performance.now() - before;
}
