import type { Deployment, Head } from '../domain/deployment.ts';
import { partsOf, type ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { ServiceSettings, ServiceState } from '../domain/service.ts';
import type { Ports } from '../ports.ts';

/** One service at a glance: what runs, and what is under way. */
export interface ServiceStatus {
  readonly service: ServiceKey;
  readonly environment: string;
  readonly running: { readonly version: string; readonly digest: string } | null;
  readonly deploying: { readonly id: string; readonly phase: string } | null;
  readonly queued: string | null;
  readonly held: string | null;
}

/** All services, a page at a time, for the fleet's page and `belay status`. */
export async function fleet(
  ports: Pick<Ports, 'services' | 'deployments'>,
  cursor?: string,
): Promise<{ readonly items: readonly ServiceStatus[]; readonly next?: string }> {
  const page = await ports.services.list(cursor);
  const items = await Promise.all(
    page.items.map(async ({ key }) => {
      const [state, head] = await Promise.all([ports.services.get(key), ports.deployments.head(key)]);
      return statusOf(key, state, head);
    }),
  );
  return { items, ...(page.next !== undefined && { next: page.next }) };
}

/** One service with its settings and its last deployment. */
export async function serviceStatus(
  ports: Pick<Ports, 'services' | 'deployments'>,
  key: ServiceKey,
): Promise<ServiceStatus & { readonly settings: ServiceSettings; readonly last: Deployment | null }> {
  const [state, head, { items }] = await Promise.all([
    ports.services.get(key),
    ports.deployments.head(key),
    ports.deployments.newest(key, 1),
  ]);
  if (state === undefined)
    throw new Refused('UnknownService', `Belay does not know ${key}. \`belay status\` lists what it knows.`);
  return { ...statusOf(key, state, head), settings: state.settings, last: items[0] ?? null };
}

function statusOf(key: ServiceKey, state: ServiceState | undefined, { live, queued, serving }: Head): ServiceStatus {
  return {
    service: key,
    environment: partsOf(key).environment,
    running: serving ?? null,
    deploying: live === undefined ? null : { id: live.id, phase: live.phase },
    queued: queued?.version ?? null,
    held: state?.hold?.because ?? null,
  };
}
