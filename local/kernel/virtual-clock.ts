import type { Cancel, Clock } from './clock.ts';

/** A clock for tests: time passes only when the test says so, and waits fire in the order in which they are due. */
export class VirtualClock implements Clock {
  #now: number;
  #waits: { due: number; order: number; run: () => void }[] = [];
  #order = 0;

  constructor(start = Date.parse('2026-11-20T10:00:00Z')) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, run: () => void): Cancel {
    const wait = { due: this.#now + Math.max(0, milliseconds), order: this.#order++, run };
    this.#waits.push(wait);
    return () => {
      this.#waits = this.#waits.filter((other) => other !== wait);
    };
  }

  /** Lets `milliseconds` pass. Between two waits, everything that is already resolved gets to run. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.#waits.filter((wait) => wait.due <= end).sort((a, b) => a.due - b.due || a.order - b.order)[0];
      if (next === undefined) break;
      this.#waits = this.#waits.filter((wait) => wait !== next);
      this.#now = Math.max(this.#now, next.due);
      next.run();
    }
    this.#now = end;
  }
}
