import type { ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { Ports } from '../ports.ts';
import { type DeployPorts, deploy } from './deploy.ts';

export type StartQueuedPorts = DeployPorts & Pick<Ports, 'versions'>;

/** Starts the version that waited for the lock, if there is one and the lock is free. Safe to repeat. */
export async function startQueued(ports: StartQueuedPorts, service: ServiceKey): Promise<void> {
  const [{ live, queued }, state] = await Promise.all([ports.deployments.head(service), ports.services.get(service)]);
  if (live !== undefined || queued === undefined || state === undefined) return;
  // After a rollback automation keeps off; what was queued is told by `why` and starts when the hold is lifted.
  if (state.hold !== undefined) return;
  const { at: _, repository, by, ...to } = queued;
  const because = 'its turn has come';
  const started = await unlessRefused(() =>
    deploy(ports, { service, to, repository, by, strategy: 'auto', first: false, reason: because, whenBusy: 'queue' }),
  );
  if (started?.kind !== 'started') return;
  const decision = { service, tag: to.version, outcome: 'deployed' as const, because, deployment: started.id };
  const decisions = [{ ...decision, at: new Date(ports.clock.now()).toISOString() }];
  await ports.versions.amend(repository, to.digest, { decisions });
}

/** A version that may not go out any more ends nothing but its own waiting. */
async function unlessRefused<Answer>(run: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}
