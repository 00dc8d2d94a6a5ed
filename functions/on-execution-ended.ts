import * as z from 'zod/mini';
import { parseDeploymentId } from '../core/domain/names.ts';
import { closeAbandoned } from '../core/operations/close-abandoned.ts';
import { log } from './log.ts';
import { productionPorts } from './production.ts';

const ExecutionStatusChange = z.object({
  source: z.literal('aws.states'),
  detail: z.object({ name: z.string(), status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']) }),
});

const ports = productionPorts();

/** A deploy execution ended without success. Mostly it closed its deployment itself; where it could not, nobody else will. */
export async function handler(event: unknown): Promise<void> {
  const { name, status } = ExecutionStatusChange.parse(event).detail;
  await closeAbandoned(ports, parseDeploymentId(name), status);
  log.info(`execution ${name} is ${status}`, { event: 'version:execution:ended', deployment: name, status });
}
