import { longestTaskCheck } from './check.ts';
import { deadlinesOf } from './deadlines.ts';
import type { Deployment, Options, Plan, VersionRef } from './deployment.ts';
import { hidesHooks, ownerPausesAtGates } from './deployment-configuration.ts';
import { partsOf } from './names.ts';
import { warningsOf } from './plan-warnings.ts';
import { Refused } from './refused.ts';
import { isBeside, type ServiceSettings, type StrategyName } from './service.ts';
import { autoStrategy, isWired, refuseStrategy, wiringOf } from './strategy-rules.ts';
import type { AlarmReading, RevisionTraffic, ServiceDeploymentStatus, ServiceTruth, TestEndpoint } from './truth.ts';
import { refuseUnreachable } from './unreachable-checks.ts';

/** Seconds that a graceful deployment gives work in hand. */
const GRACE = 15 * 60;

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
  /** Production weights by target group, where the service is wired for blue/green. */
  readonly weights: Readonly<Record<string, number>> | undefined;
  /** What the new image is called in a task definition. */
  readonly image: string | undefined;
  /** Where HTTP checks reach the new version before traffic does. `undefined`: nowhere. */
  readonly test: TestEndpoint | undefined;
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
      new Refused('NotRunning', `ECS has no active service ${name}. Check the cluster, or create the service first.`),
    ]);
  if (ecs.controller !== 'ECS')
    return refused([
      new Refused('Unsupported', `${name} is driven by ${ecs.controller}. Belay needs the deployment controller ECS.`),
    ]);
  const gone = preflight.imageIsThere ? [] : [goneImage(deployment)];
  if (deployment.kind === 'rollback') {
    if (gone.length > 0) return refused(gone);
    const strategy = autoStrategy(ecs);
    return planned(makePlan(deployment, preflight, ecs, strategy, 'back to a captured point, without gates'));
  }

  const asked = deployment.strategy === 'auto' ? settings.strategy : deployment.strategy;
  const strategy = asked === 'auto' ? autoStrategy(ecs) : asked;
  const because =
    asked === 'auto'
      ? `${name} is ${isWired(ecs) ? '' : 'not '}wired for blue/green`
      : deployment.strategy === 'auto'
        ? `the strategy of ${settings.key}`
        : 'as asked';
  const refusals = [
    ...gone,
    ...refuseNoWayBack(deployment, preflight),
    ...refuseUnderWay(name, preflight.underWay),
    ...refuseAlarms(settings, alarmsOf(deployment.options, settings), preflight.alarms),
    ...refuseHooks(name, strategy, ecs),
    ...(isBeside(strategy) && deployment.options?.checks !== false
      ? refuseUnreachable(settings, 'before-traffic', wiringOf(ecs), preflight.test !== undefined)
      : []),
    ...refuseStrategy(strategy, { name, ecs, weights: preflight.weights, deployment, settings }),
  ];
  if (refusals.length > 0) return refused(refusals);
  return planned(makePlan(deployment, preflight, ecs, strategy, because));
}

/** The alarms that watch a deployment: those that were asked for, else the service's. */
export function alarmsOf(options: Options | undefined, settings: ServiceSettings): readonly string[] {
  return options?.alarms ?? settings.alarms;
}

/** The plan, or one refusal that says all that stands in the way. */
export function planOrRefuse({ plan, refusals }: Planned): Plan {
  if (plan !== undefined) return plan;
  const [first] = refusals;
  if (first === undefined) throw new Error('a plan was refused for no reason');
  if (refusals.length === 1) throw first;
  const all = refusals.map(({ code, message }) => ({ code, message }));
  throw new Refused(first.code, refusals.map(({ message }) => message).join(' '), { refusals: all });
}

function planned(plan: Plan): Planned {
  return { plan, refusals: [] };
}

function refused(refusals: readonly Refused[]): Planned {
  return { plan: undefined, refusals };
}

function goneImage({ to, repository }: Planning): Refused {
  return new Refused('ImageGone', `${to.version} (${to.digest}) is gone from ${repository}. Push it again.`);
}

function refuseNoWayBack(deployment: Planning, { running, wayBackIsThere }: Preflight): readonly Refused[] {
  if (running === undefined)
    return deployment.first
      ? []
      : [
          new Refused(
            'NoWayBack',
            `No deployment of ${deployment.service} has succeeded yet, so there is no way back. Deploy with --first if that is known.`,
          ),
        ];
  if (wayBackIsThere) return [];
  return [
    new Refused(
      'NoWayBack',
      `What runs (${running.digest}) is gone from ${deployment.repository}, so there would be no way back. Push it again.`,
    ),
  ];
}

function refuseUnderWay(name: string, underWay: string | undefined): readonly Refused[] {
  if (underWay === undefined) return [];
  return [
    new Refused(
      'DeploymentInProgress',
      `ECS has a deployment of ${name} under way (${underWay}), which ours would supersede. Wait for it.`,
    ),
  ];
}

function refuseAlarms(
  settings: ServiceSettings,
  names: readonly string[],
  readings: readonly AlarmReading[],
): readonly Refused[] {
  const missing = names.filter((name) => !readings.some((reading) => reading.name === name));
  const firing = readings.filter((reading) => reading.state === 'ALARM');
  return [
    ...(missing.length === 0
      ? []
      : [
          new Refused(
            'BadRequest',
            `${settings.key} names alarms that do not exist: ${missing.join(', ')}. Make them, or take them out of the service.`,
          ),
        ]),
    ...firing.map(
      ({ name, reason }) =>
        new Refused(
          'AlarmAlreadyFiring',
          `Alarm ${name} is in ALARM already (${reason}); ECS would ignore all alarms of this deployment. Wait until it is OK.`,
        ),
    ),
  ];
}

function refuseHooks(name: string, strategy: StrategyName, ecs: ServiceTruth): readonly Refused[] {
  if (hidesHooks(ecs.deploymentConfiguration))
    return [
      new Refused(
        'Unsupported',
        `${name} has a PAUSE hook that ECS does not show whole, so it could not be put back afterwards. Take it out, or deploy without Belay.`,
      ),
    ];
  if (!isBeside(strategy) || !ownerPausesAtGates(ecs.deploymentConfiguration)) return [];
  return [
    new Refused(
      'Unsupported',
      `${name} has a PAUSE hook of its own at a gate that Belay needs. Move it to another stage, or deploy with --strategy rolling.`,
    ),
  ];
}

function makePlan(
  deployment: Planning,
  preflight: Preflight,
  ecs: ServiceTruth,
  strategy: StrategyName,
  because: string,
): Plan {
  const { settings } = preflight;
  const options = deployment.options ?? {};
  const bake = options.bake ?? settings.bake;
  const { percent, stepBake } = sharesOf(strategy, options, settings);
  const extensions = settings.extensions ?? 1;
  const checks = options.checks ?? settings.checks.length > 0;
  const wait = options.wait ?? settings.strategies?.graceful?.wait ?? GRACE;
  const approval = settings.approval;
  return {
    strategy,
    because,
    bake,
    stepBake,
    percent,
    extensions,
    notEnoughData: settings.notEnoughData ?? 'give-up',
    crashThreshold: options.crashThreshold ?? 3,
    alarms: alarmsOf(options, settings),
    checks,
    healthy: limitsOf(strategy, options, settings, ecs),
    onTimeout: options.onTimeout ?? settings.strategies?.graceful?.onTimeout ?? 'proceed',
    wayBack: preflight.running === undefined ? 'none' : isBeside(strategy) ? 'warm' : 'cold',
    warnings: warningsOf(strategy, percent, checks && preflight.test === undefined, alarmsOf(options, settings)),
    source: ecs.taskDefinition,
    ...(preflight.image !== undefined && { image: preflight.image }),
    ...trafficOf(strategy, ecs, preflight.weights),
    ...(checks && preflight.test && { test: preflight.test }),
    approvals: deployment.kind === 'rollback' ? 0 : (approval?.count ?? 0),
    deadlines: deadlinesOf({
      strategy,
      bake,
      stepBake,
      percent,
      extensions,
      wait,
      checks: longestTaskCheck(settings.checks),
      approval: approval?.deadline,
    }),
  };
}

/** Beside the old version the new one gets the group that has no traffic; in its place, the service's own. */
function trafficOf(
  strategy: StrategyName,
  ecs: ServiceTruth,
  weights: Preflight['weights'],
): { readonly traffic?: RevisionTraffic } {
  const wiring = wiringOf(ecs);
  if (wiring === undefined) return {};
  const idle = (weights?.[wiring.targetGroup] ?? 0) > 0 ? wiring.alternate : wiring.targetGroup;
  const targetGroup = isBeside(strategy) && idle !== undefined ? idle : wiring.targetGroup;
  const { productionRule } = wiring;
  return { traffic: { targetGroup, ...(productionRule !== undefined && { productionRule }) } };
}

/** The times that a deployment will have, before anything is read. */
export function guessTimes(
  { strategy, options = {} }: Pick<Deployment, 'strategy' | 'options'>,
  settings: ServiceSettings,
): Pick<Plan, 'bake' | 'stepBake' | 'percent'> {
  const asked = strategy === 'auto' ? settings.strategy : strategy;
  const wait = options.wait ?? settings.strategies?.graceful?.wait ?? GRACE;
  const bake = asked === 'graceful' ? wait : (options.bake ?? settings.bake);
  return { bake, ...sharesOf(asked === 'auto' ? 'blue-green' : asked, options, settings) };
}

/** How much traffic moves at a time, and how long it is watched before the next. */
function sharesOf(strategy: StrategyName, options: Options, { strategies = {} }: ServiceSettings) {
  if (strategy === 'canary')
    return {
      percent: options.percent ?? strategies.canary?.percent ?? 5,
      stepBake: options.stepBake ?? strategies.canary?.bake ?? 600,
    };
  if (strategy === 'linear')
    return {
      percent: options.percent ?? strategies.linear?.percent ?? 10,
      stepBake: options.stepBake ?? strategies.linear?.bake ?? 360,
    };
  return { percent: 100, stepBake: 0 };
}

/** What ECS may stop and start at a time, where tasks are replaced in place. */
function limitsOf(
  strategy: StrategyName,
  options: Options,
  { strategies = {} }: ServiceSettings,
  { desiredCount }: ServiceTruth,
): Plan['healthy'] {
  if (isBeside(strategy)) return {};
  if (strategy === 'immediate') return { minimum: 0, maximum: 100 };
  const minimum = options.minimumHealthyPercent ?? strategies.rolling?.minimumHealthyPercent;
  const maximum = options.maximumPercent ?? strategies.rolling?.maximumPercent;
  if (options.oneAtATime !== true)
    return { ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
  // One more task than wanted, rounded so that ECS, which rounds down, still allows it.
  const tasks = Math.max(1, desiredCount);
  return { minimum: 100, maximum: Math.ceil((100 * (tasks + 1)) / tasks) };
}
