import type { Head } from '../domain/deployment.ts';
import type { PointUse } from '../domain/retention.ts';
import { pointIdOf } from '../domain/rollback-point.ts';
import type { ServiceState } from '../domain/service.ts';
import type { Ports } from '../ports.ts';

/** All that one service has at once, those with names included. */
export const ALL_POINTS = 200;

/** What the lock, the deployment that holds it and the watch window may go back to, and to which digests nobody means to go. */
export async function pointsInUse(
  ports: Pick<Ports, 'deployments'>,
  { denied }: ServiceState,
  { live, watch, serving }: Head,
): Promise<PointUse> {
  const goingTo = live?.kind === 'rollback' ? (await ports.deployments.get(live.id))?.target : undefined;
  const ids = [live && pointIdOf(live.id), goingTo, watch?.rollbackPoint];
  return {
    inUse: new Set(ids.filter((id) => id !== undefined)),
    unwanted: [...denied.map(({ digest }) => digest), ...(serving ? [serving.digest] : [])],
  };
}
