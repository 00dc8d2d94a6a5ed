import { Refused } from './refused.ts';
import type { ServiceSettings } from './service.ts';
import type { ServiceTruth } from './truth.ts';
import { wiringOf } from './wiring.ts';

/** A minimum that can never be met would take back every version: CloudWatch counts requests by a rule of an Application Load Balancer alone. */
export function refuseUncounted(
  { key, minimumRequests, pace }: Pick<ServiceSettings, 'key' | 'minimumRequests' | 'pace'>,
  ecs: ServiceTruth,
): readonly Refused[] {
  if (minimumRequests === 0) return [];
  const rule = wiringOf(ecs)?.productionRule;
  const because =
    rule === undefined
      ? 'it has no production rule by which its requests could be counted'
      : pace?.balancer === 'network' || rule.includes(':listener/net/')
        ? 'its Network Load Balancer counts no requests'
        : undefined;
  if (because === undefined) return [];
  const message = `minimumRequests: ${key} can never show ${minimumRequests}, because ${because}. Set it to 0: alarms, checks and patterns judge it all the same.`;
  return [new Refused('BadRequest', message)];
}
