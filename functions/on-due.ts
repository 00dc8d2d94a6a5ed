import * as z from 'zod/mini';
import { parseServiceKey } from '../core/domain/names.ts';
import { wake } from '../core/operations/wake.ts';
import { log } from './log.ts';
import { productionPorts } from './production.ts';

const Due = z.object({ service: z.string(), deployment: z.string() });

const ports = productionPorts();

/** A bake is over, says its schedule. Whether it is, and whether anybody still waits for it, is read. */
export async function handler(event: unknown): Promise<void> {
  const { service, deployment } = Due.parse(event);
  const outcome = await wake(ports, parseServiceKey(service));
  log.info(`due: ${outcome}`, { event: 'version:due', service, deployment, outcome });
}
