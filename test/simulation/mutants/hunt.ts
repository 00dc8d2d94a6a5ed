import type { Violation } from '../invariants/invariant.ts';
import { runSchedule } from '../run-schedule.ts';
import { runSeed } from '../run-seeds.ts';
import { directed } from './directed.ts';
import { SCENES } from './scenes.ts';

/** What came of a hunt. */
export interface Catch {
  /** The invariant that did not hold first, and what was found. Absent: everything was as it must be. */
  readonly killedBy?: string;
  readonly found?: string;
  /** Schedules that were run, the one that showed it included. */
  readonly after: number;
}

/** How far a hunt goes. */
export interface Reach {
  /** From 1 to this one. */
  readonly seeds: number;
  /** Are the directed schedules run after them? */
  readonly directed: boolean;
}

/** Runs the scenes, the seeds and the directed schedules until something is not as it must be, or there are none left. */
export async function hunt(reach: Reach): Promise<Catch> {
  let after = 0;
  for await (const [first] of violationsOf(reach)) {
    after++;
    if (first !== undefined) return { killedBy: first.id, found: first.found, after };
  }
  return { after };
}

async function* violationsOf(reach: Reach): AsyncGenerator<readonly Violation[]> {
  for (const schedule of SCENES) yield (await runSchedule(schedule)).violations;
  for (let seed = 1; seed <= reach.seeds; seed++) yield (await runSeed(seed)).run.violations;
  if (reach.directed) for await (const schedule of directed()) yield (await runSchedule(schedule)).violations;
}
