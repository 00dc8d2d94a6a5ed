import type { Cancel, Clock } from '../kernel/clock.ts';
import type { AlarmBook } from './alarm-book.ts';
import { alarmRuleOf } from './alarm-definition.ts';
import type { AlarmRecord } from './alarm-record.ts';
import { alarmsIn, parseCompositeRule } from './composite-rule.ts';
import { evaluateAlarm } from './evaluate-alarm.ts';
import { evaluateComposite } from './evaluate-composite.ts';
import { keyOf, type MetricId, metricIdOf } from './metric-id.ts';
import { type MetricStore, MINUTE, startOf } from './metric-store.ts';

/** A minute is judged this long after its end at the earliest, so that what is published at its end is in. */
const SETTLING = 5_000;

/**
 * Evaluates alarms: at once when data of a minute that is over arrives, and after each minute while an alarm has data
 * that can still run out. An alarm without any data is left alone, so that idling costs no timer.
 */
export class AlarmWatch {
  readonly #clock: Clock;
  readonly #store: MetricStore;
  readonly #book: AlarmBook;
  readonly #startedAt: number;
  readonly #active = new Set<string>();
  readonly #soon = new Set<string>();
  readonly #stopBook: Cancel;
  #minute: Cancel | undefined;
  #now: Cancel | undefined;

  constructor(clock: Clock, store: MetricStore, book: AlarmBook) {
    this.#clock = clock;
    this.#store = store;
    this.#book = book;
    this.#startedAt = clock.now();
    this.#stopBook = book.onChange((name) => this.#childChanged(name));
    for (const alarm of book.list()) this.alarmChanged(alarm.name);
  }

  /** An alarm was made, changed or forced into a state. */
  alarmChanged(name: string): void {
    const alarm = this.#book.get(name);
    if (alarm?.kind === 'composite') this.#evaluateSoon(name);
    if (alarm?.kind === 'metric') this.#activate(name);
  }

  /** Data of a metric arrived, for the minute that `time` lies in. */
  dataArrived(metric: MetricId, time: number): void {
    const key = keyOf(metric);
    const over = startOf(time, MINUTE) + MINUTE <= this.#clock.now();
    for (const alarm of this.#book.list()) {
      if (alarm.kind !== 'metric' || !metricsOf(alarm).some((one) => keyOf(one) === key)) continue;
      this.#activate(alarm.name);
      if (over) this.#evaluateSoon(alarm.name);
    }
  }

  stop(): void {
    this.#stopBook();
    this.#minute?.();
    this.#now?.();
  }

  #activate(name: string): void {
    this.#active.add(name);
    this.#waitForMinute();
  }

  #waitForMinute(): void {
    if (this.#minute !== undefined || this.#active.size === 0) return;
    const now = this.#clock.now();
    const next = startOf(now - SETTLING, MINUTE) + MINUTE + SETTLING;
    this.#minute = this.#clock.after(next - now, () => {
      this.#minute = undefined;
      for (const name of [...this.#active]) this.#evaluate(name);
      this.#waitForMinute();
    });
  }

  /** Together with whatever else arrives now: the metrics of one expression come one after the other. */
  #evaluateSoon(name: string): void {
    this.#soon.add(name);
    this.#now ??= this.#clock.after(0, () => {
      this.#now = undefined;
      const names = [...this.#soon];
      this.#soon.clear();
      for (const one of names) this.#evaluate(one);
    });
  }

  #evaluate(name: string): void {
    const alarm = this.#book.get(name);
    if (alarm?.kind === 'composite') this.#evaluateComposite(alarm, undefined);
    if (alarm?.kind !== 'metric') {
      this.#active.delete(name);
      return;
    }
    const { from, hasData, state } = evaluateAlarm(alarmRuleOf(alarm.definition), this.#store, this.#clock.now());
    // Data from before the start is gone, which is not the same as silence: an older alarm keeps its state until it
    // has a whole range of its own, or data.
    if (!hasData && from < this.#startedAt && alarm.configuredAt < this.#startedAt) return;
    if (!hasData) this.#active.delete(name);
    if (state !== undefined) this.#book.change(name, state);
  }

  #childChanged(name: string): void {
    for (const alarm of this.#book.list()) {
      if (alarm.kind !== 'composite' || !alarmsIn(parseCompositeRule(alarm.definition.AlarmRule ?? '')).includes(name))
        continue;
      this.#evaluateComposite(alarm, this.#book.get(name));
    }
  }

  #evaluateComposite(alarm: AlarmRecord & { kind: 'composite' }, trigger: AlarmRecord | undefined): void {
    const state = evaluateComposite(alarm.definition.AlarmRule ?? '', (name) => this.#book.get(name), trigger);
    this.#book.change(alarm.name, state);
  }
}

function metricsOf(alarm: AlarmRecord & { kind: 'metric' }): readonly MetricId[] {
  const { queries } = alarmRuleOf(alarm.definition);
  return queries.flatMap(({ MetricStat }) => (MetricStat?.Metric === undefined ? [] : [metricIdOf(MetricStat.Metric)]));
}
