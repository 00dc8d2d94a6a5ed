import * as z from 'zod/mini';
import { rehearsedPoint } from '../core/domain/rehearsal.ts';
import { lookAtRehearsal, noteRehearsal } from '../core/operations/note-rehearsal.ts';
import { readStoppedTask } from './aws/ecs-truth.ts';
import { log } from './log.ts';
import { productionPorts } from './production.ts';

const TaskEvent = z.object({
  'detail-type': z.literal('ECS Task State Change'),
  detail: z.object({
    taskArn: z.string(),
    startedBy: z.string(),
    lastStatus: z.string(),
    createdAt: z.optional(z.string()),
    startedAt: z.optional(z.string()),
    stopCode: z.optional(z.string()),
    stoppedReason: z.optional(z.string()),
    containers: z._default(
      z.array(z.object({ name: z.string(), exitCode: z.optional(z.number()), reason: z.optional(z.string()) })),
      [],
    ),
  }),
});
const Overdue = z.object({ point: z.string().check(z.startsWith('rp-')) });
const Told = z.union([TaskEvent, Overdue]);

const ports = productionPorts();

/** A rehearsal's task runs or ended, says its event; or it is time to look at it, says a schedule. */
export async function handler(event: unknown): Promise<void> {
  const told = Told.parse(event);
  if ('point' in told) return lookAtRehearsal(ports, told.point);
  const { taskArn: task, startedBy, stoppedReason, containers, ...rest } = told.detail;
  const point = rehearsedPoint(startedBy);
  if (point === undefined) throw new Error(`${startedBy} started no rehearsal; the rule lets through what it must not`);
  const why = stoppedReason === undefined ? undefined : readStoppedTask({ stoppedReason, containers });
  await noteRehearsal(ports, point, { ...rest, task, why });
  log.info(`rehearsal of ${point}: ${rest.lastStatus}`, { event: 'version:rehearsal:task', point, task, why });
}
