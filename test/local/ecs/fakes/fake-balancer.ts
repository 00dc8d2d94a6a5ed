import type { Balancer, Target } from '../../../../local/ecs/ports.ts';
import type { Cancel, Clock } from '../../../../local/kernel/clock.ts';
import type { FakeProcesses } from './fake-processes.ts';

export const HEALTHY_AFTER_MS = 10_000;
export const DRAIN_MS = 5000;

/** A load balancer that probes each target once, ten seconds after it was registered, and drains for five. */
export class FakeBalancer implements Balancer {
  readonly rules = new Map<string, Record<string, number>>();
  /** Every change of weights, and every target that left, for tests that look at the order of things. */
  readonly log: string[] = [];
  hurried = false;
  onWeights: (rule: string, weights: Readonly<Record<string, number>>) => void = () => {};
  onDeregister: (healthyBefore: number, healthyAfter: number) => void = () => {};
  readonly #targets = new Map<string, 'initial' | 'healthy' | 'unhealthy' | 'draining'>();
  readonly #listeners = new Set<() => void>();
  readonly #clock: Clock;
  readonly #processes: FakeProcesses;

  constructor(clock: Clock, processes: FakeProcesses) {
    this.#clock = clock;
    this.#processes = processes;
  }

  register(group: string, target: Target): void {
    const key = keyOf(group, target);
    this.#targets.set(key, 'initial');
    this.log.push(`register ${key}`);
    this.#clock.after(HEALTHY_AFTER_MS, () => {
      if (this.#targets.get(key) === 'initial') this.#probe(key, target);
    });
  }

  deregister(group: string, target: Target): Promise<void> {
    const key = keyOf(group, target);
    const before = this.#healthy();
    // A target whose process is gone takes nothing away by leaving.
    if (!this.#processes.at(target.port)?.running) this.#targets.set(key, 'draining');
    else {
      this.#targets.set(key, 'draining');
      this.onDeregister(before, this.#healthy());
    }
    this.log.push(`deregister ${key}`);
    return new Promise((resolve) => {
      this.#clock.after(DRAIN_MS, () => {
        this.#targets.delete(key);
        resolve();
      });
    });
  }

  health(group: string, target: Target): 'initial' | 'healthy' | 'unhealthy' | 'draining' | 'unused' {
    return this.#targets.get(keyOf(group, target)) ?? 'unused';
  }

  setWeights(rule: string, weights: Readonly<Record<string, number>>): void {
    const there = this.rules.get(rule);
    if (there === undefined) throw new Error(`rule ${rule} does not exist`);
    this.onWeights(rule, weights);
    this.rules.set(rule, { ...weights });
    this.log.push(`weights ${rule} ${JSON.stringify(weights)}`);
  }

  weights(rule: string): Readonly<Record<string, number>> {
    return this.rules.get(rule) ?? {};
  }

  onHealthChange(listener: () => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  hurry(on: boolean): void {
    this.hurried = on;
  }

  /** The process behind a port stops answering, or answers again. */
  setHealth(port: number, health: 'healthy' | 'unhealthy'): void {
    for (const key of this.#targets.keys()) if (key.endsWith(`:${port}`)) this.#targets.set(key, health);
    this.#tell();
  }

  healthyIn(group: string): number {
    return [...this.#targets].filter(([key, health]) => key.startsWith(`${group} `) && health === 'healthy').length;
  }

  #healthy(): number {
    return [...this.#targets.values()].filter((health) => health === 'healthy').length;
  }

  #probe(key: string, target: Target): void {
    const process = this.#processes.at(target.port);
    this.#targets.set(key, process?.running && process.behaviour !== 'sick' ? 'healthy' : 'unhealthy');
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

const keyOf = (group: string, target: Target): string => `${group} ${target.id}:${target.port}`;
