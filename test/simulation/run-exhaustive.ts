import { type Baseline, baselines, faultsOf, pairs, singles } from './exhaustive.ts';
import { runSchedule } from './run-schedule.ts';
import type { Schedule } from './schedule.ts';
import { addTo, emptyTally, type Tally } from './tally.ts';

/** Runs every `step`th from the `first` on of all schedules with one fault, or with two. */
export async function runExhaustive(faults: 1 | 2, first: number, step: number): Promise<Tally> {
  const tally = emptyTally();
  let number = 0;
  for (const baseline of await baselines()) {
    if (first === 0) tally.points += baseline.points.length;
    for (const schedule of schedulesOf(baseline, faults)) {
      if (number++ % step !== first) continue;
      const run = await runSchedule(schedule);
      const struck = [...run.struck.values()].reduce((sum, times) => sum + times, 0);
      if (struck >= faultsOf(schedule)) tally.reached++;
      addTo(tally, schedule.seed, schedule, run);
    }
  }
  return tally;
}

function schedulesOf(baseline: Baseline, faults: 1 | 2): Iterable<Schedule> {
  return faults === 1 ? singles(baseline) : pairs(baseline);
}
