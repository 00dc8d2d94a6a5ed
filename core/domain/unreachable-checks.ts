import { type CheckGate, httpChecksAt } from './check.ts';
import { Refused } from './refused.ts';
import type { ServiceSettings } from './service.ts';
import type { LoadBalancerWiring } from './truth.ts';

/**
 * Refuses HTTP checks of a gate that cannot be sent: there is a rule for them, and Belay, which asks from outside, cannot reach it. Where
 * there is no rule nothing is sent, which the plan warns of.
 */
export function refuseUnreachable(
  { key, checks }: Pick<ServiceSettings, 'key' | 'checks'>,
  gate: CheckGate,
  wiring: LoadBalancerWiring | undefined,
  reachable: boolean,
): readonly Refused[] {
  const wanted = httpChecksAt(checks, gate).map(({ id }) => id);
  const rule = gate === 'after-bake' ? wiring?.productionRule : wiring?.testRule;
  if (wanted.length === 0 || rule === undefined || reachable) return [];
  const message = `The load balancer of ${key} is internal, and Belay asks from outside: ${wanted.join(', ')} cannot be sent. Make each a check of type "command", which runs as a task in the service's subnets, or take it out.`;
  return [new Refused('ChecksUnreachable', message, { about: [key] })];
}
