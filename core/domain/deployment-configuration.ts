import { hookSeconds } from './deadlines.ts';
import type { Plan } from './deployment.ts';
import { readOwnerConfiguration, withOwnersAlarms } from './owner-configuration.ts';
import { Refused } from './refused.ts';
import { isBeside, type StrategyName } from './service.ts';

/** What Belay sends to ECS with an update: always the whole deploymentConfiguration, never a part (a part leaves old hooks behind). */
type Configuration = Readonly<Record<string, unknown>>;
type Hook = { readonly targetType?: unknown; readonly hookTargetArn?: unknown; readonly lifecycleStages?: unknown };

const ECS_STRATEGY = {
  'blue-green': 'BLUE_GREEN',
  canary: 'CANARY',
  linear: 'LINEAR',
  rolling: 'ROLLING',
  immediate: 'ROLLING',
  graceful: 'ROLLING',
} as const satisfies Record<StrategyName, string>;
const GATES = ['PRE_PRODUCTION_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'];
/** Minutes that ECS bakes a service with alarms and no bake time: "less than 5", by the alarms. */
const OWN_BAKE = 5;
const NO_BREAKER = { enable: false, rollback: false };
const NO_ALARMS = { alarmNames: [], enable: false, rollback: false };

/** The configuration under which a new version goes out. `found` is what the service had, JSON text: the owner's alarms, limits and hooks stay. */
export function forwardConfiguration(plan: Forward, found: string): string {
  const { strategy } = plan;
  const base = read(found);
  const watched = isWatchedByEcs(plan, found);
  const beside = isBeside(strategy);
  const pause = {
    targetType: 'PAUSE',
    lifecycleStages: GATES,
    timeoutConfiguration: { timeoutInMinutes: Math.ceil(hookSeconds(plan) / 60), action: 'ROLLBACK' },
  };
  return JSON.stringify({
    strategy: ECS_STRATEGY[strategy],
    minimumHealthyPercent: plan.healthy.minimum ?? base.minimumHealthyPercent ?? 100,
    maximumPercent: plan.healthy.maximum ?? base.maximumPercent ?? 200,
    bakeTimeInMinutes: beside ? 1 : Math.ceil(plan.bake / 60),
    // Every bake is held at our PAUSE: ECS's own could be neither judged nor cut short.
    ...(strategy === 'canary' && {
      canaryConfiguration: { canaryPercent: plan.percent, canaryBakeTimeInMinutes: 0 },
    }),
    ...(strategy === 'linear' && { linearConfiguration: { stepPercent: plan.percent, stepBakeTimeInMinutes: 0 } }),
    deploymentCircuitBreaker: beside
      ? NO_BREAKER
      : {
          enable: true,
          rollback: true,
          thresholdConfiguration: { type: 'COUNT', value: plan.crashThreshold },
        },
    alarms: { alarmNames: withOwnersAlarms(plan.alarms, found), enable: watched, rollback: watched },
    lifecycleHooks: [...hooksFor(strategy, base), ...(beside ? [pause] : [])],
  });
}

/** Does ECS watch alarms in it? In ROLLING it bakes only then. */
export function isWatchedByEcs({ alarms, automatic }: Pick<Plan, 'alarms' | 'automatic'>, found: string): boolean {
  return automatic && withOwnersAlarms(alarms, found).length > 0;
}

/** What of a plan goes to ECS. */
type Forward = Pick<
  Plan,
  | 'strategy'
  | 'automatic'
  | 'alarms'
  | 'healthy'
  | 'bake'
  | 'stepBake'
  | 'percent'
  | 'extensions'
  | 'deadlines'
  | 'crashThreshold'
>;

/**
 * The configuration of a way back: nothing that could stop it, no gate, no bake, and capacity before traffic. Who deployed `immediate`
 * said that two versions must never run side by side: the way back is the same outage.
 */
export function backwardConfiguration(strategy: StrategyName, found: string): string {
  const base = read(found);
  const beside = isBeside(strategy);
  return JSON.stringify({
    strategy: beside ? 'BLUE_GREEN' : 'ROLLING',
    minimumHealthyPercent: strategy === 'immediate' ? 0 : 100,
    maximumPercent: strategy === 'immediate' ? 100 : Math.max(200, Number(base.maximumPercent ?? 200)),
    bakeTimeInMinutes: 0,
    // ECS knows a circuit breaker in ROLLING only.
    deploymentCircuitBreaker: beside ? NO_BREAKER : { enable: true, rollback: false },
    alarms: NO_ALARMS,
    lifecycleHooks: [],
  });
}

/**
 * The configuration as it was found, every field explicit: ECS keeps what is left out, and there is no way to say "none" again. Where the
 * owner named no bake time but alarms, ECS had one of its own: 0 would end the watch that the owner counted on.
 */
export function foundConfiguration(found: string): string {
  const base = read(found);
  return JSON.stringify({
    ...base,
    strategy: base.strategy ?? 'ROLLING',
    bakeTimeInMinutes: base.bakeTimeInMinutes ?? (readOwnerConfiguration(found).alarms.length > 0 ? OWN_BAKE : 0),
    lifecycleHooks: base.lifecycleHooks ?? [],
    alarms: base.alarms ?? NO_ALARMS,
    deploymentCircuitBreaker: base.deploymentCircuitBreaker ?? NO_BREAKER,
  });
}

/** Are these the settings that a deployment of this plan gives a service? */
export function isForward(configuration: string, plan: Forward, found: string): boolean {
  const [ours, theirs] = [read(forwardConfiguration(plan, found)), read(configuration)];
  const hooks = (base: Configuration) =>
    hooksOf(base)
      .flatMap(({ lifecycleStages }) => lifecycleStages)
      .join();
  return ours.strategy === theirs.strategy && hooks(ours) === hooks(theirs);
}

/** Does the owner pause deployments at the gates that we need? Two pauses at one stage cannot be told apart. */
export function ownerPausesAtGates(found: string): boolean {
  return hooksOf(read(found)).some((hook) => {
    const { lifecycleStages: stages } = hook;
    return isPause(hook) && Array.isArray(stages) && GATES.some((gate) => stages.includes(gate));
  });
}

/** DescribeServices shows of a PAUSE hook nothing but its stages: what cannot be read back whole cannot be put back. */
export function hidesHooks(found: string): boolean {
  return hooksOf(read(found)).some((hook) => isPause(hook) && hook.targetType === undefined);
}

function isPause({ targetType, hookTargetArn }: Hook): boolean {
  return targetType === 'PAUSE' || (targetType === undefined && hookTargetArn === undefined);
}

/** Hooks of one strategy break deployments of another, so the owner's stay only where the strategy does. */
function hooksFor(strategy: StrategyName, base: Configuration): readonly Hook[] {
  return (base.strategy ?? 'ROLLING') === ECS_STRATEGY[strategy] ? hooksOf(base) : [];
}

function hooksOf(base: Configuration): readonly Hook[] {
  return Array.isArray(base.lifecycleHooks) ? base.lifecycleHooks : [];
}

function read(found: string): Configuration {
  const parsed: unknown = JSON.parse(found);
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  throw new Refused(
    'Unsupported',
    'The service has no deploymentConfiguration that Belay can read. Deploy a newer Belay.',
  );
}
