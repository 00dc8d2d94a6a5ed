import type { Plan } from './deployment.ts';
import type { ServiceKey } from './names.ts';
import type { Options } from './options.ts';
import { readOwnerConfiguration } from './owner-configuration.ts';
import type { Planning } from './plan.ts';
import { Refused } from './refused.ts';
import { hasLimits, isBeside, type ServiceSettings, type StrategyName } from './service.ts';
import type { ServiceTruth } from './truth.ts';

const LIMITS = ['minimumHealthyPercent', 'maximumPercent', 'oneAtATime'] as const;

/** What ECS may stop and start at a time, where tasks are replaced in place; what is left out is the owner's. */
export function limitsOf(
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

/** Limits that the strategy has no use for, or within which no task can be replaced: ECS would wait for ever, and say nothing. */
export function refuseLimits(
  strategy: StrategyName,
  { service, options = {} }: Pick<Planning, 'service' | 'options'>,
  settings: ServiceSettings,
  ecs: ServiceTruth,
): readonly Refused[] {
  if (hasLimits(strategy)) return refuseStandstill(service, limitsOf(strategy, options, settings, ecs), ecs);
  const given = LIMITS.filter((name) => options[name] !== undefined && options[name] !== false);
  return given.map(
    (name) =>
      new Refused(
        'BadRequest',
        `${name}: only a rolling or graceful deployment keeps to it, and this one is ${strategy}. Leave it out, or deploy with --strategy rolling.`,
      ),
  );
}

function refuseStandstill(
  service: ServiceKey,
  healthy: Plan['healthy'],
  { desiredCount: tasks, deploymentConfiguration }: ServiceTruth,
): readonly Refused[] {
  const owner = readOwnerConfiguration(deploymentConfiguration);
  const { minimum = owner.minimumHealthyPercent ?? 100, maximum = owner.maximumPercent ?? 200 } = healthy;
  // ECS rounds the fewest up and the most down.
  const mayGo = tasks - Math.ceil((tasks * minimum) / 100);
  const mayCome = Math.floor((tasks * maximum) / 100) - tasks;
  if (tasks === 0 || mayGo > 0 || mayCome > 0) return [];
  return [
    new Refused(
      'BadRequest',
      `minimumHealthyPercent ${minimum} and maximumPercent ${maximum}: of the ${tasks} tasks of ${service} none may go and none may come, so that nothing would move. Deploy with --one-at-a-time, or change the limits.`,
    ),
  ];
}
