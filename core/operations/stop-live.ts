import type { Head, StopRequest } from '../domain/deployment.ts';
import { type WakePorts, wake } from './wake.ts';

/**
 * Takes the live deployment back: tells ECS first where that leads to our captured point, then notes why, then wakes the machine,
 * which does the rest. `ended`: ECS says that it was over before, and nothing was noted.
 */
export async function stopLive(ports: WakePorts, head: Head, request: StopRequest): Promise<'stopping' | 'ended'> {
  const { live, service } = head;
  if (live === undefined) return 'ended';
  if (live.serviceDeployment !== undefined && live.stopIsSafe === true) {
    // Over in ECS, while a person is asked about it: its machine goes back by a deployment.
    if (
      (await ports.ecs.stop(live.serviceDeployment)) === 'ended' &&
      (await ports.waits.get(live.id))?.awaits !== 'person'
    )
      return 'ended';
  }
  if (!(await ports.deployments.requestStop(service, live.id, request))) return 'ended';
  await wake(ports, service);
  return 'stopping';
}
