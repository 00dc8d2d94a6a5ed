import type { Cancel, Clock } from '../kernel/clock.ts';
import type { HealthChecksDeps } from './health-checks.ts';
import type { RecordBook } from './record-book.ts';
import type { Router } from './router.ts';
import { TargetPool } from './target-pool.ts';

/** The targets of every target group. */
export class TargetPools {
  readonly #clock: Clock;
  readonly #probe: HealthChecksDeps['probe'];
  readonly #book: RecordBook;
  readonly #router: Router;
  readonly #pools = new Map<string, TargetPool>();
  readonly #listeners = new Set<() => void>();
  #hurried = false;

  constructor(deps: { clock: Clock; probe: HealthChecksDeps['probe']; book: RecordBook; router: Router }) {
    this.#clock = deps.clock;
    this.#probe = deps.probe;
    this.#book = deps.book;
    this.#router = deps.router;
  }

  /** `undefined`: there is no such target group. */
  get(group: string): TargetPool | undefined {
    return this.#pools.get(group);
  }

  /** The records changed: new groups get a pool, groups that are gone lose theirs, and each learns whether it is in use. */
  refresh(): void {
    const inUse = this.#router.groupsInUse();
    for (const record of this.#book.all('targetGroup')) {
      const pool = this.#pools.get(record.arn) ?? this.#add(record.arn);
      pool.use(inUse.has(record.arn));
    }
    for (const [group, pool] of this.#pools) {
      if (this.#book.get('targetGroup', group) !== undefined) continue;
      pool.close();
      this.#pools.delete(group);
    }
  }

  /** The load balancers that have a rule that forwards to a group. */
  loadBalancersOf(group: string): readonly string[] {
    const listeners = this.#router.listenersOf(group);
    const all = listeners.map((listener) => this.#book.get('listener', listener)?.loadBalancer);
    return [...new Set(all.filter((one) => one !== undefined))];
  }

  hurry(on: boolean): void {
    if (this.#hurried === on) return;
    this.#hurried = on;
    for (const pool of this.#pools.values()) pool.repace();
  }

  /** Calls back when a target comes, goes, or changes its health. */
  onChange(listener: () => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    for (const pool of this.#pools.values()) pool.close();
  }

  #add(group: string): TargetPool {
    let last = this.#book.get('targetGroup', group);
    const pool = new TargetPool({
      clock: this.#clock,
      probe: this.#probe,
      group: () => {
        last = this.#book.get('targetGroup', group) ?? last;
        if (last === undefined) throw new Error(`there is no target group ${group}`);
        return last;
      },
      hurried: () => this.#hurried,
      changed: () => {
        for (const listener of this.#listeners) listener();
      },
    });
    this.#pools.set(group, pool);
    return pool;
  }
}
