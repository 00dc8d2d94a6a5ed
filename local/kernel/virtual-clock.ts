import type { Cancel, Clock } from './clock.ts';

interface Timer {
  readonly due: number;
  readonly order: number;
  /** Taken away where it was cancelled. */
  run: (() => void) | undefined;
}

/** A clock for tests: time passes only when the test says so, and waits fire in the order in which they are due. */
export class VirtualClock implements Clock {
  #now: number;
  /** A heap: each is due before the two below it. */
  readonly #timers: Timer[] = [];
  #order = 0;
  readonly #turn: () => Promise<void>;

  /** `turn` lets everything run that is already resolved: unless it is given, the event loop goes round, and whoever reads and writes does too. */
  constructor(start = Date.parse('2026-11-20T10:00:00Z'), turn: () => Promise<void> = goRound) {
    this.#now = start;
    this.#turn = turn;
  }

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, run: () => void): Cancel {
    const timer: Timer = { due: this.#now + Math.max(0, milliseconds), order: this.#order++, run };
    this.#push(timer);
    return () => {
      timer.run = undefined;
    };
  }

  /** Lets `milliseconds` pass. Between two waits, everything that is already resolved gets to run. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    while (await this.next(end));
    this.#now = end;
  }

  /** Lets time pass to the next wait that is due by `end` (milliseconds since 1970), and fires it. `false`: there is none. */
  async next(end: number): Promise<boolean> {
    await this.#turn();
    for (;;) {
      const [timer] = this.#timers;
      if (timer === undefined || timer.due > end) return false;
      this.#pop();
      if (timer.run === undefined) continue;
      this.#now = Math.max(this.#now, timer.due);
      timer.run();
      return true;
    }
  }

  #push(timer: Timer): void {
    const timers = this.#timers;
    let place = timers.push(timer) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = timers[above];
      if (parent === undefined || isBefore(parent, timer)) break;
      timers[place] = parent;
      timers[above] = timer;
      place = above;
    }
  }

  #pop(): void {
    const timers = this.#timers;
    const last = timers.pop();
    if (last === undefined || timers.length === 0) return;
    let place = 0;
    for (;;) {
      const [left, right] = [timers[2 * place + 1], timers[2 * place + 2]];
      const side = right !== undefined && left !== undefined && isBefore(right, left) ? 2 : 1;
      const below = side === 2 ? right : left;
      if (below === undefined || isBefore(last, below)) break;
      timers[place] = below;
      place = 2 * place + side;
    }
    timers[place] = last;
  }
}

function goRound(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.due < other.due || (one.due === other.due && one.order < other.order);
}
