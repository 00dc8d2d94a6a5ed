import type { AtTheEnd } from './at-the-end.ts';
import { type Check, httpChecksAt } from './check.ts';
import type { StrategyName } from './service.ts';
import { withoutOutage } from './strategies-possible.ts';
import type { ServiceTruth } from './truth.ts';
import { wiringOf } from './wiring.ts';

/** What warnings follow from. */
export interface Warned {
  readonly strategy: StrategyName;
  readonly percent: number;
  /** Seconds. */
  readonly outage: number;
  /** There are checks, and no test rule that Belay can reach. */
  readonly untested: boolean;
  readonly checks: readonly Check[];
  /** Of a strategy that replaces tasks in place. */
  readonly end: AtTheEnd | undefined;
  readonly alarms: readonly string[];
  /** Patterns in its logs take it back too. */
  readonly patterns: boolean;
}

/** What a person should know of a plan before it begins. */
export function warningsOf(
  ecs: ServiceTruth,
  { strategy, percent, outage, untested, checks, end, alarms, patterns }: Warned,
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
    ...(untested ? ['not tested over HTTP before traffic: no test rule that Belay can reach'] : []),
    ...(end === undefined ? [] : warningsOfEnd(ecs, strategy, checks, end)),
    ...(alarms.length === 0
      ? [`no alarm watches it: only checks, ${patterns ? 'patterns in its logs ' : ''}and dead tasks take it back`]
      : []),
  ];
}

/** What is not asked, and not watched, where tasks are replaced in place. */
function warningsOfEnd(
  ecs: ServiceTruth,
  strategy: StrategyName,
  checks: readonly Check[],
  { watchedBy }: AtTheEnd,
): readonly string[] {
  const early = checks.filter(({ when }) => when === 'before').map(({ id }) => id);
  const unsent = wiringOf(ecs)?.productionRule === undefined ? httpChecksAt(checks, 'after-bake') : [];
  return [
    ...(early.length > 0
      ? [
          `not asked: ${early.join(', ')}. ${strategy} has no moment before traffic; with \`when: gate\` or \`after\` they are asked at the end`,
        ]
      : []),
    ...(unsent.length > 0
      ? [`not asked: ${unsent.map(({ id }) => id).join(', ')}. ECS knows no production rule to send them through`]
      : []),
    ...(watchedBy === 'nobody' ? ['no bake: there is nothing to judge the new version by when its tasks are new'] : []),
  ];
}
