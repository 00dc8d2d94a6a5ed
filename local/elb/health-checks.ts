import type { Target } from '../ecs/ports.ts';
import type { Cancel, Clock } from '../kernel/clock.ts';
import { type CheckResult, type Health, INITIAL, isSettled, nextHealth } from './health-state.ts';
import type { HealthCheck } from './records.ts';
import { waitBoth } from './wait-both.ts';

/** Real time between two checks of a target: at least this while something is under way … */
const SHORTEST_PAUSE = 100;
/** … and at least this for a target whose health is settled while nothing is. */
const IDLE_PAUSE = 10_000;

/** A process starts in real time, however short the local AWS's seconds are: so long nobody listening yet is no failed check. */
const STARTUP = 15_000;

export interface HealthChecksDeps {
  readonly clock: Clock;
  readonly target: Target;
  readonly probe: (target: Target, check: HealthCheck) => Promise<CheckResult>;
  /** The settings in force now. */
  readonly settings: () => HealthCheck;
  readonly hurried: () => boolean;
  readonly changed: () => void;
}

/** Checks one target again and again, and knows its health. */
export class HealthChecks {
  readonly #deps: HealthChecksDeps;
  #health = INITIAL;
  #wait: Cancel | undefined;
  #running = false;
  #stopped = true;
  #startedAt = 0;

  constructor(deps: HealthChecksDeps) {
    this.#deps = deps;
  }

  get health(): Health {
    return this.#health;
  }

  /** Begins, with a check at once. */
  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#startedAt = performance.now();
    this.checkNow();
  }

  /** Checks no more, and forgets what was found. */
  stop(): void {
    this.#stopped = true;
    this.#wait?.();
    this.#health = INITIAL;
  }

  /** Checks now instead of at the next time: a request found the target broken. */
  checkNow(): void {
    if (this.#stopped || this.#running) return;
    this.#wait?.();
    void this.#check();
  }

  /** The pace may have changed. */
  repace(): void {
    if (this.#stopped || this.#running) return;
    this.#wait?.();
    this.#scheduleNext();
  }

  async #check(): Promise<void> {
    const { target, probe, settings, changed } = this.#deps;
    this.#running = true;
    const result = await probe(target, settings());
    this.#running = false;
    if (this.#stopped) return;
    const before = this.#health.state;
    if (!this.#isStarting(result)) this.#health = nextHealth(this.#health, result, settings());
    this.#scheduleNext();
    if (this.#health.state !== before) changed();
  }

  #isStarting(result: CheckResult): boolean {
    const refused = !result.passed && result.reason === 'Target.FailedHealthChecks';
    return refused && this.#health.state === 'initial' && performance.now() - this.#startedAt < STARTUP;
  }

  #scheduleNext(): void {
    const { clock, settings, hurried } = this.#deps;
    const pause = hurried() || !isSettled(this.#health) ? SHORTEST_PAUSE : IDLE_PAUSE;
    this.#wait = waitBoth(clock, settings().intervalSeconds * 1000, pause, () => void this.#check());
  }
}
