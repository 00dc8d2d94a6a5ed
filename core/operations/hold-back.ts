import type { Denied, Hold, ServiceSettings } from '../domain/service.ts';
import type { Ports } from '../ports.ts';

/** After a version was taken back: its digest is denied, and automation keeps off the service unless its owner said that newer ones go. */
export async function holdBack(
  ports: Pick<Ports, 'services'>,
  { key, afterRollback }: ServiceSettings,
  hold: Hold,
  denied: Denied,
): Promise<void> {
  await (afterRollback === 'newer-goes' ? ports.services.deny(key, denied) : ports.services.hold(key, hold, denied));
}
