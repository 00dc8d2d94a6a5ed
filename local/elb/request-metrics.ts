import type { PutMetric } from '../cloudwatch/put-metric.ts';
import type { Cancel, Clock } from '../kernel/clock.ts';
import { fullNameOf } from './names.ts';
import type { Outcome } from './proxy.ts';

const MINUTE = 60_000;
const NAMESPACE = 'AWS/ApplicationELB';

/** What a minute of requests gave, for one set of dimensions. */
interface Tally {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly counts: Map<string, number>;
  /** Response times in seconds, to three digits, with how often each came. */
  readonly times: Map<number, number>;
}

/** A target group with its number of healthy and unhealthy targets, at a load balancer that forwards to it. */
export interface Hosts {
  readonly loadBalancer: string;
  readonly group: string;
  readonly healthy: number;
  readonly unhealthy: number;
}

/** Counts requests and publishes the counts after each minute in which there were any, as ALB does: never a zero. */
export class RequestMetrics {
  readonly #clock: Clock;
  readonly #putMetric: PutMetric;
  readonly #hosts: () => readonly Hosts[];
  #tallies = new Map<string, Tally>();
  #minute = 0;
  #wait: Cancel | undefined;

  /** `hosts` gives the targets as they are now. */
  constructor(clock: Clock, putMetric: PutMetric, hosts: () => readonly Hosts[]) {
    this.#clock = clock;
    this.#putMetric = putMetric;
    this.#hosts = hosts;
  }

  /** Counts a request that is over. `group` is undefined when no target was found for it. */
  count(loadBalancer: string, group: string | undefined, { status, by, milliseconds }: Outcome): void {
    this.#open();
    const all = [this.#tally({ LoadBalancer: fullNameOf(loadBalancer) })];
    if (group !== undefined) {
      const TargetGroup = fullNameOf(group);
      all.push(this.#tally({ TargetGroup, LoadBalancer: fullNameOf(loadBalancer) }));
      add(this.#tally({ TargetGroup }).counts, 'RequestCountPerTarget');
      for (const { counts } of all) add(counts, 'RequestCount');
    }
    const family = status === undefined ? undefined : `${Math.floor(status / 100)}XX_Count`;
    if (by === 'balancer' && family === '5XX_Count' && all[0] !== undefined)
      add(all[0].counts, 'HTTPCode_ELB_5XX_Count');
    if (by !== 'target' || family === '1XX_Count') return;
    for (const { counts, times } of all) {
      add(counts, `HTTPCode_Target_${family}`);
      const seconds = Number((milliseconds / 1000).toPrecision(3));
      times.set(seconds, (times.get(seconds) ?? 0) + 1);
    }
  }

  /** The health of some target changed: the new numbers are published with this minute. */
  hostsChanged(): void {
    this.#open();
  }

  /** Publishes what there is, and waits no more. */
  stop(): void {
    if (this.#wait !== undefined) this.#publish();
  }

  /** A minute's counts are published at its end: nothing waits while nothing happens. */
  #open(): void {
    if (this.#wait !== undefined) return;
    const now = this.#clock.now();
    this.#minute = Math.floor(now / MINUTE) * MINUTE;
    this.#wait = this.#clock.after(this.#minute + MINUTE - now, () => this.#publish());
  }

  #publish(): void {
    this.#wait?.();
    this.#wait = undefined;
    const tallies = [...this.#tallies.values()];
    this.#tallies = new Map();
    const hosts = this.#hosts();
    for (const { dimensions, counts, times } of tallies) {
      for (const [name, count] of counts) {
        if (name !== 'RequestCountPerTarget') this.#put(name, dimensions, { values: [1], counts: [count] });
        else this.#putPerTarget(dimensions, count, hosts);
      }
      if (times.size > 0)
        this.#put('TargetResponseTime', dimensions, { values: [...times.keys()], counts: [...times.values()] });
    }
    for (const { loadBalancer, group, healthy, unhealthy } of hosts) {
      const dimensions = { TargetGroup: fullNameOf(group), LoadBalancer: fullNameOf(loadBalancer) };
      this.#put('HealthyHostCount', dimensions, healthy);
      this.#put('UnHealthyHostCount', dimensions, unhealthy);
    }
  }

  #putPerTarget(dimensions: Readonly<Record<string, string>>, count: number, hosts: readonly Hosts[]): void {
    const here = hosts.filter(({ group }) => fullNameOf(group) === dimensions.TargetGroup);
    const perTarget = count / Math.max(1, here[0]?.healthy ?? 0);
    this.#put('RequestCountPerTarget', dimensions, perTarget);
    for (const { loadBalancer } of here)
      this.#put('RequestCountPerTarget', { ...dimensions, LoadBalancer: fullNameOf(loadBalancer) }, perTarget);
  }

  #put(name: string, dimensions: Readonly<Record<string, string>>, value: Parameters<PutMetric>[3]): void {
    this.#putMetric(NAMESPACE, name, dimensions, value, this.#minute);
  }

  #tally(dimensions: Readonly<Record<string, string>>): Tally {
    const key = JSON.stringify(dimensions);
    const known = this.#tallies.get(key);
    if (known !== undefined) return known;
    const tally: Tally = { dimensions, counts: new Map(), times: new Map() };
    this.#tallies.set(key, tally);
    return tally;
  }
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
