import type { Cancel, Clock } from './clock.ts';

const LONGEST_TIMER = 2 ** 31 - 1;

/** A clock that runs `speed` times as fast as the machine's, from `start` (milliseconds since 1970) on. */
export class ScaledClock implements Clock {
  readonly #speed: number;
  readonly #start: number;
  readonly #realStart = Date.now();

  constructor(speed: number, start: number = Date.now()) {
    this.#speed = speed;
    this.#start = start;
  }

  now(): number {
    return Math.floor(this.#start + (Date.now() - this.#realStart) * this.#speed);
  }

  after(milliseconds: number, run: () => void): Cancel {
    const due = this.now() + milliseconds;
    let timer: NodeJS.Timeout;
    // Timers of Node fire up to a millisecond early, and a fast clock has many of its own in one: never before it is due.
    const arm = (): void => {
      const real = Math.ceil((due - this.now()) / this.#speed);
      timer = setTimeout(() => (this.now() < due ? arm() : run()), Math.min(LONGEST_TIMER, Math.max(0, real)));
    };
    arm();
    return () => clearTimeout(timer);
  }
}
