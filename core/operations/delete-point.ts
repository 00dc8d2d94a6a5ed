import { Refused } from '../domain/refused.ts';
import { previousPoint } from '../domain/retention.ts';
import type { RollbackPoint } from '../domain/rollback-point.ts';
import type { Ports } from '../ports.ts';
import { findLivingPoint } from './find-point.ts';
import { knowService } from './know-service.ts';
import { ALL_POINTS, pointsInUse } from './points-in-use.ts';

/** Deletes a rollback point for good. Refuses one that is in use, and the only one that leads back from what serves. */
export async function deletePoint(
  ports: Pick<Ports, 'services' | 'deployments' | 'rollbackPoints' | 'notices' | 'clock'>,
  id: string,
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<RollbackPoint> {
  const point = await findLivingPoint(ports, id);
  const { service, version } = point;
  const [state, head, points] = await Promise.all([
    knowService(ports, service),
    ports.deployments.head(service),
    ports.rollbackPoints.newest(service, ALL_POINTS),
  ]);
  const { inUse, unwanted } = await pointsInUse(ports, state, head);
  if (inUse.has(id))
    throw new Refused(
      'PointInUse',
      `${id} is where a deployment or a watch window of ${service} goes back to. Wait until that is over: \`belay status ${service}\`.`,
    );
  const others = points.filter((other) => other.id !== id);
  const isWayBack = head.serving !== undefined && previousPoint(points, unwanted)?.id === id;
  // One that is red leads nowhere.
  const leadsBack = isWayBack && (point.ready?.ok ?? true);
  if (leadsBack && previousPoint(others, unwanted) === undefined)
    throw new Refused(
      'PointInUse',
      `${id} is the only way back that ${service} has. Make another first: \`belay rollback-point create ${service} --name …\`.`,
    );
  await ports.notices.tell(`${id}#deleted`, {
    service,
    event: 'version:rollback-point:deleted',
    at: new Date(ports.clock.now()).toISOString(),
    text: `has no rollback point ${id} (${version}) any more: ${reason}`,
    data: { rollbackPoint: id, version, by, because: reason },
  });
  await ports.rollbackPoints.remove(service, id);
  return point;
}
