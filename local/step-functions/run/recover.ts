import type { Catcher, Retrier } from '../asl/machine.ts';
import type { StateFailure } from './failures.ts';
import { sleepUntil } from './sleep.ts';
import type { Track } from './track.ts';

/** Waits for the next try that a Retry allows. `false`: there is none. */
export async function waitForRetry(
  track: Track,
  retriers: readonly Retrier[],
  failure: StateFailure,
): Promise<boolean> {
  const place = retriers.findIndex((retrier) => takes(retrier.errorEquals, failure));
  const retrier = retriers[place];
  const { position, parts } = track;
  const tries = position.retries[place] ?? 0;
  if (retrier === undefined || tries >= retrier.maxAttempts) return false;

  position.retries = retriers.map((_, other) => (position.retries[other] ?? 0) + (other === place ? 1 : 0));
  position.retryAt = parts.machinery.clock.now() + delay(retrier, tries, parts.machinery.random) * 1000;
  parts.save();
  await resumeRetry(track);
  return true;
}

/** Waits for what is left of the time until the next try. */
export async function resumeRetry(track: Track): Promise<void> {
  if (track.position.retryAt === undefined) return;
  await sleepUntil(track, track.position.retryAt);
  delete track.position.retryAt;
  delete track.position.token;
}

/** Seconds before try number `tries + 1` that follows the first. */
function delay(retrier: Retrier, tries: number, random: () => number): number {
  const full = retrier.intervalSeconds * retrier.backoffRate ** tries;
  const bounded = Math.min(full, retrier.maxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return retrier.fullJitter ? random() * bounded : bounded;
}

/** The first catcher that takes the failure. */
export function catcherOf(catchers: readonly Catcher[], failure: StateFailure): Catcher | undefined {
  return catchers.find((catcher) => takes(catcher.errorEquals, failure));
}

function takes(names: readonly string[], { error, alias }: StateFailure): boolean {
  // The error that no Retry and no Catch can handle.
  if (error === 'States.Runtime') return false;
  return names.some((name) => {
    if (name === 'States.ALL') return true;
    if (name === 'States.TaskFailed') return error !== 'States.Timeout';
    return name === error || (alias !== undefined && name === alias);
  });
}
