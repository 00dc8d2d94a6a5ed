import { type Finding, findingsOf } from '../finding.ts';
import { seenOf } from '../seen.ts';
import type { Reading } from './reading.ts';

/** What kind of load balancer moves the traffic: a Network Load Balancer takes its time. */
export function checkBalancer({ ecs, groups }: Reading): readonly Finding[] {
  const find = findingsOf('balancer');
  return (seenOf(ecs)?.loadBalancers ?? []).flatMap(({ targetGroup, alternate }): readonly Finding[] => {
    const balancer = seenOf(groups[targetGroup])?.balancer;
    if (balancer === undefined) return [];
    const where = balancer.internal ? 'internal' : 'reached from outside';
    if (balancer.kind === 'application') return [find.ok(targetGroup, `an Application Load Balancer, ${where}`)];
    const because = `a Network Load Balancer, ${where}${alternate === undefined ? '' : ': ECS waits about ten minutes at each shift'}`;
    return [find.ok(targetGroup, because)];
  });
}
