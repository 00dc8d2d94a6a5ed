import { isTerminal } from '../../core/domain/progress.ts';
import type { ServiceDeploymentStatus, ServiceDeploymentTruth } from '../../core/domain/truth.ts';
import type { VirtualClock } from '../../local/kernel/virtual-clock.ts';
import type { Configuration, EcsEvent, Revision } from './ecs-records.ts';
import type { Variants } from './ecs-variants.ts';

/** What a deployment asks of the service that it belongs to. */
export interface Surroundings {
  readonly clock: VirtualClock;
  emit(event: EcsEvent): void;
  giveTraffic(to: Revision): void;
  /** ECS goes back to a revision: from then on it is the service's own again. */
  returnTo(revision: Revision): void;
  /** Seconds until the tasks of a revision run again; `undefined`: they never will. */
  startAgain(revision: Revision): number | undefined;
  readonly variants: Variants;
  /** Scripted: the way back ends ROLLBACK_FAILED. */
  waysBackFail(): boolean;
  /** The revision of the last deployment that succeeded: the only one that ECS ever goes back to. */
  lastSuccessful(): Revision | undefined;
  /** Other revisions that still had tasks when the deployment began. */
  readonly alsoActive: readonly Revision[];
  /** Scripted: an accepted stop comes too late, and the deployment ends SUCCESSFUL. */
  stopsComeTooLate(): boolean;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Seconds after which a way back whose tasks do not start is over. */
const GIVES_UP = 24 * 60 * 60;

/** One service deployment of a fake ECS: it can go on, wait at a gate, turn back and end. */
export class EcsDeployment {
  readonly arn: string;
  readonly target: Revision;
  readonly configuration: Configuration;
  readonly createdAt: string;
  readonly sources: readonly Revision[];
  status: ServiceDeploymentStatus = 'PENDING';
  stage: string | undefined;
  /** RFC 3339: when it was over. */
  endedAt: string | undefined;
  failedTasks = 0;
  /** Percent of the production traffic that it was given. */
  share = 0;
  /** Milliseconds that the way back takes longer than usual. */
  slowBack = 0;
  #pause: { readonly hookId: string; readonly stage: string; go(): void } | undefined;
  #reason: string | undefined;
  #rolledBackTo: string | undefined;
  #triggered: readonly string[] = [];
  #hooks = 0;
  readonly #around: Surroundings;

  constructor(around: Surroundings, arn: string, target: Revision, configuration: Configuration) {
    this.#around = around;
    this.arn = arn;
    this.target = target;
    this.configuration = configuration;
    this.createdAt = new Date(around.clock.now()).toISOString();
    this.sources = [around.lastSuccessful() ?? [], around.alsoActive].flat();
  }

  goesForward(): boolean {
    return this.status === 'PENDING' || this.status === 'IN_PROGRESS';
  }

  /** Resolves when the time has passed, and never for a deployment that turned back meanwhile: it goes no further. */
  pass(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.#around.clock.after(milliseconds, () => this.goesForward() && resolve());
    });
  }

  /** Waits for an answer where a PAUSE hook stands at this stage. Nobody answers: what the hook says happens. */
  async gate(stage: string): Promise<void> {
    this.stage = stage;
    const hook = this.configuration.lifecycleHooks?.find(
      ({ targetType, lifecycleStages }) => targetType === 'PAUSE' && lifecycleStages.includes(stage),
    );
    if (hook === undefined) return;
    const hookId = `${this.arn}/hook-${++this.#hooks}`;
    await new Promise<void>((resolve) => {
      this.#pause = { hookId, stage, go: () => this.goesForward() && resolve() };
      if (this.#around.variants.hookEvents === 'sent') this.#around.emit({ kind: 'hook', deployment: this.arn });
      this.#around.clock.after((hook.timeoutConfiguration?.timeoutInMinutes ?? 1440) * MINUTE, () => {
        if (this.#pause?.hookId === hookId) this.turnBack('hook timed out');
      });
    });
  }

  answer(hookId: string): 'continued' | 'already' {
    if (!this.goesForward() || this.#pause?.hookId !== hookId) return 'already';
    const { go } = this.#pause;
    this.#pause = undefined;
    go();
    return 'continued';
  }

  /** Somebody asks for the way back. `ended`: it was over before. */
  requestStop(): 'stopping' | 'ended' {
    if (isTerminal(this.status)) return 'ended';
    if (!this.goesForward()) return 'stopping';
    this.status = 'ROLLBACK_REQUESTED';
    this.#pause = undefined;
    const late = this.stage === 'CLEAN_UP' && this.#around.variants.stopDuringCleanUp === 'endsSuccessful';
    this.#around.clock.after(SECOND, () => {
      if (this.status !== 'ROLLBACK_REQUESTED') return;
      if (!late && !this.#around.stopsComeTooLate()) return this.#goBack('stopped on request');
      this.#around.giveTraffic(this.target);
      this.end('SUCCESSFUL');
    });
    return 'stopping';
  }

  /** ECS itself turns back: an alarm, the circuit breaker, or a hook that nobody answered. */
  turnBack(reason: string, triggered: readonly string[] = []): void {
    if (!this.goesForward()) return;
    this.#triggered = triggered;
    this.#pause = undefined;
    this.#goBack(reason);
  }

  /** Its service is deleted. */
  vanish(): void {
    this.#pause = undefined;
    if (!isTerminal(this.status)) this.#finish('STOPPED');
  }

  /** Another deployment takes its place. */
  supersede(): void {
    if (isTerminal(this.status)) return;
    this.status = 'STOP_REQUESTED';
    this.#pause = undefined;
    this.#around.clock.after(SECOND, () => {
      if (!isTerminal(this.status)) this.#finish('STOPPED');
    });
  }

  end(status: ServiceDeploymentStatus): void {
    this.#finish(status);
    this.stage = undefined;
    const failed = status === 'STOPPED' || status === 'ROLLBACK_FAILED';
    if (!failed || this.#around.variants.failedEvent === 'sent') this.#around.emit({ kind: 'deployment' });
  }

  #finish(status: ServiceDeploymentStatus): void {
    this.status = status;
    this.endedAt = new Date(this.#around.clock.now()).toISOString();
  }

  truth(): ServiceDeploymentTruth {
    return {
      arn: this.arn,
      status: this.status,
      ...(this.stage !== undefined && { stage: this.stage }),
      ...(this.#pause && { pause: { hookId: this.#pause.hookId, stage: this.#pause.stage } }),
      ...(this.#reason !== undefined && { rollbackReason: this.#reason }),
      ...(this.#rolledBackTo !== undefined && { rolledBackTo: this.#rolledBackTo }),
      triggeredAlarms: this.#triggered,
      ...(this.configuration.strategy !== 'ROLLING' && { share: this.share }),
      target: this.target.arn,
      sources: this.sources.map(({ arn }) => arn),
    };
  }

  #goBack(reason: string): void {
    this.status = 'ROLLBACK_IN_PROGRESS';
    this.#reason = reason;
    const to = this.#around.lastSuccessful();
    if (to === undefined && this.#around.variants.rollbackWithoutTarget === 'stalls') return;
    if (to !== undefined) this.#around.returnTo(to);
    const start = to && this.#around.startAgain(to);
    const seconds = to !== undefined && start === undefined ? GIVES_UP : 5 + (start ?? 0);
    this.#around.clock.after(seconds * SECOND + this.slowBack, () => {
      if (this.status !== 'ROLLBACK_IN_PROGRESS') return;
      if (to === undefined || start === undefined || this.#around.waysBackFail()) return this.end('ROLLBACK_FAILED');
      this.#rolledBackTo = to.arn;
      this.#around.giveTraffic(to);
      this.target.healthy = 0;
      this.end('ROLLBACK_SUCCESSFUL');
    });
  }
}
