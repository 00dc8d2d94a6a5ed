import type { Queued } from '../domain/deployment.ts';
import type { ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { Ports } from '../ports.ts';
import { type DeployRequest, deploy } from './deploy.ts';
import { giveUpOverdue, type StartDuePorts, startDue } from './start-due.ts';

export type StartQueuedPorts = StartDuePorts & Pick<Ports, 'versions'>;

/** Starts what waited for the lock, if the lock is free: the version that a push queued, else what a person asked for. Safe to repeat. */
export async function startQueued(ports: StartQueuedPorts, service: ServiceKey): Promise<void> {
  const [{ live, queued }, state] = await Promise.all([ports.deployments.head(service), ports.services.get(service)]);
  if (state === undefined) return;
  if (live !== undefined) return giveUpOverdue(ports, state);
  // After a rollback automation keeps off; what was queued is told by `why` and starts when the hold is lifted.
  if (queued !== undefined && state.hold === undefined) await startFromQueue(ports, service, queued);
  await startDue(ports, state);
}

async function startFromQueue(
  ports: StartQueuedPorts,
  service: ServiceKey,
  { id, at: _, repository, by, ...to }: Queued,
): Promise<void> {
  const because = 'its turn has come';
  // Who was slow to put it there did so when its turn was over.
  if ((await ports.deployments.get(id))?.status === 'ended') await ports.deployments.unqueue(service, id);
  else if (!(await starts(ports, { service, to, repository, by, reason: because, id }))) return;
  const at = new Date(ports.clock.now()).toISOString();
  const decisions = [{ service, tag: to.version, outcome: 'deployed' as const, because, at, deployment: id }];
  await ports.versions.amend(repository, to.digest, { decisions });
}

/** A version that may not go out any more, or not now, ends nothing but its own turn. */
async function starts(
  ports: StartQueuedPorts,
  asked: Pick<DeployRequest, 'service' | 'to' | 'repository' | 'by' | 'reason' | 'id'>,
): Promise<boolean> {
  try {
    const { kind } = await deploy(ports, { ...asked, strategy: 'auto', first: false, whenBusy: 'queue' });
    return kind === 'started';
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}
