import type { Deployment, Plan, VersionRef } from './deployment.ts';
import { missingRule } from './findings/rules.ts';
import { layOutPlan } from './lay-out-plan.ts';
import { refuseLimits } from './limits.ts';
import { partsOf } from './names.ts';
import type { Options } from './options.ts';
import {
  goneImage,
  refuseAlarms,
  refuseHooks,
  refuseLongHook,
  refuseNoWayBack,
  refuseService,
  refuseStrategy,
  refuseUnderWay,
  refuseWeights,
} from './plan-refusals.ts';
import { asOneRefusal, Refused } from './refused.ts';
import type { RehearsedTime } from './rehearsal.ts';
import { isBeside, type ServiceSettings, type StrategyName } from './service.ts';
import { strategiesPossible } from './strategies-possible.ts';
import type { Timeouts } from './time-plan.ts';
import { refusalsOf } from './told-refusals.ts';
import type { AlarmReading, ServiceDeploymentStatus, ServiceTruth, TestEndpoint } from './truth.ts';
import { refuseUncounted } from './uncounted-requests.ts';
import { whyUndrivable } from './undrivable.ts';
import { refuseUnreachable } from './unreachable-checks.ts';
import { type LogsAround, refuseUnwatched } from './watched-log.ts';
import { autoStrategy, isWired, wiringOf } from './wiring.ts';

/** What was read before anything is touched. */
export interface Preflight {
  readonly settings: ServiceSettings;
  readonly ecs: ServiceTruth | undefined;
  readonly alarms: readonly AlarmReading[];
  /** Status of a service deployment that is under way, whoever started it. */
  readonly underWay: ServiceDeploymentStatus | undefined;
  readonly imageIsThere: boolean;
  /** Is the image of what runs still there? */
  readonly wayBackIsThere: boolean;
  /** What runs, by ECS's last success. `undefined`: nothing ever succeeded. */
  readonly running: VersionRef | undefined;
  /** The strategy that was asked for what runs; `undefined`: nobody knows. Only a rollback needs it. */
  readonly broughtBy?: Deployment['strategy'] | undefined;
  /** Production weights by target group, where the service is wired for blue/green. */
  readonly weights: Readonly<Record<string, number>> | undefined;
  /** The production rule, where it is gone. */
  readonly missingRule?: string | undefined;
  /** The target group from which it serves, by `groupIdOf`; where ECS says for sure. */
  readonly servesFrom?: string | undefined;
  /** What the new image is called in a task definition. */
  readonly image: string | undefined;
  /** Where HTTP checks reach the new version before traffic does. `undefined`: nowhere. */
  readonly test: TestEndpoint | undefined;
  /** Seconds that earlier deployments took beyond their times under watch. */
  readonly past: readonly number[];
  /** How long a rehearsal of what it goes back to took. Read where the way back is cold. */
  readonly rehearsed?: RehearsedTime | undefined;
  readonly timeouts: Timeouts;
  /** Read where patterns in the logs are looked for. */
  readonly logs?: LogsAround;
  /** The label of the new image that says what security fix it is; read only where that counts. */
  readonly securityFix: string | undefined;
}

/** The plan, or what stands in its way: everything at once, so that nobody mends one thing only to meet the next. */
export type Planned =
  | { readonly plan: Plan; readonly refusals: readonly [] }
  | { readonly plan: undefined; readonly refusals: readonly Refused[] };

/** What a plan needs to know of the deployment that it is for. */
export type Planning = Pick<Deployment, 'service' | 'kind' | 'to' | 'repository' | 'strategy' | 'first' | 'options'> & {
  readonly forced?: Deployment['forced'];
};

/** Decides how a deployment goes, or says everything that ECS would swallow. Pure: the caller has read everything. */
export function planDeployment(deployment: Planning, preflight: Preflight): Planned {
  const { settings, ecs } = preflight;
  const name = `${settings.cluster}/${partsOf(settings.key).name}`;
  if (ecs === undefined || ecs.status !== 'ACTIVE')
    return refused([
      new Refused('NotRunning', `ECS has no active service ${name}. Check the cluster, or create the service first.`, {
        about: [name],
      }),
    ]);
  const undrivable = whyUndrivable(ecs);
  if (undrivable !== undefined)
    return refused([new Refused('Unsupported', `${undrivable.because}. ${undrivable.next}`, { about: [name] })]);
  // Without it a way back could not move traffic either.
  if (preflight.missingRule !== undefined) return refused(refusalsOf([missingRule(preflight.missingRule)]));
  const gone = preflight.imageIsThere ? [] : [goneImage(deployment)];
  if (deployment.kind === 'rollback') {
    if (gone.length > 0) return refused(gone);
    const strategy = strategyOfRollback(preflight, ecs);
    return planned(layOutPlan(deployment, preflight, ecs, strategy, 'back to a captured point, without gates'));
  }

  const asked = deployment.strategy === 'auto' ? settings.strategy : deployment.strategy;
  const strategy = strategyOf(deployment, settings, ecs);
  const because =
    asked === 'auto'
      ? `${name} is ${isWired(ecs) ? '' : 'not '}wired for blue/green`
      : deployment.strategy === 'auto'
        ? `the strategy of ${settings.key}`
        : 'as asked';
  const refusals = [
    ...gone,
    ...refuseNoWayBack(deployment, preflight),
    ...refuseUnderWay(settings.key, name, preflight.underWay),
    ...refuseAlarms(settings.key, alarmsOf(deployment.options, settings), ecs, preflight.alarms),
    ...(preflight.logs === undefined ? [] : refuseUnwatched(settings, preflight.logs)),
    // What pauses it while a deployment is under way may be ours.
    ...(preflight.underWay === undefined ? refuseHooks(name, strategy, ecs) : []),
    ...(isBeside(strategy) && deployment.options?.checks !== false
      ? refuseUnreachable(settings, 'before-traffic', wiringOf(ecs), preflight.test !== undefined)
      : []),
    ...refuseService(ecs),
    ...refuseLimits(strategy, deployment, settings, ecs),
    ...refuseWeights(preflight, ecs),
    ...refuseStrategy(strategy, deployment, preflight, ecs),
    ...refuseUncounted(settings, ecs),
  ];
  if (refusals.length > 0) return refused(refusals);
  const plan = layOutPlan(deployment, preflight, ecs, strategy, because);
  const tooLong = refuseLongHook(plan);
  return tooLong.length > 0 ? refused(tooLong) : planned(plan);
}

/** The strategy that is asked for, else the service's, else what it is wired for. */
export function strategyOf(
  { strategy }: Pick<Planning, 'strategy'>,
  settings: ServiceSettings,
  ecs: ServiceTruth,
): StrategyName {
  const asked = strategy === 'auto' ? settings.strategy : strategy;
  return asked === 'auto' ? autoStrategy(ecs) : asked;
}

/** What came `immediate` goes so too, if it can: its two versions must not run side by side. A rollback has no other say. */
function strategyOfRollback({ settings, broughtBy, weights }: Preflight, ecs: ServiceTruth): StrategyName {
  const asked = broughtBy === 'auto' ? settings.strategy : broughtBy;
  return asked === 'immediate' && strategiesPossible(ecs, weights).immediate.possible ? asked : autoStrategy(ecs);
}

/** Does the way back start tasks of the old version anew? A rollback of its own always does: they are gone. */
export function isColdBack(kind: Planning['kind'], strategy: StrategyName): boolean {
  return kind === 'rollback' || !isBeside(strategy);
}

/** The alarms that watch a deployment: those that were asked for, else the service's. */
export function alarmsOf(options: Options | undefined, settings: ServiceSettings): readonly string[] {
  return options?.alarms ?? settings.alarms;
}

/** The plan, or one refusal that says all that stands in the way. */
export function planOrRefuse({ plan, refusals }: Planned): Plan {
  if (plan !== undefined) return plan;
  throw asOneRefusal(refusals) ?? new Error('a plan was refused for no reason');
}

function planned(plan: Plan): Planned {
  return { plan, refusals: [] };
}

function refused(refusals: readonly Refused[]): Planned {
  return { plan: undefined, refusals };
}
