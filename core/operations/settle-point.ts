import type { Deployment } from '../domain/deployment.ts';
import { wentBackTo } from '../domain/point-life.ts';
import type { Ports } from '../ports.ts';

/** What the end of a deployment, verdict included, makes of the point that was gone back to. Repeating it changes nothing. */
export async function settlePointOf(ports: Pick<Ports, 'rollbackPoints'>, ended: Deployment): Promise<void> {
  const point = wentBackTo(ended);
  if (point !== undefined) await ports.rollbackPoints.settle(ended.service, point, 'rolled-back');
}
