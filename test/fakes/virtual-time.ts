import type { Clock, Dice } from '../../core/ports.ts';
import type { VirtualClock } from '../../local/kernel/virtual-clock.ts';

/** The core's clock on virtual time: who sleeps, sleeps until the test lets time pass. */
export function virtualTime(clock: VirtualClock): Clock {
  return {
    now: () => clock.now(),
    sleep: (milliseconds) => new Promise((resolve) => void clock.after(milliseconds, resolve)),
  };
}

/** Dice that never throw the same twice: `0000`, `0001` … */
export function countingDice(): Dice {
  let thrown = 0;
  return { letters: (count) => (thrown++).toString(36).padStart(count, '0').slice(-count) };
}
