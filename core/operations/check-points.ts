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

/** Which points of a service: those that would be used next, or all others that it may go back to. */
type Part = 'next' | 'others';

/**
 * Looks at every point that a service may go back to. Those that would be used next come first, of all services: the version before, those in
 * use, and those with names. A run that is cut short has looked at them.
 */
export async function checkPoints(ports: CheckPointPorts & Pick<Ports, 'services'>): Promise<PointsChecked> {
  const [next, others] = [await checkPart(ports, 'next'), await checkPart(ports, 'others')];
  return { checked: next.checked + others.checked, red: [...next.red, ...others.red] };
}

async function checkPart(ports: CheckPointPorts & Pick<Ports, 'services'>, part: Part): Promise<PointsChecked> {
  const red: string[] = [];
  let checked = 0;
  let cursor: string | undefined;
  do {
    const page = await ports.services.list(cursor);
    for (const settings of page.items)
      for (const point of await due(ports, settings, part)) {
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
  part: Part,
): Promise<readonly RollbackPoint[]> {
  const points = await ports.rollbackPoints.newest(key, ALL_POINTS);
  if (points.length === 0) return [];
  const [state, head] = await Promise.all([ports.services.get(key), ports.deployments.head(key)]);
  if (state === undefined) return [];
  const { inUse, unwanted } = await pointsInUse(ports, state, head);
  const next = previousPoint(points, unwanted)?.id;
  const fresh = new Date(ports.clock.now() - FRESH_MS).toISOString();
  const isNext = ({ id, name }: RollbackPoint): boolean => id === next || name !== undefined || inUse.has(id);
  return points
    .filter((point) => (part === 'next' ? isNext(point) : !isNext(point) && !unwanted.includes(point.digest)))
    .filter(({ ready }) => ready === undefined || ready.checkedAt < fresh);
}
