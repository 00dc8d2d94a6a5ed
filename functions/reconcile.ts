import { reconcile } from '../core/operations/reconcile.ts';
import { log } from './log.ts';
import { productionPorts } from './production.ts';

const ports = productionPorts();

/** On a schedule: finds what events missed. Where nothing was missed it reads a little and writes nothing. */
export async function handler(): Promise<void> {
  const found = await reconcile(ports);
  log.info('reconciled', { event: 'version:reconciled', ...found });
}
