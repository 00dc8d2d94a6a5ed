import { coversEnvironment } from '../domain/environment-rule.ts';
import { partsOf, type ServiceKey } from '../domain/names.ts';
import type { Ports } from '../ports.ts';
import { type AnnouncePorts, announceAll } from './announce.ts';
import { listAllServices } from './list-all-services.ts';
import { startHeld } from './start-held.ts';
import { type StartQueuedPorts, startQueued } from './start-queued.ts';

export type StartWaitingPorts = StartQueuedPorts & AnnouncePorts & Pick<Ports, 'services'>;

/**
 * Starts what waited at a service, now that a block has ended or a time has come: what was held, what was queued, what was waiting. What had
 * to be put off is announced anew.
 */
export async function startWaiting(ports: StartWaitingPorts, key: ServiceKey): Promise<void> {
  const service = await ports.services.get(key);
  if (service === undefined) return;
  await startHeld(ports, service);
  await startQueued(ports, key);
  if (service.waiting.every(({ ended }) => ended !== undefined)) return;
  const now = await ports.services.get(key);
  if (now !== undefined) await announceAll(ports, now);
}

/** The same at every service of an environment, or of all (`*`). One that fails keeps none of the others from it. */
export async function startWaitingIn(ports: StartWaitingPorts, environment: string): Promise<void> {
  const services = await listAllServices(ports);
  const keys = services
    .map(({ key }) => key)
    .filter((key) => coversEnvironment({ environment }, partsOf(key).environment));
  const outcomes = await Promise.allSettled(keys.map((key) => startWaiting(ports, key)));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
