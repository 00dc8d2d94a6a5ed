import { expect, test } from 'vitest';
import { drawSchedule } from './draw-schedule.ts';
import { FAULTS } from './fault-kinds.ts';
import { INVARIANTS } from './invariants/all-invariants.ts';
import { runOnAllCores } from './on-all-cores.ts';
import { runSchedule } from './run-schedule.ts';
import type { Tally } from './tally.ts';

const SCHEDULES = 20_000;
const LONG = 10 * 60_000;

/** The failures, each as one line that says how to see it again. */
function failuresOf({ failures }: Tally): readonly string[] {
  return failures
    .slice(0, 5)
    .map(({ id, found, schedule }) => `${id}: ${found} --replay '${JSON.stringify(schedule)}'`);
}

test('in 20,000 faulty schedules all is as it must be', { timeout: LONG }, async () => {
  const tally = await runOnAllCores({ kind: 'seeds', seed: 1, count: SCHEDULES });
  expect(failuresOf(tally)).toEqual([]);
  expect(tally.schedules).toBe(SCHEDULES);
  // Nothing is left out: each kind of fault struck often, and each invariant had much to look at.
  for (const kind of Object.keys(FAULTS)) expect(tally.faults[kind], kind).toBeGreaterThan(100);
  for (const { id } of INVARIANTS) expect(tally.checked[id], id).toBeGreaterThan(100);
  for (const verdict of ['SUCCEEDED', 'ROLLED_BACK', 'REFUSED', 'CANCELLED', 'SUPERSEDED', 'STUCK'])
    expect(tally.verdicts[verdict], verdict).toBeGreaterThan(50);
});

test('whatever single fault strikes a deployment, wherever it strikes, all is as it must be', {
  timeout: LONG,
}, async () => {
  const tally = await runOnAllCores({ kind: 'faults', faults: 1 });
  expect(failuresOf(tally)).toEqual([]);
  expect(tally.points).toBeGreaterThan(1000);
  expect(tally.reached / tally.schedules).toBeGreaterThan(0.99);
});

test('the same seed goes the same way each time', async () => {
  for (let seed = 1; seed <= 30; seed++) {
    const run = () => runSchedule(drawSchedule(seed), { traced: true });
    const [first, second] = [await run(), await run()];
    expect(second.trace).toEqual(first.trace);
    expect(second.hash).toBe(first.hash);
  }
});
