import type { ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import { type DeployPorts, deploy } from './deploy.ts';

/** Starts the version that waited for the lock, if there is one and the lock is free. Safe to repeat. */
export async function startQueued(ports: DeployPorts, service: ServiceKey): Promise<void> {
  const [{ live, queued }, state] = await Promise.all([ports.deployments.head(service), ports.services.get(service)]);
  if (live !== undefined || queued === undefined || state === undefined) return;
  // After a rollback automation keeps off; what was queued is told by `why` and starts when the hold is lifted.
  if (state.hold !== undefined) return;
  try {
    const { at: _, repository, by, ...to } = queued;
    await deploy(ports, {
      service,
      to,
      repository,
      by,
      strategy: 'auto',
      first: false,
      reason: 'its turn has come',
      whenBusy: 'queue',
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}
