import type { MadeAlarm } from '../../core/domain/made-alarm.ts';
import type { AlarmReading } from '../../core/domain/truth.ts';
import type { FiredAlarm } from '../../core/operations/stop-on-alarm.ts';
import type { Alarms } from '../../core/ports.ts';

const MINUTE = 60_000;

type Listener = (alarm: FiredAlarm) => void;

/** Alarms that say what the test sets, and tell when they go to ALARM. */
export class FakeAlarms implements Alarms {
  readonly #readings = new Map<string, AlarmReading>();
  readonly #listeners: Listener[] = [];
  readonly #now: () => number;
  /** Alarms that were made through the port, by name. */
  readonly made = new Map<string, MadeAlarm>();
  /** What every target group is said to have answered, whenever it is asked; `undefined`: what was counted. */
  answered: number | undefined = 1000;
  readonly #counted: { readonly targetGroup: string; readonly at: number; readonly requests: number }[] = [];

  constructor(now: () => number, names: readonly string[]) {
    this.#now = now;
    for (const name of names) this.set(name, 'OK');
  }

  set(name: string, state: AlarmReading['state'], reason = 'threshold crossed'): void {
    const before = this.#readings.get(name)?.state;
    if (before === state) return;
    const firedAt = this.#now();
    this.#readings.set(name, { name, state, reason, since: new Date(firedAt).toISOString() });
    if (state === 'ALARM') for (const listener of this.#listeners) listener({ name, reason, firedAt });
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

  /** Milliseconds since 1970; `undefined`: it does not fire. */
  firingSince(name: string): number | undefined {
    const reading = this.#readings.get(name);
    return reading?.state === 'ALARM' ? Date.parse(reading.since) : undefined;
  }

  async read(names: readonly string[]): Promise<readonly AlarmReading[]> {
    return names.flatMap((name) => this.#readings.get(name) ?? []);
  }

  /** A target group has answered so many requests now. */
  count(targetGroup: string, requests: number): void {
    this.#counted.push({ targetGroup, at: this.#now(), requests });
  }

  /** Metrics have whole minutes: requests of the minute that has begun count. */
  async requests({ targetGroup }: { readonly targetGroup: string }, since: string): Promise<number> {
    const from = Math.floor(Date.parse(since) / MINUTE) * MINUTE;
    const counted = this.#counted.filter((one) => one.targetGroup === targetGroup && one.at >= from);
    return this.answered ?? counted.reduce((sum, { requests }) => sum + requests, 0);
  }

  /** As in CloudWatch: a new alarm knows nothing yet, one that is made anew keeps its state. */
  async make(alarm: MadeAlarm): Promise<void> {
    if (!this.#readings.has(alarm.name)) this.set(alarm.name, 'INSUFFICIENT_DATA');
    this.made.set(alarm.name, alarm);
  }

  async remove(name: string): Promise<void> {
    this.made.delete(name);
    this.delete(name);
  }
}
