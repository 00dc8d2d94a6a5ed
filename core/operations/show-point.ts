import type { Head } from '../domain/deployment.ts';
import { partsOf, type ServiceKey } from '../domain/names.ts';
import { statusOf } from '../domain/point-life.ts';
import { type PointUse, previousPoint } from '../domain/retention.ts';
import type { PointStatus, RollbackPoint } from '../domain/rollback-point.ts';
import type { Ports } from '../ports.ts';
import { findPoint } from './find-point.ts';
import { knowService } from './know-service.ts';
import { ALL_POINTS, pointsInUse } from './points-in-use.ts';

/** A rollback point as the API tells of it. */
export interface ShownPoint
  extends Pick<
    RollbackPoint,
    | 'id'
    | 'service'
    | 'version'
    | 'createdAt'
    | 'createdBy'
    | 'approvedBy'
    | 'deployment'
    | 'name'
    | 'description'
    | 'reason'
    | 'ready'
    | 'rehearsal'
  > {
  readonly environment: string;
  readonly type: 'automatic' | 'manual';
  readonly status: PointStatus;
  readonly commands: readonly string[];
  readonly data: Pick<RollbackPoint, 'digest' | 'taskDefinition'> & {
    /** The service's deploymentConfiguration, JSON text. */
    readonly settings: string;
  };
  /** It has a name and never expires. */
  readonly pinned: boolean;
  /** "The version before" means this one now. */
  readonly next: boolean;
  /** Something under way or under watch may go back to it: it cannot be deleted. */
  readonly inUse: boolean;
}

type ShowPorts = Pick<Ports, 'services' | 'deployments' | 'rollbackPoints'>;

/** The rollback points of a service, newest first, without expired ones. */
export async function listPoints(
  ports: ShowPorts,
  service: ServiceKey,
): Promise<{ readonly items: readonly ShownPoint[] }> {
  const [points, use] = await readUse(ports, service);
  return { items: points.map((point) => shown(point, use)) };
}

/** One rollback point by its id, an expired one too. */
export async function showPoint(ports: ShowPorts, id: string): Promise<ShownPoint> {
  return tellPoint(ports, await findPoint(ports, id));
}

/** A rollback point that was read, or made, this moment. */
export async function tellPoint(ports: ShowPorts, point: RollbackPoint): Promise<ShownPoint> {
  const [, use] = await readUse(ports, point.service);
  return shown(point, use);
}

/** What decides how the points of a service are told. */
interface Use {
  readonly use: PointUse;
  readonly head: Head;
  readonly next: string | undefined;
}

async function readUse(ports: ShowPorts, service: ServiceKey): Promise<[readonly RollbackPoint[], Use]> {
  const [state, head, points] = await Promise.all([
    knowService(ports, service),
    ports.deployments.head(service),
    ports.rollbackPoints.newest(service, ALL_POINTS),
  ]);
  const use = await pointsInUse(ports, state, head);
  return [points, { use, head, next: previousPoint(points, use.unwanted)?.id }];
}

function shown(point: RollbackPoint, { use: { inUse }, next, head }: Use): ShownPoint {
  const { digest, taskDefinition, deploymentConfiguration: settings, repository: _, ...rest } = point;
  return {
    ...rest,
    environment: partsOf(point.service).environment,
    type: point.deployment === undefined ? 'manual' : 'automatic',
    status: statusOf(point, head),
    commands: point.commands ?? [],
    data: { digest, taskDefinition, settings },
    pinned: point.name !== undefined,
    next: point.id === next,
    inUse: inUse.has(point.id),
  };
}
