import { hookSeconds } from './deadlines.ts';
import type { Plan } from './deployment.ts';
import { hidesHooks, ownerPausesAtGates } from './deployment-configuration.ts';
import { checkHookRoles } from './findings/hooks.ts';
import { checkManagedTag } from './findings/managed-tag.ts';
import { checkTasksWanted } from './findings/tasks-wanted.ts';
import { checkPointing } from './findings/weights.ts';
import type { ServiceKey } from './names.ts';
import { withOwnersAlarms } from './owner-configuration.ts';
import type { Planning, Preflight } from './plan.ts';
import { Refused } from './refused.ts';
import { isBeside, type StrategyName } from './service.ts';
import { groupIdOf } from './serving.ts';
import { strategiesPossible, withoutOutage } from './strategies-possible.ts';
import { refusalsOf } from './told-refusals.ts';
import type { AlarmReading, ServiceTruth } from './truth.ts';
import { wiringOf } from './wiring.ts';

/** Minutes: the longest timeout of a lifecycle hook, 14 days. */
const LONGEST_HOOK = 20_160;

/** The image was deleted since it was asked for. */
export function goneImage({ service, to, repository }: Planning): Refused {
  return new Refused('ImageGone', `${to.version} (${to.digest}) is gone from ${repository}. Push it again.`, {
    about: [service],
  });
}

/** Without a way back nothing goes forward, unless a person knows it. */
export function refuseNoWayBack(deployment: Planning, { running, wayBackIsThere }: Preflight): readonly Refused[] {
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

/** Ours would supersede it. */
export function refuseUnderWay(service: ServiceKey, name: string, underWay: string | undefined): readonly Refused[] {
  if (underWay === undefined) return [];
  return [
    new Refused(
      'DeploymentInProgress',
      `ECS has a deployment of ${name} under way (${underWay}), which ours would supersede. Wait for its end: \`belay verify\` tells whether it is over.`,
      { about: [service] },
    ),
  ];
}

/** An alarm that fires already makes ECS ignore all of them, and those that the owner gave the service are sent with ours. */
export function refuseAlarms(
  service: ServiceKey,
  asked: readonly string[],
  { deploymentConfiguration }: ServiceTruth,
  readings: readonly AlarmReading[],
): readonly Refused[] {
  const names = withOwnersAlarms(asked, deploymentConfiguration);
  const missing = names.filter((name) => !readings.some((reading) => reading.name === name));
  const firing = readings.filter((reading) => reading.state === 'ALARM');
  return [
    ...(missing.length === 0
      ? []
      : [
          new Refused(
            'BadRequest',
            `${service} names alarms that do not exist: ${missing.join(', ')}. Make them, or take them out of the service.`,
            { about: missing },
          ),
        ]),
    ...firing.map(({ name, reason }) => {
      const instead = asked.includes(name)
        ? 'watch others with --alarms'
        : 'take it out of the deploymentConfiguration of its ECS service, which names it';
      return new Refused(
        'AlarmAlreadyFiring',
        `Alarm ${name} is in ALARM already (${reason}); ECS would ignore all alarms of this deployment. Wait until it is OK, or ${instead}.`,
        { about: [name] },
      );
    }),
  ];
}

/** What could not be put back, or told apart from ours, is not touched. */
export function refuseHooks(name: string, strategy: StrategyName, ecs: ServiceTruth): readonly Refused[] {
  if (hidesHooks(ecs.deploymentConfiguration))
    return [
      new Refused(
        'Unsupported',
        `${name} has a PAUSE hook that ECS does not show whole, so it could not be put back afterwards. Take it out, or deploy without Belay.`,
        { about: [ecs.name] },
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

/** A pause holds a bake with all its repetitions, and ECS takes none that is longer than this. */
export function refuseLongHook(plan: Plan): readonly Refused[] {
  const minutes = Math.ceil(hookSeconds(plan) / 60);
  if (!isBeside(plan.strategy) || minutes <= LONGEST_HOOK) return [];
  return [
    new Refused(
      'BadRequest',
      `bake, extensions, approval.deadline: a gate could be held for ${minutes} min (${plan.extensions + 1} bakes of ${Math.max(plan.bake, plan.stepBake) / 60} min, and a person's ${plan.deadlines.person / 60} min), and ECS takes ${LONGEST_HOOK} at most. Shorten one of them.`,
    ),
  ];
}

/** What every change of the service would meet, in the words of `verify`. */
export function refuseService(ecs: ServiceTruth): readonly Refused[] {
  const reading = { ecs: { seen: ecs } };
  return refusalsOf([...checkTasksWanted(reading), ...checkManagedTag(reading), ...checkHookRoles(ecs)]);
}

/** Traffic that goes to the wrong group: ECS, and the plan, would take the tasks that serve for those that idle. */
export function refuseWeights(
  { weights, servesFrom }: Pick<Preflight, 'weights' | 'servesFrom'>,
  ecs: ServiceTruth,
): readonly Refused[] {
  const wiring = wiringOf(ecs);
  if (wiring === undefined) return [];
  const groups = [wiring.targetGroup, ...(wiring.alternate === undefined ? [] : [wiring.alternate])];
  const serves = groups.find((group) => groupIdOf(group) === servesFrom);
  return refusalsOf(checkPointing(wiring, weights, serves));
}

/** What the service cannot have now, with the nearest thing that it can; and an outage that nobody said is meant. */
export function refuseStrategy(
  strategy: StrategyName,
  deployment: Pick<Planning, 'forced'>,
  { settings, weights }: Pick<Preflight, 'settings' | 'weights'>,
  ecs: ServiceTruth,
): readonly Refused[] {
  const { [strategy]: asked } = strategiesPossible(ecs, weights);
  const outage = strategy === 'immediate' && settings.key.startsWith('production/') && deployment.forced === undefined;
  return [
    ...(asked.possible
      ? []
      : [
          new Refused(
            asked.code,
            `${strategy} is not possible now: ${asked.because}. Mend that, or deploy with --strategy ${asked.instead}.`,
            { about: [strategy] },
          ),
        ]),
    ...(outage
      ? [
          new Refused(
            'NeedsForce',
            `immediate is an outage of ${settings.key}. Say --force with a --reason, or deploy with ${withoutOutage(ecs)}, which has none.`,
          ),
        ]
      : []),
  ];
}
