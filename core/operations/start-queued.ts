import type { Queued } from '../domain/deployment.ts';
import type { DeploymentId, ServiceKey } from '../domain/names.ts';
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
  const isOver = (await ports.deployments.get(id))?.status === 'ended';
  if (isOver) await ports.deployments.unqueue(service, id);
  const deployment = isOver ? id : await start(ports, { service, to, repository, by, reason: because, id });
  if (deployment === undefined) return;
  const at = new Date(ports.clock.now()).toISOString();
  const decisions = [{ service, tag: to.version, outcome: 'deployed' as const, because, at, deployment }];
  await ports.versions.amend(repository, to.digest, { decisions });
}

/**
 * The deployment that brings the version: its own, or one that somebody else began meanwhile. `undefined`: it may not go out any more, or not
 * now, which ends nothing but its own turn.
 */
async function start(
  ports: StartQueuedPorts,
  asked: Pick<DeployRequest, 'service' | 'to' | 'repository' | 'by' | 'reason' | 'id'>,
): Promise<DeploymentId | undefined> {
  try {
    const answer = await deploy(ports, { ...asked, strategy: 'auto', first: false, whenBusy: 'queue' });
    return answer.kind === 'started' ? answer.id : undefined;
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}
