import type { Clock } from './clock.ts';
import { ScaledClock } from './scaled-clock.ts';
import type { StateFiles } from './state-files.ts';

const NAME = 'clock';
/** Real milliseconds between two notes of the time. */
const NOTED_EVERY = 1000;

/**
 * The local AWS's clock, and state files that note its time as they are saved. Shortened time runs ahead of the machine's: after a
 * restart it goes on from where it was, never back, because what was stored has times in it.
 */
export function lastingTime(files: StateFiles, speed: number): { readonly clock: Clock; readonly files: StateFiles } {
  const noted = files.load<{ readonly now: number }>(NAME)?.now ?? 0;
  const clock = new ScaledClock(speed, Math.max(Date.now(), noted + 2 * NOTED_EVERY * speed));
  let last = 0;
  return {
    clock,
    files: {
      load: (name) => files.load(name),
      remove: (name) => files.remove(name),
      save(name, document) {
        files.save(name, document);
        const real = performance.now();
        if (last !== 0 && real - last < NOTED_EVERY) return;
        last = real;
        files.save(NAME, { now: clock.now() });
      },
    },
  };
}
