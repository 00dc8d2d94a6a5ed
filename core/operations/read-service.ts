import type { ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { ServiceState } from '../domain/service.ts';
import type { Ports } from '../ports.ts';

/** A service that Belay was told about. Refuses any other (`UnknownService`). */
export async function readService(ports: Pick<Ports, 'services'>, key: ServiceKey): Promise<ServiceState> {
  const state = await ports.services.get(key);
  if (state !== undefined) return state;
  throw new Refused('UnknownService', `Belay does not know ${key}. \`belay status\` lists what it knows.`);
}
