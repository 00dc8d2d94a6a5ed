import type { DeploymentStrategy, ServiceDeployment } from '@aws-sdk/client-ecs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AnEcs, RULE, shifting } from './an-ecs.ts';

type Event =
  | {
      readonly kind: 'update';
      readonly strategy: DeploymentStrategy;
      readonly behaviour: string;
      readonly hook: boolean;
    }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'stop' | 'continue' | 'refuse' | 'kill' | 'crash' | 'force' }
  | { readonly kind: 'alarm'; readonly state: 'OK' | 'ALARM' };

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('update' as const),
      strategy: fc.constantFrom<DeploymentStrategy>('ROLLING', 'BLUE_GREEN', 'CANARY', 'LINEAR'),
      behaviour: fc.constantFrom('good', 'good', 'crash', 'sick', 'missing'),
      hook: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      seconds: fc.constantFrom(3, 11, 25, 400, 4000, 100_000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('stop', 'continue', 'refuse', 'kill', 'crash', 'force') }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('alarm' as const), state: fc.constantFrom('OK', 'ALARM') }) },
);

const switches = fc.record({
  stepHook: fc.constantFrom('afterStepBake', 'beforeStepBake'),
  oldTasksStopped: fc.constantFrom('beforeCompleted', 'afterCompleted'),
  reconcileKeeps: fc.constantFrom('lastSuccessful', 'serving'),
  rollbackWithoutTarget: fc.constantFrom('ROLLBACK_FAILED', 'stalls'),
  stopDuringCleanUp: fc.constantFrom('rollsBack', 'endsSuccessful'),
  alarmAlreadyFiring: fc.constantFrom('ignored', 'failsDeployment'),
});

/** Watches one run for what must never happen. */
class Watch {
  world: AnEcs;
  /** What should not have been: kept here, for an error inside the load balancer is an answer to ECS. */
  readonly violations: string[] = [];
  readonly #ended = new Map<string, string>();
  #lastSuccessful: string | undefined;
  #name = 1;

  constructor(world: AnEcs) {
    this.world = world;
    this.#look();
  }

  async happen(event: Event): Promise<void> {
    switch (event.kind) {
      case 'update':
        return this.#update(event);
      case 'wait':
        return this.world.clock.advance(event.seconds * 1000);
      case 'alarm':
        return this.world.alarms.set('errors', event.state);
      case 'kill':
        this.world = await this.world.killedAndStarted();
        return this.#look();
      case 'crash':
        return this.world.processes.running.at(0)?.end({ exitCode: 137 });
      case 'force':
        await this.world.update({ forceNewDeployment: true });
        return;
      default:
        return this.#answer(event.kind);
    }
  }

  /** A deployment that is over stays as it is; a rollback has ended on the last revision that was successful. */
  async check(): Promise<void> {
    expect(this.violations).toEqual([]);
    const { serviceDeployments = [] } = await this.world.call<{ serviceDeployments?: ServiceDeployment[] }>(
      'ListServiceDeployments',
      { cluster: 'shop', service: 'web', maxResults: 100 },
    );
    for (const { serviceDeploymentArn = '', finishedAt } of serviceDeployments.toReversed()) {
      if (finishedAt === undefined) continue;
      const now = JSON.stringify(await this.world.deployment(serviceDeploymentArn));
      const before = this.#ended.get(serviceDeploymentArn);
      if (before !== undefined) expect(now).toBe(before);
      else this.#over(JSON.parse(now));
      this.#ended.set(serviceDeploymentArn, now);
    }
  }

  /** When all is quiet after a success or a way back, all traffic goes where the tasks are. */
  async checkQuiet(): Promise<void> {
    const { deployments = [], currentServiceRevisions = [], runningCount } = await this.world.describe();
    const { status } = await this.world.deployment();
    if (deployments.length !== 1 || runningCount !== 2 || !status?.endsWith('SUCCESSFUL')) return;
    const { resolvedConfiguration } = await this.world.revision(currentServiceRevisions[0]?.arn);
    const group = resolvedConfiguration?.loadBalancers?.[0]?.targetGroupArn ?? '';
    expect(scaled(this.world.balancer.weights(RULE), group)).toBe(100);
  }

  #over(deployment: ServiceDeployment): void {
    if (deployment.status === 'SUCCESSFUL') this.#lastSuccessful = deployment.targetServiceRevision?.arn;
    if (deployment.status !== 'ROLLBACK_SUCCESSFUL') return;
    expect(deployment.rollback?.serviceRevisionArn).toBe(this.#lastSuccessful);
    const running = deployment.sourceServiceRevisions?.find((revision) => revision.arn === this.#lastSuccessful);
    if (running !== undefined) expect(running.requestedTaskCount).toBe(2);
  }

  #look(): void {
    const { balancer } = this.world;
    balancer.onWeights = (rule, weights) => {
      const sum = Object.values(weights).reduce((total, weight) => total + weight, 0);
      if (Math.abs(sum - 100) > 1e-6) this.violations.push(`${rule} adds up to ${sum}`);
      if (rule !== RULE || this.#restoring()) return;
      const before = balancer.weights(rule);
      for (const [group, weight] of Object.entries(weights)) {
        const others = Object.keys(weights).filter((other) => other !== group);
        const elsewhere = others.some((other) => balancer.healthyIn(other) > 0);
        if (weight <= scaled(before, group) || balancer.healthyIn(group) > 0 || !elsewhere) continue;
        this.violations.push(`${group} was given ${weight} percent and serves nothing`);
      }
    };
    balancer.onDeregister = (healthyBefore, healthyAfter) => {
      if (healthyBefore > 0 && healthyAfter === 0) this.violations.push('the last healthy task was taken away');
    };
  }

  /** Weights that are told again after a start, before any target is there. */
  #restoring(): boolean {
    return this.world.processes.all.length === 0;
  }

  async #update({ strategy, behaviour, hook }: Extract<Event, { kind: 'update' }>): Promise<void> {
    this.#name += 1;
    const stage = 'PRE_PRODUCTION_TRAFFIC_SHIFT' as const;
    await this.world.update({
      taskDefinition: await this.world.version(String(this.#name), behaviour),
      deploymentConfiguration: {
        strategy,
        bakeTimeInMinutes: 5,
        deploymentCircuitBreaker: { enable: strategy === 'ROLLING', rollback: true },
        lifecycleHooks: hook ? [{ targetType: 'PAUSE', lifecycleStages: [stage] }] : [],
        alarms: { alarmNames: ['errors'], enable: true, rollback: true },
      },
    });
  }

  async #answer(kind: 'stop' | 'continue' | 'refuse'): Promise<void> {
    const { serviceDeploymentArn, lifecycleHookDetails = [], status } = await this.world.deployment();
    if (kind === 'stop') {
      if (status === 'IN_PROGRESS') await this.world.call('StopServiceDeployment', { serviceDeploymentArn });
      return;
    }
    const waiting = lifecycleHookDetails.find((hook) => hook.status === 'AWAITING_ACTION');
    if (waiting === undefined || status !== 'IN_PROGRESS') return;
    const action = kind === 'continue' ? 'CONTINUE' : 'ROLLBACK';
    await this.world.call('ContinueServiceDeployment', { serviceDeploymentArn, hookId: waiting.hookId, action });
  }
}

/** The weight of a group in percent, whatever the weights add up to. */
function scaled(weights: Readonly<Record<string, number>>, group: string): number {
  const sum = Object.values(weights).reduce((total, weight) => total + weight, 0);
  return ((weights[group] ?? 0) * 100) / sum;
}

test('whatever happens, traffic goes only where something serves, and what is over stays over', async () => {
  await fc.assert(
    fc.asyncProperty(switches, fc.array(event, { minLength: 3, maxLength: 18 }), async (drawn, events) => {
      const watch = new Watch(new AnEcs({ switches: drawn }));
      await watch.world.service(shifting('BLUE_GREEN'));
      await watch.check();
      for (const happening of events) {
        await watch.happen(happening);
        await watch.check();
        await watch.checkQuiet();
      }
    }),
    { numRuns: 50 },
  );
});
