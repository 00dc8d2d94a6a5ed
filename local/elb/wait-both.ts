import { setTimeout as real } from 'node:timers';
import type { Cancel, Clock } from '../kernel/clock.ts';

/**
 * Runs when `milliseconds` of the local AWS's time and `realMilliseconds` of the machine's have both passed: shortened
 * time must neither flood a real process with checks nor take it for dead before it could answer.
 */
export function waitBoth(clock: Clock, milliseconds: number, realMilliseconds: number, run: () => void): Cancel {
  const due = clock.now() + milliseconds;
  let cancel: Cancel;
  const floor = real(() => {
    cancel = clock.after(Math.max(0, due - clock.now()), run);
  }, realMilliseconds);
  cancel = () => clearTimeout(floor);
  return () => cancel();
}
