import type { Clock } from '../kernel/clock.ts';
import type { ClockReading } from './worker-messages.ts';

/** Reads both clocks within one millisecond of real time, because a fast clock moves on by 60 in the next one. */
export function readClock(clock: Clock, speed: number): ClockReading {
  for (;;) {
    const real = Date.now();
    const shown = clock.now();
    if (Date.now() === real) return { real, shown, speed };
  }
}
