import type { ServiceKey } from '../domain/names.ts';
import type { Ports } from '../ports.ts';
import { closeAbandoned } from './close-abandoned.ts';
import type { ClosePorts } from './close-deployment.ts';

/**
 * Looks after a lock that nobody drives: a crash came between the lock and the machine, which is started now, or a machine ended
 * without closing and nobody was told. A deployment that waits is left alone: its due time tells.
 */
export async function resumeLost(
  ports: ClosePorts & Pick<Ports, 'waits'>,
  service: ServiceKey,
): Promise<'started' | 'closed' | 'nothing'> {
  const { live } = await ports.deployments.head(service);
  if (live === undefined || (await ports.waits.get(service))?.deployment === live.id) return 'nothing';
  const ended = await ports.machines.ended(live.id);
  if (ended === false) return 'nothing';
  if (ended === true) {
    await closeAbandoned(ports, live.id, 'found by the reconciler');
    return 'closed';
  }
  const { execution } = await ports.machines.start(live.id, service);
  await ports.deployments.amend(live.id, { execution });
  return 'started';
}
