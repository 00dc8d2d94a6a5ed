import type { Deployment } from '../domain/deployment.ts';
import { pointIdOf, type RollbackPoint } from '../domain/rollback-point.ts';
import type { Ports } from '../ports.ts';

/** The rollback point to which a deployment goes back: the one captured for it, or the one that a rollback was asked to go to. */
export async function readWayBack(
  { rollbackPoints }: Pick<Ports, 'rollbackPoints'>,
  { id, kind, service, target }: Pick<Deployment, 'id' | 'kind' | 'service' | 'target'>,
): Promise<RollbackPoint | undefined> {
  const point = kind === 'rollback' ? target : pointIdOf(id);
  return point === undefined ? undefined : rollbackPoints.get(service, point);
}
