import { previousPoint } from '../domain/retention.ts';
import type { RollbackPoint } from '../domain/rollback-point.ts';
import type { ServiceSettings } from '../domain/service.ts';
import type { Ports } from '../ports.ts';
import { type CheckPointPorts, checkPoint } from './check-point.ts';
import { ALL_POINTS, pointsInUse } from './points-in-use.ts';

/** A run that comes again within this time, because the one before was cut short, looks only at what is left. */
const FRESH_MS = 20 * 60 * 60 * 1000;

/** What a run found. */
export interface PointsChecked {
  readonly checked: number;
  /** Ids of points to which no service could go back now. */
  readonly red: readonly string[];
}

/** Looks at the points that would be used next: of each service the version before, those in use, and those with names. */
export async function checkPoints(ports: CheckPointPorts & Pick<Ports, 'services'>): Promise<PointsChecked> {
  const red: string[] = [];
  let checked = 0;
  let cursor: string | undefined;
  do {
    const page = await ports.services.list(cursor);
    for (const settings of page.items)
      for (const point of await due(ports, settings)) {
        checked++;
        if (!(await checkPoint(ports, point, settings)).ok) red.push(point.id);
      }
    cursor = page.next;
  } while (cursor !== undefined);
  return { checked, red };
}

async function due(
  ports: CheckPointPorts & Pick<Ports, 'services'>,
  { key }: ServiceSettings,
): Promise<readonly RollbackPoint[]> {
  const points = await ports.rollbackPoints.newest(key, ALL_POINTS);
  if (points.length === 0) return [];
  const [state, head] = await Promise.all([ports.services.get(key), ports.deployments.head(key)]);
  if (state === undefined) return [];
  const { inUse, unwanted } = await pointsInUse(ports, state, head);
  const next = previousPoint(points, unwanted)?.id;
  const fresh = new Date(ports.clock.now() - FRESH_MS).toISOString();
  return points
    .filter(({ id, name }) => id === next || name !== undefined || inUse.has(id))
    .filter(({ ready }) => ready === undefined || ready.checkedAt < fresh);
}
