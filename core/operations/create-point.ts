import type { ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import { MOST_NAMED } from '../domain/retention.ts';
import { namePoint, type RollbackPoint } from '../domain/rollback-point.ts';
import type { Ports } from '../ports.ts';
import { type CheckPointPorts, checkPoint } from './check-point.ts';
import { keepPoint } from './keep-point.ts';
import { knowService } from './know-service.ts';
import { ALL_POINTS } from './points-in-use.ts';
import { readToKeep } from './read-to-keep.ts';
import { servicesIn } from './services-in.ts';

export type CreatePointPorts = CheckPointPorts & Pick<Ports, 'services' | 'versions' | 'dice'>;

/** What a person says of the point that they make. */
export interface PointRequest {
  readonly name: string;
  readonly description?: string | undefined;
  readonly commands: readonly string[];
  readonly by: string;
  readonly reason?: string | undefined;
}

/** Keeps what runs in a service now under a name, looked at first. It never expires. */
export async function createPoint(
  ports: CreatePointPorts,
  service: ServiceKey,
  { by, description, reason, ...request }: PointRequest,
): Promise<RollbackPoint> {
  const [state, head, points] = await Promise.all([
    knowService(ports, service),
    ports.deployments.head(service),
    ports.rollbackPoints.newest(service, ALL_POINTS),
  ]);
  if (head.live !== undefined)
    throw new Refused(
      'DeploymentInProgress',
      `${head.live.id} is under way, so what runs in ${service} is about to change. Wait for it with \`belay watch ${head.live.id}\`.`,
      { deployment: head.live.id },
    );
  refuseName(service, points, request.name);
  const running = await readToKeep(ports, state.settings, head);
  const createdAt = new Date(ports.clock.now()).toISOString();
  const point: RollbackPoint = {
    ...running,
    ...request,
    ...(description !== undefined && { description }),
    ...(reason !== undefined && { reason }),
    id: namePoint(createdAt, ports.dice.letters(4)),
    service,
    createdAt,
    createdBy: by,
    status: 'created',
  };
  await keepPoint(ports, point, { state, head });
  return { ...point, ready: await checkPoint(ports, point, state.settings) };
}

/** The same of every service of an environment, under one name. One that cannot be kept is named, and keeps no other from it. */
export async function createPointsIn(
  ports: CreatePointPorts,
  environment: string,
  request: PointRequest,
): Promise<{
  readonly items: readonly RollbackPoint[];
  readonly left: readonly { readonly service: ServiceKey; readonly because: string }[];
}> {
  const items: RollbackPoint[] = [];
  const left: { service: ServiceKey; because: string }[] = [];
  for (const service of await servicesIn(ports, environment))
    try {
      items.push(await createPoint(ports, service, request));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      left.push({ service, because: error.message });
    }
  return { items, left };
}

function refuseName(service: ServiceKey, points: readonly RollbackPoint[], wanted: string): void {
  const named = points.filter(({ name }) => name !== undefined);
  const taken = named.find(({ name }) => name === wanted);
  if (taken !== undefined)
    throw new Refused(
      'PointNameTaken',
      `${service} has a rollback point "${wanted}" already (${taken.id}). Choose another name, or \`belay rollback-point delete ${taken.id}\`.`,
    );
  if (named.length >= MOST_NAMED)
    throw new Refused(
      'TooManyPoints',
      `${service} has ${named.length} rollback points with names, and may have ${MOST_NAMED}. Delete one that is not needed: \`belay rollback-points ${service}\` lists them.`,
    );
}
