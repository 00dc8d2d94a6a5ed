import type { Deployment, Plan } from './deployment.ts';
import { hidesHooks, ownerPausesAtGates } from './deployment-configuration.ts';
import { Refused } from './refused.ts';
import type { ServiceSettings, StrategyName } from './service.ts';
import type { AlarmReading, ServiceTruth } from './truth.ts';

/** What was read before anything is touched. */
export interface Preflight {
  readonly settings: ServiceSettings;
  readonly ecs: ServiceTruth | undefined;
  readonly alarms: readonly AlarmReading[];
  /** Status of a service deployment that is under way, whoever started it. */
  readonly underWay: string | undefined;
  readonly imageIsThere: boolean;
  /** Production weights by target group, where the service is wired for blue/green. */
  readonly weights: Readonly<Record<string, number>> | undefined;
}

const MINUTE = 60;
/** Time to judge, and slack, on top of what a hook waits for. */
const HOOK_SLACK = 15 * MINUTE;

/** Decides how a deployment goes, or refuses what ECS would swallow. Pure: the caller has read everything. */
export function planDeployment(deployment: Deployment, preflight: Preflight): Plan {
  const { settings, ecs } = preflight;
  const name = `${settings.cluster}/${settings.key.split('/')[1]}`;
  if (ecs === undefined || ecs.status !== 'ACTIVE')
    throw new Refused(
      'NotRunning',
      `ECS has no active service ${name}. Check the cluster, or create the service first.`,
    );
  if (ecs.controller !== 'ECS')
    throw new Refused(
      'Unsupported',
      `${name} is driven by ${ecs.controller}. Belay needs the deployment controller ECS.`,
    );
  if (!preflight.imageIsThere)
    throw new Refused(
      'ImageGone',
      `${deployment.to.version} (${deployment.to.digest}) is gone from ${deployment.repository}. Push it again.`,
    );
  if (deployment.kind === 'rollback')
    return plan(settings, strategyFor(settings, ecs, 'auto'), 'back to a captured point, without gates');

  if (preflight.underWay !== undefined)
    throw new Refused(
      'DeploymentInProgress',
      `ECS has a deployment of ${name} under way (${preflight.underWay}), which ours would supersede. Wait for it.`,
    );
  refuseAlarms(settings, preflight.alarms);
  if (hidesHooks(ecs.deploymentConfiguration))
    throw new Refused(
      'Unsupported',
      `${name} has a PAUSE hook that ECS does not show whole, so it could not be put back afterwards. Take it out, or deploy without Belay.`,
    );
  const strategy = strategyFor(settings, ecs, deployment.strategy === 'auto' ? settings.strategy : deployment.strategy);
  if (strategy === 'blue-green') refuseForGates(name, ecs, preflight.weights);
  const because =
    deployment.strategy === 'auto' && settings.strategy === 'auto'
      ? `${name} is ${isWired(ecs) ? '' : 'not '}wired for blue/green`
      : 'as asked';
  return plan(settings, strategy, because);
}

/** Seconds that a PAUSE may last: a bake with all its extensions, and slack. If Belay dies, ECS goes back then. */
export function hookSeconds(plan: Plan): number {
  return Math.max(plan.deadlines.shift, plan.bake * (plan.extensions + 1)) + HOOK_SLACK;
}

function strategyFor(settings: ServiceSettings, ecs: ServiceTruth, asked: 'auto' | StrategyName): StrategyName {
  if (asked === 'auto') return isWired(ecs) ? 'blue-green' : 'rolling';
  if (asked === 'blue-green' && !isWired(ecs))
    throw new Refused(
      'NotWired',
      `${settings.key} has no second target group and production rule. Wire them, or deploy with --strategy rolling.`,
    );
  return asked;
}

function isWired(ecs: ServiceTruth): boolean {
  return ecs.loadBalancers.some((wiring) => wiring.alternate !== undefined && wiring.productionRule !== undefined);
}

function refuseAlarms(settings: ServiceSettings, readings: readonly AlarmReading[]): void {
  const missing = settings.alarms.filter((name) => !readings.some((reading) => reading.name === name));
  if (missing.length > 0)
    throw new Refused(
      'BadRequest',
      `${settings.key} names alarms that do not exist: ${missing.join(', ')}. Make them, or take them out of the service.`,
    );
  const firing = readings.find((reading) => reading.state === 'ALARM');
  if (firing !== undefined)
    throw new Refused(
      'AlarmAlreadyFiring',
      `Alarm ${firing.name} is in ALARM already (${firing.reason}); ECS would ignore all alarms of this deployment. Wait until it is OK.`,
    );
}

function refuseForGates(name: string, ecs: ServiceTruth, weights: Readonly<Record<string, number>> | undefined): void {
  if (ownerPausesAtGates(ecs.deploymentConfiguration))
    throw new Refused(
      'Unsupported',
      `${name} has a PAUSE hook of its own at a gate that Belay needs. Move it to another stage, or deploy with --strategy rolling.`,
    );
  const groups = ecs.loadBalancers.flatMap((wiring) => [wiring.targetGroup, wiring.alternate]);
  const serving = Object.entries(weights ?? {}).filter(([, weight]) => weight > 0);
  if (serving.length !== 1 || !serving.every(([group]) => groups.includes(group)))
    throw new Refused(
      'NotWired',
      `The production rule of ${name} must send all traffic to one of its two target groups, and does not. Set the weights to 100 and 0.`,
    );
}

function plan(settings: ServiceSettings, strategy: StrategyName, because: string): Plan {
  return {
    strategy,
    because,
    bake: settings.bake,
    extensions: 1,
    crashThreshold: 3,
    deadlines: {
      scaleUp: 15 * MINUTE,
      shift: 15 * MINUTE,
      bake: settings.bake + 5 * MINUTE,
      finish: 30 * MINUTE,
      rollOut: settings.bake + 60 * MINUTE,
      rollBack: 30 * MINUTE,
    },
  };
}
