import type { Clock } from '../kernel/clock.ts';
import { keyOf, type MetricId } from './metric-id.ts';
import { joined, type Minute, minuteOf, type ReadStatistic } from './statistic.ts';

export const MINUTE = 60_000;

/** Metrics are kept for three hours; AWS keeps one-minute data for 15 days. */
export const RETENTION = 180 * MINUTE;

/** The published metrics, minute by minute, in memory. */
export class MetricStore {
  readonly #clock: Clock;
  readonly #gauges = new Map<string, { readonly metric: MetricId; readonly count: () => number }>();
  readonly #series = new Map<string, { readonly metric: MetricId; readonly minutes: Map<number, Minute> }>();
  #pruned = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Adds samples to the minute that `time` lies in. */
  put(metric: MetricId, samples: Minute, time: number): void {
    const key = keyOf(metric);
    const start = startOf(time, MINUTE);
    const { minutes } = this.#series.get(key) ?? this.#add(key, metric);
    const before = minutes.get(start);
    minutes.set(start, before === undefined ? samples : joined(before, samples));
    this.#prune();
  }

  /** A metric that says at every minute how much there is of something. What is read is how much there is now: the past is not kept. */
  gauge(metric: MetricId, count: () => number): void {
    this.#gauges.set(keyOf(metric), { metric, count });
  }

  /** One value for each period that has data and starts in [`from`, `to`); by the start of the period. */
  read(
    metric: MetricId,
    statistic: ReadStatistic,
    period: number,
    from: number,
    to: number,
  ): ReadonlyMap<number, number> {
    const periods = new Map<number, Minute>();
    for (const [minute, samples] of this.#minutesOf(metric)) {
      const start = startOf(minute, period);
      if (start < from || start >= to) continue;
      const before = periods.get(start);
      periods.set(start, before === undefined ? samples : joined(before, samples));
    }
    const values = [...periods]
      .sort(([a], [b]) => a - b)
      .map(([start, samples]) => [start, statistic(samples)] as const);
    return new Map(values.filter((entry): entry is readonly [number, number] => entry[1] !== undefined));
  }

  /** Every metric that has data. */
  list(): readonly MetricId[] {
    this.#prune();
    return [...this.#series.values(), ...this.#gauges.values()].map(({ metric }) => metric);
  }

  #minutesOf(metric: MetricId): ReadonlyMap<number, Minute> {
    const gauge = this.#gauges.get(keyOf(metric));
    if (gauge !== undefined)
      return new Map([[startOf(this.#clock.now(), MINUTE) - MINUTE, minuteOf(gauge.count(), 1)]]);
    return this.#series.get(keyOf(metric))?.minutes ?? new Map<number, Minute>();
  }

  #add(key: string, metric: MetricId) {
    const series = { metric, minutes: new Map<number, Minute>() };
    this.#series.set(key, series);
    return series;
  }

  #prune(): void {
    const oldest = startOf(this.#clock.now() - RETENTION, MINUTE);
    if (oldest === this.#pruned) return;
    this.#pruned = oldest;
    for (const [key, { minutes }] of this.#series) {
      for (const minute of minutes.keys()) if (minute < oldest) minutes.delete(minute);
      if (minutes.size === 0) this.#series.delete(key);
    }
  }
}

/** The start of the period of `length` milliseconds that `time` lies in. */
export function startOf(time: number, length: number): number {
  return Math.floor(time / length) * length;
}
