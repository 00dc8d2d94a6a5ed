import * as z from 'zod/mini';
import { parseDeploymentId, parseServiceKey } from '../core/domain/names.ts';
import { endBake } from '../core/operations/end-bake.ts';
import { log } from './log.ts';
import { productionPorts } from './production.ts';

const Due = z.object({
  service: z.string(),
  deployment: z.string(),
  number: z.number(),
  woke: z.object({
    stage: z.enum(['before-traffic', 'after-shift']),
    because: z.string(),
    hookId: z.string(),
    since: z.string(),
  }),
});

const ports = productionPorts();

/** A bake is over, says its schedule. Whether anybody still waits for it is read. */
export async function handler(event: unknown): Promise<void> {
  const { service, deployment, ...due } = Due.parse(event);
  const outcome = await endBake(ports, {
    ...due,
    service: parseServiceKey(service),
    deployment: parseDeploymentId(deployment),
  });
  log.info(`due: ${outcome}`, { event: 'version:due', service, deployment, outcome });
}
