import { runSeed } from '../run-seeds.ts';

/** What came of a hunt. */
export interface Catch {
  /** The invariant that did not hold first, and what was found. Absent: everything was as it must be. */
  readonly killedBy?: string;
  readonly found?: string;
  /** Schedules that were run, the one that showed it included. */
  readonly after: number;
}

/** Runs the seeds from 1 on until something is not as it must be, at most so many. */
export async function hunt(most: number): Promise<Catch> {
  for (let seed = 1; seed <= most; seed++) {
    const [first] = (await runSeed(seed)).run.violations;
    if (first !== undefined) return { killedBy: first.id, found: first.found, after: seed };
  }
  return { after: most };
}
