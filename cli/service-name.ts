import type { ServiceStatus } from '../core/operations/service-status.ts';
import type { Client } from './client.ts';
import { EXIT, Failure } from './exit-code.ts';

/** Finds the service that a person means: `staging/web`, or `web` where only one environment (or BELAY_ENVIRONMENT) has it. */
export async function findService(client: Client, name: string | undefined): Promise<string> {
  const found = await searchService(client, name);
  if (found !== undefined) return found;
  throw new Failure(EXIT.refused, `no service "${name}". \`belay status\` lists what Belay knows. [UnknownService]`);
}

/** As `findService`, but `undefined` where there is none: what is no service may be a repository. */
export async function searchService(client: Client, name: string | undefined): Promise<string | undefined> {
  if (name === undefined) throw new Failure(EXIT.usage, 'name a service, such as staging/web');
  if (name.includes('/')) return (await allServices(client)).find(({ service }) => service === name)?.service;
  const environment = process.env.BELAY_ENVIRONMENT;
  const named = (await allServices(client)).filter(
    ({ service, environment: its }) =>
      service.endsWith(`/${name}`) && (environment === undefined || its === environment),
  );
  if (named.length > 1)
    throw new Failure(
      EXIT.usage,
      `${name} is in several environments: ${named.map(({ service }) => service).join(', ')}. Name one, or set BELAY_ENVIRONMENT.`,
    );
  return named[0]?.service;
}

/** Every service that Belay knows, over all pages. */
export async function allServices(client: Client): Promise<readonly ServiceStatus[]> {
  const all: ServiceStatus[] = [];
  let cursor: string | undefined;
  do {
    const page: { items: readonly ServiceStatus[]; next?: string } = await client.get('/fleet', { cursor });
    all.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return all;
}
