import type { Deployment } from '../domain/deployment.ts';
import type { ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { Page, Ports } from '../ports.ts';

/** The deployments of a service, newest first. An empty history is told apart from a service that Belay does not know. */
export async function listDeployments(
  ports: Pick<Ports, 'deployments' | 'services'>,
  service: ServiceKey,
  limit: number,
  cursor?: string,
): Promise<Page<Deployment>> {
  const page = await ports.deployments.newest(service, limit, cursor);
  if (page.items.length === 0 && (await ports.services.get(service)) === undefined)
    throw new Refused('UnknownService', `Belay does not know ${service}. \`belay status\` lists what it knows.`);
  return page;
}
