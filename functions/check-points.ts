import { checkPoints } from '../core/operations/check-points.ts';
import { log } from './log.ts';
import { productionPorts } from './production.ts';

const ports = productionPorts();

/** Once a day: looks whether the way back of each service, and what people gave a name, could be gone to. */
export async function handler(): Promise<void> {
  const found = await checkPoints(ports);
  log.info(`looked at ${found.checked} rollback points`, { event: 'version:points:checked', ...found });
}
