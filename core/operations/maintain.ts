import type { ServiceKey } from '../domain/names.ts';
import type { Maintenance } from '../domain/service.ts';
import type { Ports } from '../ports.ts';
import { readService } from './read-service.ts';
import { type StartWaitingPorts, startWaiting } from './start-waiting.ts';
import { type EndedBy, tellBlockEnded } from './tell-block-ended.ts';

/** Begins maintenance: nothing is deployed to the service. One that is under way goes on. */
export async function beginMaintenance(
  ports: Pick<Ports, 'services' | 'clock'>,
  key: ServiceKey,
  asked: { readonly by: string; readonly reason: string },
): Promise<Maintenance> {
  const state = await readService(ports, key);
  if (state.maintenance !== undefined) return state.maintenance;
  const begun: Maintenance = { ...asked, since: new Date(ports.clock.now()).toISOString() };
  await ports.services.maintain(key, begun);
  return begun;
}

/** Ends maintenance, and starts what waited for that. */
export async function endMaintenance(ports: StartWaitingPorts, key: ServiceKey, ended: EndedBy): Promise<void> {
  const { maintenance } = await readService(ports, key);
  if (maintenance !== undefined) {
    const { by, reason: because, since } = maintenance;
    await tellBlockEnded(ports, key, { kind: 'maintenance', by, because, since }, ended);
  }
  await ports.services.maintain(key, undefined);
  await startWaiting(ports, key);
}
