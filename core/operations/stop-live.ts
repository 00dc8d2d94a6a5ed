import type { Head, Live, StopRequest } from '../domain/deployment.ts';
import { looksAtEcs } from '../domain/wake-up.ts';
import { type WakePorts, wake } from './wake.ts';

/**
 * Takes the live deployment back: tells ECS first where that leads to our captured point, then notes why, then wakes the machine,
 * which does the rest. `ended`: ECS says that it was over before, and nothing was noted.
 */
export async function stopLive(ports: WakePorts, head: Head, request: StopRequest): Promise<'stopping' | 'ended'> {
  const { live, service } = head;
  if (live === undefined) return 'ended';
  if (live.serviceDeployment !== undefined && live.stopIsSafe === true) {
    if ((await ports.ecs.stop(live.serviceDeployment)) === 'ended' && !(await waitsOn(ports, live))) return 'ended';
  }
  if (!(await ports.deployments.requestStop(service, live.id, request))) return 'ended';
  await wake(ports, service);
  return 'stopping';
}

/** ECS is done, and the machine still watches the new version, or asks a person about it: it goes back by a deployment. */
async function waitsOn({ waits }: Pick<WakePorts, 'waits'>, { id }: Live): Promise<boolean> {
  const wait = await waits.get(id);
  return wait !== undefined && !looksAtEcs(wait);
}
