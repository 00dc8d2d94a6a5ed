import type { ServiceKey } from '../domain/names.ts';
import type { Hold } from '../domain/service.ts';
import type { Ports } from '../ports.ts';
import { readService } from './read-service.ts';

/** Keeps automation off a service until it is lifted. One that is held already stays held for the first reason. */
export async function hold(
  ports: Pick<Ports, 'services' | 'clock'>,
  key: ServiceKey,
  asked: { readonly by: string; readonly because: string },
): Promise<Hold> {
  const state = await readService(ports, key);
  if (state.hold !== undefined) return state.hold;
  const held: Hold = { ...asked, since: new Date(ports.clock.now()).toISOString() };
  await ports.services.hold(key, held);
  return held;
}
