import type { Cancel, Clock } from '../kernel/clock.ts';

/** What is due when, with one timer for the earliest and none when nothing is planned. */
export class Timetable {
  readonly #clock: Clock;
  readonly #fire: (key: string, dueAt: number) => void;
  readonly #due = new Map<string, number>();
  #timer: Cancel | undefined;

  /** `fire` is called once for each entry, at its time or as soon as possible afterwards. */
  constructor(clock: Clock, fire: (key: string, dueAt: number) => void) {
    this.#clock = clock;
    this.#fire = fire;
  }

  /** Plans an entry, in place of an older one with the same key. A time that has passed is due now. */
  set(key: string, dueAt: number): void {
    this.#due.set(key, dueAt);
    this.#arm();
  }

  delete(key: string): void {
    if (this.#due.delete(key)) this.#arm();
  }

  /** Forgets everything. */
  clear(): void {
    this.#due.clear();
    this.#arm();
  }

  #arm(): void {
    this.#timer?.();
    this.#timer = undefined;
    if (this.#due.size === 0) return;
    const next = Math.min(...this.#due.values());
    this.#timer = this.#clock.after(Math.max(0, next - this.#clock.now()), () => this.#ring());
  }

  #ring(): void {
    const now = this.#clock.now();
    const ready = [...this.#due].filter(([, dueAt]) => dueAt <= now).sort(([, a], [, b]) => a - b);
    for (const [key] of ready) this.#due.delete(key);
    for (const [key, dueAt] of ready) this.#fire(key, dueAt);
    this.#arm();
  }
}
