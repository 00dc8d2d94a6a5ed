import { isBeside, type StrategyName } from './service.ts';
import { withoutOutage } from './strategies-possible.ts';
import type { ServiceTruth } from './truth.ts';

/** What warnings follow from. */
export interface Warned {
  readonly strategy: StrategyName;
  readonly percent: number;
  /** Seconds. */
  readonly outage: number;
  /** There are checks, and no test rule that Belay can reach. */
  readonly untested: boolean;
  readonly alarms: readonly string[];
  readonly minimumRequests: number;
  /** Patterns in its logs take it back too. */
  readonly patterns: boolean;
}

/** What a person should know of a plan before it begins. */
export function warningsOf(
  ecs: ServiceTruth,
  { strategy, percent, outage, untested, alarms, patterns, minimumRequests }: Warned,
): readonly string[] {
  const steps = Math.ceil(100 / percent);
  return [
    ...(strategy === 'immediate'
      ? [
          `an outage of about ${Math.ceil(outage / 60)} min: all old tasks stop before the first new one is healthy. \`${withoutOutage(ecs)}\` has none.`,
        ]
      : []),
    ...(strategy === 'linear' && steps > 20
      ? [`${steps} steps: each is judged by itself, and watched before the next`]
      : []),
    ...(minimumRequests > 0 && !isBeside(strategy)
      ? [`minimumRequests (${minimumRequests}) is not asked for: ECS replaces the tasks without a gate`]
      : []),
    ...(untested ? ['not tested over HTTP before traffic: no test rule that Belay can reach'] : []),
    ...(alarms.length === 0
      ? [`no alarm watches it: only checks, ${patterns ? 'patterns in its logs ' : ''}and dead tasks take it back`]
      : []),
  ];
}
