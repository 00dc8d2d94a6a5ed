import type { Awaited, Deployment, Head, Wait } from '../domain/deployment.ts';
import { partsOf, type ServiceKey } from '../domain/names.ts';
import type { Denied, Hold, ServiceSettings } from '../domain/service.ts';
import type { Ports } from '../ports.ts';
import { knowService } from './know-service.ts';
import { listPoints, type ShownPoint } from './show-point.ts';

/** One service at a glance: what runs, and what is under way. */
export interface ServiceStatus {
  readonly service: ServiceKey;
  readonly environment: string;
  readonly running: { readonly version: string; readonly digest: string } | null;
  /** `awaits`: what its machine waits for. */
  readonly deploying: { readonly id: string; readonly phase: string; readonly awaits: Awaited | null } | null;
  readonly queued: string | null;
  readonly held: string | null;
}

/** What is told of one service alone. */
export interface ServiceDetails {
  readonly settings: ServiceSettings;
  /** Digests that do not ship until they are lifted. */
  readonly denied: readonly Denied[];
  /** Where `belay rollback` leads now. */
  readonly wayBack: ShownPoint | null;
  readonly last: Deployment | null;
}

/** All services, a page at a time, for the fleet's page and `belay status`. */
export async function fleet(
  ports: Pick<Ports, 'services' | 'deployments' | 'waits'>,
  cursor?: string,
): Promise<{ readonly items: readonly ServiceStatus[]; readonly next?: string }> {
  const page = await ports.services.list(cursor);
  const keys = page.items.map(({ key }) => key);
  const [holds, heads] = await Promise.all([ports.services.holds(keys), ports.deployments.heads(keys)]);
  const waits = await Promise.all(heads.map((head) => waitOf(ports, head)));
  const items = heads.map((head, place) => statusOf(holds[place], head, waits[place]));
  return { items, ...(page.next !== undefined && { next: page.next }) };
}

/** One service with its settings, its way back and its last deployment. */
export async function serviceStatus(
  ports: Pick<Ports, 'services' | 'deployments' | 'waits' | 'rollbackPoints'>,
  key: ServiceKey,
): Promise<ServiceStatus & ServiceDetails> {
  const [state, head, { items }, { items: points }] = await Promise.all([
    knowService(ports, key),
    ports.deployments.head(key),
    ports.deployments.newest(key, 1),
    listPoints(ports, key),
  ]);
  const { settings, denied } = state;
  const wayBack = points.find(({ next }) => next) ?? null;
  const wait = await waitOf(ports, head);
  return { ...statusOf(state.hold, head, wait), settings, denied, wayBack, last: items[0] ?? null };
}

async function waitOf({ waits }: Pick<Ports, 'waits'>, { live }: Head): Promise<Wait | undefined> {
  return live && waits.get(live.id);
}

function statusOf(
  hold: Hold | undefined,
  { service, live, queued, serving }: Head,
  wait: Wait | undefined,
): ServiceStatus {
  return {
    service,
    environment: partsOf(service).environment,
    running: serving ?? null,
    deploying: live === undefined ? null : { id: live.id, phase: live.phase, awaits: wait?.awaits ?? null },
    queued: queued?.version ?? null,
    held: hold?.because ?? null,
  };
}
