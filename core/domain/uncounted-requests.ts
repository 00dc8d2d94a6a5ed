import { Refused } from './refused.ts';
import type { ServiceSettings } from './service.ts';
import type { ServiceTruth } from './truth.ts';
import { wiringOf } from './wiring.ts';

/** A minimum that can never be met would take back every version: CloudWatch counts the requests of Application Load Balancers alone. */
export function refuseUncounted(
  { key, minimumRequests, pace }: Pick<ServiceSettings, 'key' | 'minimumRequests' | 'pace'>,
  ecs: ServiceTruth,
): readonly Refused[] {
  if (minimumRequests === 0) return [];
  const because =
    ecs.loadBalancers.length === 0
      ? 'no load balancer stands in front of it'
      : pace?.balancer === 'network' || wiringOf(ecs)?.productionRule?.includes(':listener/net/')
        ? 'its Network Load Balancer counts no requests'
        : undefined;
  if (because === undefined) return [];
  const message = `minimumRequests: ${key} can never show ${minimumRequests}, because ${because}. Set it to 0: alarms, checks and patterns judge it all the same.`;
  return [new Refused('BadRequest', message)];
}
