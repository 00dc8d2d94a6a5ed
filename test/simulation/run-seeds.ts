import { drawSchedule } from './draw-schedule.ts';
import type { FaultKind } from './fault-kinds.ts';
import { type Run, runSchedule } from './run-schedule.ts';
import type { Schedule } from './schedule.ts';
import { addTo, emptyTally, type Tally } from './tally.ts';

/** A seed that gave a schedule in which nothing went wrong draws again, this far away. */
const AGAIN = 2 ** 32;
const MOST_DRAWS = 20;

/** The schedule that stands for a seed: the first that it draws in which a fault struck, or two were at it at once. */
export async function runSeed(seed: number): Promise<{ readonly schedule: Schedule; readonly run: Run }> {
  for (let draw = 0; ; draw++) {
    const schedule = drawSchedule(seed + draw * AGAIN);
    const run = await runSchedule(schedule);
    if (counts(schedule, run) || draw === MOST_DRAWS) return { schedule, run };
  }
}

/** Runs the seeds `first`, `first + step` … below `end`. */
export async function runSeeds(first: number, end: number, step: number): Promise<Tally> {
  const tally = emptyTally();
  for (let seed = first; seed < end; seed += step) {
    const { schedule, run } = await runSeed(seed);
    addTo(tally, seed, schedule, run);
  }
  return tally;
}

function counts({ acts }: Schedule, { struck }: { readonly struck: ReadonlyMap<FaultKind, number> }): boolean {
  return struck.size > 0 || acts.length > 1;
}
