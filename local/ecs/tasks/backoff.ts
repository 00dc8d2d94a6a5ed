import type { RevisionRecord, TaskRecord } from '../state.ts';
import type { World } from '../world.ts';

const FIRST_MS = 10_000;
const LONGEST_MS = 27 * 60_000;

/** Milliseconds before the next tasks are started, after `failures` failures in a row: 0, 10 s, 20 s, 40 s … 27 min. */
export function delayAfter(failures: number): number {
  return failures <= 1 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 2, 20));
}

/** Tasks that were started together and fail together are one failure in a row. */
export function slowDown(world: World, revision: RevisionRecord, task: TaskRecord): void {
  if (task.round !== revision.backoff.round) return;
  const failures = revision.backoff.failures + 1;
  revision.backoff = {
    round: revision.backoff.round + 1,
    failures,
    notBefore: world.clock.now() + delayAfter(failures),
  };
}

/** A task of the revision became healthy: the row of failures is broken. */
export function breakRow(revision: RevisionRecord): void {
  revision.backoff = { ...revision.backoff, failures: 0, notBefore: 0 };
}
