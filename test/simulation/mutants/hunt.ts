import type { Violation } from '../invariants/invariant.ts';
import { runSchedule } from '../run-schedule.ts';
import { runSeed } from '../run-seeds.ts';
import { directed } from './directed.ts';

/** What came of a hunt. */
export interface Catch {
  /** The invariant that did not hold first, and what was found. Absent: everything was as it must be. */
  readonly killedBy?: string;
  readonly found?: string;
  /** Schedules that were run, the one that showed it included. */
  readonly after: number;
}

/** Runs the seeds from 1 to `most`, and then the directed schedules, until something is not as it must be. */
export async function hunt(most: number): Promise<Catch> {
  let after = 0;
  for await (const [first] of violationsOf(most)) {
    after++;
    if (first !== undefined) return { killedBy: first.id, found: first.found, after };
  }
  return { after };
}

async function* violationsOf(most: number): AsyncGenerator<readonly Violation[]> {
  for (let seed = 1; seed <= most; seed++) yield (await runSeed(seed)).run.violations;
  for await (const schedule of directed()) yield (await runSchedule(schedule)).violations;
}
