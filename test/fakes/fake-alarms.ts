import type { AlarmReading } from '../../core/domain/truth.ts';
import type { Alarms } from '../../core/ports.ts';

type Listener = (alarm: { readonly name: string; readonly reason: string }) => void;

/** Alarms that say what the test sets, and tell when they go to ALARM. */
export class FakeAlarms implements Alarms {
  readonly #readings = new Map<string, AlarmReading>();
  readonly #listeners: Listener[] = [];
  readonly #now: () => number;
  /** What every target group is said to have answered, whenever it is asked. */
  answered = 1000;

  constructor(now: () => number, names: readonly string[]) {
    this.#now = now;
    for (const name of names) this.set(name, 'OK');
  }

  set(name: string, state: AlarmReading['state'], reason = 'threshold crossed'): void {
    const before = this.#readings.get(name)?.state;
    if (before === state) return;
    this.#readings.set(name, { name, state, reason, since: new Date(this.#now()).toISOString() });
    if (state === 'ALARM') for (const listener of this.#listeners) listener({ name, reason });
  }

  delete(name: string): void {
    this.#readings.delete(name);
  }

  onAlarm(listener: Listener): void {
    this.#listeners.push(listener);
  }

  firing(names: readonly string[]): readonly string[] {
    return names.filter((name) => this.#readings.get(name)?.state === 'ALARM');
  }

  async read(names: readonly string[]): Promise<readonly AlarmReading[]> {
    return names.flatMap((name) => this.#readings.get(name) ?? []);
  }

  async requests(): Promise<number> {
    return this.answered;
  }
}
