import type { Head } from '../domain/deployment.ts';
import { expiring, USUAL_RETENTION } from '../domain/retention.ts';
import type { RollbackPoint } from '../domain/rollback-point.ts';
import type { ServiceState } from '../domain/service.ts';
import { inheritedCommands } from '../domain/way-back-commands.ts';
import type { Ports } from '../ports.ts';
import { ALL_POINTS, pointsInUse } from './points-in-use.ts';

export type KeepPointPorts = Pick<Ports, 'rollbackPoints' | 'deployments'>;

/**
 * Puts a rollback point and lets retention take what it pushes out: one query, and mostly one point. One that is captured takes over what
 * a person said of the way back to its version. `state` and `head` are those of its service, read before. Repeating it changes nothing.
 */
export async function keepPoint(
  ports: KeepPointPorts,
  point: RollbackPoint,
  { state, head }: { readonly state: ServiceState; readonly head: Head },
): Promise<void> {
  const [known, use] = await Promise.all([
    ports.rollbackPoints.newest(point.service, ALL_POINTS),
    pointsInUse(ports, state, head),
  ]);
  const others = known.filter(({ id }) => id !== point.id);
  const commands = point.deployment === undefined ? [] : inheritedCommands(others, point);
  const kept = commands.length === 0 ? point : { ...point, commands };
  await ports.rollbackPoints.put(kept);
  const retention = state.settings.rollbackPoints ?? USUAL_RETENTION;
  const inUse = new Set([...use.inUse, point.id]);
  for (const old of expiring([kept, ...others], retention, { ...use, inUse }, point.createdAt))
    await ports.rollbackPoints.expire(old, point.createdAt);
}
