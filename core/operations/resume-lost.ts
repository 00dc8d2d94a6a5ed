import type { ServiceKey } from '../domain/names.ts';
import type { Overdue } from '../ports.ts';
import { begin } from './begin.ts';
import { closeAbandoned } from './close-abandoned.ts';
import type { ClosePorts } from './close-deployment.ts';
import { startQueued } from './start-queued.ts';
import { type WakePorts, wake } from './wake.ts';

export type ResumePorts = ClosePorts & WakePorts;

/**
 * Looks after a service at which something should have gone on. Where nobody holds the lock, what is queued starts. Else its deployment should be over: a crash came between the lock and the machine, which is started now; a machine ended without
 * closing, and nobody was told; or it waits for something that is so already. One that is alive and waits rightly is left alone.
 */
export async function resumeLost(
  ports: ResumePorts,
  { service, deployment }: Overdue,
): Promise<'started' | 'closed' | 'woken' | 'nothing'> {
  if (deployment === undefined) return startLeft(ports, service);
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

/** Whoever freed the lock died before it started what was queued. What may not start now is started by what lets it, and looked at no more. */
async function startLeft(ports: ResumePorts, service: ServiceKey): Promise<'started' | 'nothing'> {
  await startQueued(ports, service);
  await ports.deployments.letQueueWait(service);
  return (await ports.deployments.head(service)).live === undefined ? 'nothing' : 'started';
}
