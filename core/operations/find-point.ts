import { Refused } from '../domain/refused.ts';
import type { RollbackPoint } from '../domain/rollback-point.ts';
import type { Ports } from '../ports.ts';

/** A rollback point by its id, an expired one too. Throws `UnknownPoint`. */
export async function findPoint(ports: Pick<Ports, 'rollbackPoints'>, id: string): Promise<RollbackPoint> {
  const point = await ports.rollbackPoints.find(id);
  if (point !== undefined) return point;
  throw new Refused(
    'UnknownPoint',
    `There is no rollback point ${id}. \`belay rollback-points <service>\` lists what there is.`,
  );
}

/** A rollback point to do something with. Throws `UnknownPoint` for an expired one too. */
export async function findLivingPoint(ports: Pick<Ports, 'rollbackPoints'>, id: string): Promise<RollbackPoint> {
  const point = await findPoint(ports, id);
  refuseExpired(point);
  return point;
}

export function refuseExpired({ id, service, version, digest, status }: RollbackPoint): void {
  if (status !== 'expired') return;
  throw new Refused(
    'UnknownPoint',
    `${id} (${version}) expired. \`belay deploy ${service} ${digest}\` ships that version again, while its image is there.`,
  );
}
