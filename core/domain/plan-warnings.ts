import type { StrategyName } from './service.ts';
import { withoutOutage } from './strategies-possible.ts';
import type { ServiceTruth } from './truth.ts';

/** What a person should know of a plan before it begins. `untested`: there are checks, and no test rule that Belay can reach. */
export function warningsOf(
  strategy: StrategyName,
  ecs: ServiceTruth,
  percent: number,
  untested: boolean,
  alarms: readonly string[],
): readonly string[] {
  const steps = Math.ceil(100 / percent);
  return [
    ...(strategy === 'immediate'
      ? [`an outage: all old tasks stop before the first new one is healthy. \`${withoutOutage(ecs)}\` has none.`]
      : []),
    ...(strategy === 'linear' && steps > 20
      ? [`${steps} steps: each is judged by itself, and watched before the next`]
      : []),
    ...(untested ? ['not tested over HTTP before traffic: no test rule that Belay can reach'] : []),
    ...(alarms.length === 0 ? ['no alarm watches it: only checks and dead tasks take it back'] : []),
  ];
}
