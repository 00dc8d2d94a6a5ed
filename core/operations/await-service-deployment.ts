import type { ServiceKey } from '../domain/names.ts';
import type { Ports } from '../ports.ts';
import { findServiceDeployment } from './find-service-deployment.ts';

/** Milliseconds between looks: ECS shows a new service deployment at once or some seconds late. 31 s in all. */
const LOOKS = [0, 250, 750, 2000, 4000, 8000, 16_000];

/**
 * Looks for the service deployment that UpdateService has just started. Not finding it is no fault: the next event of the service
 * looks again, and an alarm until then leaves its request on the head.
 */
export async function awaitServiceDeployment(
  ports: Pick<Ports, 'deployments' | 'ecs' | 'services' | 'clock'>,
  service: ServiceKey,
): Promise<'at-once' | 'late' | 'not-found'> {
  for (const pause of LOOKS) {
    if (pause > 0) await ports.clock.sleep(pause);
    const head = await ports.deployments.head(service);
    if (head.live === undefined || head.live.serviceDeployment !== undefined) return 'late';
    if ((await findServiceDeployment(ports, head)) !== undefined) return pause === 0 ? 'at-once' : 'late';
  }
  return 'not-found';
}
