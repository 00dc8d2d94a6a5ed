import type { ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { ServiceState } from '../domain/service.ts';
import type { Ports } from '../ports.ts';

/** A service that Belay knows. Throws `UnknownService`. */
export async function knowService(ports: Pick<Ports, 'services'>, service: ServiceKey): Promise<ServiceState> {
  const state = await ports.services.get(service);
  if (state !== undefined) return state;
  throw new Refused('UnknownService', `Belay does not know ${service}. \`belay status\` lists what it knows.`);
}
