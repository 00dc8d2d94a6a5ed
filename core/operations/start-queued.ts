import type { Queued } from '../domain/deployment.ts';
import type { ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { Ports } from '../ports.ts';
import { deploy } from './deploy.ts';
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
  { at: _, repository, by, ...to }: Queued,
): Promise<void> {
  const because = 'its turn has come';
  const started = await unlessRefused(() =>
    deploy(ports, { service, to, repository, by, strategy: 'auto', first: false, reason: because, whenBusy: 'queue' }),
  );
  if (started?.kind !== 'started') return;
  const decision = { service, tag: to.version, outcome: 'deployed' as const, because, deployment: started.id };
  const decisions = [{ ...decision, at: new Date(ports.clock.now()).toISOString() }];
  await ports.versions.amend(repository, to.digest, { decisions });
}

/** A version that may not go out any more, or not now, ends nothing but its own turn. */
async function unlessRefused<Answer>(run: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}
