import type { Head, Live, StopRequest } from '../domain/deployment.ts';
import type { ServiceKey } from '../domain/names.ts';
import { looksAtEcs, wakeByRequest } from '../domain/wake-up.ts';
import type { Ports } from '../ports.ts';
import { redeem } from './wake.ts';

export type StopPorts = Pick<Ports, 'deployments' | 'waits' | 'machines'> & {
  readonly ecs: Pick<Ports['ecs'], 'stop'>;
};

/**
 * Takes the live deployment back: tells ECS first where that leads to our captured point, then notes why, then wakes the machine,
 * which does the rest. `ended`: ECS says that it was over before, and nothing was noted.
 */
export async function stopLive(ports: StopPorts, head: Head, request: StopRequest): Promise<'stopping' | 'ended'> {
  const { live, service } = head;
  if (live === undefined) return 'ended';
  if (live.serviceDeployment !== undefined && live.stopIsSafe === true) {
    if ((await ports.ecs.stop(live.serviceDeployment)) === 'ended' && !(await waitsOn(ports, live))) return 'ended';
  }
  if (!(await ports.deployments.requestStop(service, live.id, request))) return 'ended';
  await obey(ports, service);
  return 'stopping';
}

/** ECS is done, and the machine still watches the new version, runs commands or asks a person about it: it goes back by a deployment. */
async function waitsOn({ waits }: Pick<StopPorts, 'waits'>, { id }: Live): Promise<boolean> {
  const wait = await waits.get(id);
  return wait !== undefined && (wait.awaits === 'checks-done' || !looksAtEcs(wait));
}

/** The request alone ends the wait: what ECS says is not asked. */
async function obey(ports: StopPorts, service: ServiceKey): Promise<void> {
  const { live } = await ports.deployments.head(service);
  const wait = live && (await ports.waits.get(live.id));
  if (live === undefined || wait === undefined) return;
  const asked = wakeByRequest(live, wait);
  if (asked !== undefined) await redeem(ports, wait, asked);
}
