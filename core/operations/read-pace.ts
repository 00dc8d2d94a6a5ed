import type { Pace } from '../domain/service.ts';
import type { ServiceTruth } from '../domain/truth.ts';
import type { Ports } from '../ports.ts';

/** How quick the targets of a service are: the slowest of its target groups counts. */
export async function readPace(
  ports: Pick<Ports, 'traffic'>,
  { loadBalancers }: Pick<ServiceTruth, 'loadBalancers'>,
): Promise<Pace> {
  const looks = await Promise.all(loadBalancers.map(({ targetGroup }) => ports.traffic.targetGroup(targetGroup)));
  const groups = looks.flatMap((group) => group ?? []);
  const isNetwork = groups.some(({ balancer }) => balancer?.kind === 'network');
  return {
    untilHealthy: Math.max(0, ...groups.map(({ untilHealthy }) => untilHealthy)),
    deregistrationDelay: Math.max(0, ...groups.map(({ deregistrationDelay }) => deregistrationDelay)),
    balancer: isNetwork ? 'network' : groups.length > 0 ? 'application' : 'none',
  };
}
