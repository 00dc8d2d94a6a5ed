import type { Plan } from './deployment.ts';
import type { StrategyName } from './service.ts';

/** What of a plan decides its risk, each in words. Who plans or approves a deployment agrees to these. */
export type Agreed = Readonly<Record<string, string>>;

/** What must not have changed between a plan and its deployment. */
export interface Expected {
  readonly strategy: StrategyName;
  /** Task definition ARN that the new one is made from. */
  readonly source: string;
  /** What else its person agreed to. A plan of the version before says nothing of it. */
  readonly agreed?: Agreed;
}

/** The words of a plan. One of the version before has not all of them. Lists are in an order of their own: no store keeps ours. */
export function agreedOf(plan: Plan): Agreed {
  const { alarms, patterns = [], traffic, healthy, minimumRequests } = plan;
  const looksFor = patterns.map(
    ({ pattern, perMinute, container }) => `${pattern} (${perMinute} a minute, ${container})`,
  );
  return {
    strategy: plan.strategy,
    'task definition': plan.source,
    alarms: listed(alarms),
    bake: `${plan.bake} s`,
    share: `${plan.percent} % for ${plan.stepBake} s`,
    extensions: String(plan.extensions),
    notEnoughData: plan.notEnoughData,
    ...(minimumRequests !== undefined && { minimumRequests: String(minimumRequests) }),
    'rollback.patterns': listed(looksFor),
    'rollback.automatic': String(plan.automatic),
    checks: plan.checks ? 'run' : 'none',
    crashThreshold: String(plan.crashThreshold),
    limits: `${healthy.minimum ?? 'its own'} to ${healthy.maximum ?? 'its own'} %`,
    onTimeout: plan.onTimeout,
    approvals: String(plan.approvals),
    wiring: traffic === undefined ? 'none' : `${traffic.targetGroup} by ${traffic.productionRule ?? 'no rule'}`,
  };
}

/** What a deployment by a plan must be. */
export function expectedOf(plan: Plan): Expected {
  return { strategy: plan.strategy, source: plan.source, agreed: agreedOf(plan) };
}

/** What is another by now, a sentence each. What nobody knew then is no change. */
export function changedSince(then: Agreed, now: Agreed): readonly string[] {
  return Object.entries(now).flatMap(([field, value]) => {
    const before = then[field];
    return before === undefined || before === value ? [] : [`${field} was ${before} and is ${value}`];
  });
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.toSorted().join(', ');
}
