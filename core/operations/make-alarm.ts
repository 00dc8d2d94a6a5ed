import { madeAlarmName } from '../domain/made-alarm.ts';
import type { ServiceKey } from '../domain/names.ts';
import type { RollbackSettings } from '../domain/service.ts';
import type { ServiceTruth } from '../domain/truth.ts';
import type { Ports } from '../ports.ts';

/**
 * Makes the alarm of a service that has none of its own, or makes it anew, and gives its name. `undefined`: no application load balancer
 * stands in front of the service, so nothing counts its answers.
 */
export async function makeAlarm(
  ports: Pick<Ports, 'traffic' | 'alarms'>,
  service: ServiceKey,
  { loadBalancers }: ServiceTruth,
  { threshold, minimumRequests }: RollbackSettings,
): Promise<string | undefined> {
  const targetGroups = loadBalancers.flatMap(({ targetGroup, alternate }) => [
    targetGroup,
    ...(alternate ? [alternate] : []),
  ]);
  const groups = await ports.traffic.balancers(targetGroups);
  if (groups.length === 0) return undefined;
  const name = madeAlarmName(service);
  await ports.alarms.make({ name, service, groups, threshold, minimumRequests });
  return name;
}
