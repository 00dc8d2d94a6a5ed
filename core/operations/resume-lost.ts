import type { Overdue } from '../ports.ts';
import { begin } from './begin.ts';
import { closeAbandoned } from './close-abandoned.ts';
import type { ClosePorts } from './close-deployment.ts';
import { type WakePorts, wake } from './wake.ts';

export type ResumePorts = ClosePorts & WakePorts;

/**
 * Looks after a deployment that should be over: a crash came between the lock and the machine, which is started now; a machine ended without
 * closing, and nobody was told; or it waits for something that is so already. One that is alive and waits rightly is left alone.
 */
export async function resumeLost(
  ports: ResumePorts,
  { service, deployment }: Overdue,
): Promise<'started' | 'closed' | 'woken' | 'nothing'> {
  const { live } = await ports.deployments.head(service);
  if (live?.id !== deployment) return 'nothing';
  const ended = await ports.machines.ended(deployment);
  if (ended === true) {
    await closeAbandoned(ports, deployment, 'found by the reconciler');
    return 'closed';
  }
  if (ended === undefined) {
    const record = await ports.deployments.get(deployment);
    // What came between may have kept the line from being told, too: `begin` does all that is left of it.
    if (record !== undefined) await begin(ports, record);
    return 'started';
  }
  return (await wake(ports, service)) === 'woken' ? 'woken' : 'nothing';
}
