import type { Target } from '../ecs/ports.ts';
import type { Clock } from '../kernel/clock.ts';
import { HealthChecks, type HealthChecksDeps } from './health-checks.ts';
import { LiveTarget } from './live-target.ts';
import type { TargetGroupRecord } from './records.ts';

export interface TargetPoolDeps {
  readonly clock: Clock;
  readonly probe: HealthChecksDeps['probe'];
  /** The target group as it is now. */
  readonly group: () => TargetGroupRecord;
  readonly hurried: () => boolean;
  readonly changed: () => void;
}

export type TargetState = 'initial' | 'healthy' | 'unhealthy' | 'draining' | 'unused';

/** The targets of one target group. */
export class TargetPool {
  readonly #deps: TargetPoolDeps;
  readonly #members = new Map<string, LiveTarget>();
  readonly #draining = new Map<string, LiveTarget>();
  #inUse = false;
  #turns = 0;

  constructor(deps: TargetPoolDeps) {
    this.#deps = deps;
  }

  register(target: Target): void {
    if (this.#members.has(keyOf(target))) return;
    const { clock, probe, group, hurried, changed } = this.#deps;
    const checks = new HealthChecks({
      clock,
      target,
      probe,
      hurried,
      changed,
      settings: () => group().healthCheck,
    });
    const member = new LiveTarget(target, checks);
    // A newcomer waits for its turn like those that were served last.
    member.turn = this.#turns;
    this.#members.set(keyOf(target), member);
    if (this.#inUse) checks.start();
    changed();
  }

  /** No new requests from now on. A target that is not registered is done at once, as on AWS. */
  async deregister(target: Target): Promise<void> {
    const key = keyOf(target);
    const member = this.#members.get(key);
    if (member === undefined) return;
    this.#members.delete(key);
    this.#draining.set(key, member);
    this.#deps.changed();
    await member.drain(
      this.#deps.clock,
      Number(this.#deps.group().attributes['deregistration_delay.timeout_seconds']) * 1000,
    );
    if (this.#draining.get(key) === member) this.#draining.delete(key);
    this.#deps.changed();
  }

  /** Whether a rule forwards to the group: a group that none uses is not checked. */
  use(inUse: boolean): void {
    if (inUse === this.#inUse) return;
    this.#inUse = inUse;
    for (const { checks } of this.#members.values()) inUse ? checks.start() : checks.stop();
    if (this.#members.size > 0) this.#deps.changed();
  }

  repace(): void {
    for (const { checks } of this.#members.values()) checks.repace();
  }

  /** The target of the next request: healthy ones in turn, or all in turn when none is healthy (fail open). */
  pick(): LiveTarget | undefined {
    const all = [...this.#members.values()];
    const healthy = all.filter(({ checks }) => checks.health.state === 'healthy');
    const [next] = (healthy.length > 0 ? healthy : all).sort((a, b) => a.turn - b.turn);
    if (next !== undefined) next.turn = ++this.#turns;
    return next;
  }

  state(target: Target): TargetState {
    const member = this.#members.get(keyOf(target));
    if (member === undefined) return this.#draining.has(keyOf(target)) ? 'draining' : 'unused';
    return this.#inUse ? member.checks.health.state : 'unused';
  }

  /** Why the target is unhealthy, when it is. */
  because(target: Target) {
    return this.#members.get(keyOf(target))?.checks.health.because;
  }

  isRegistered(target: Target): boolean {
    return this.#members.has(keyOf(target));
  }

  /** All targets, those that are draining last. */
  targets(): readonly Target[] {
    const leaving = [...this.#draining].filter(([key]) => !this.#members.has(key));
    return [...this.#members.values(), ...leaving.map(([, member]) => member)].map(({ target }) => target);
  }

  /** Registered targets, by health. */
  counts(): { readonly healthy: number; readonly unhealthy: number } {
    const states = [...this.#members.values()].map(({ target }) => this.state(target));
    return {
      healthy: states.filter((state) => state === 'healthy').length,
      unhealthy: states.filter((state) => state === 'unhealthy').length,
    };
  }

  close(): void {
    for (const member of [...this.#members.values(), ...this.#draining.values()]) member.close();
  }
}

function keyOf({ id, port }: Target): string {
  return `${id}:${port}`;
}
