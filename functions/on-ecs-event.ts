import * as z from 'zod/mini';
import type { ServiceKey } from '../core/domain/names.ts';
import { keepLastWords } from '../core/operations/keep-last-words.ts';
import { letStrangerThrough } from '../core/operations/let-stranger-through.ts';
import { noteCheckTask } from '../core/operations/note-check-task.ts';
import { noteDeadTask } from '../core/operations/note-dead-task.ts';
import { recordStranger } from '../core/operations/record-stranger.ts';
import { type WakeOutcome, wake } from '../core/operations/wake.ts';
import { readEndedTask, readStoppedTask } from './aws/ecs-truth.ts';
import { log } from './log.ts';
import { productionPorts } from './production.ts';

/** What the events of all tasks that ended have. */
const ended = {
  taskArn: z.string(),
  stoppedReason: z._default(z.string(), 'stopped'),
  containers: z._default(
    z.array(z.object({ name: z.string(), exitCode: z.optional(z.number()), reason: z.optional(z.string()) })),
    [],
  ),
};
const Task = z.object({
  'detail-type': z.literal('ECS Task State Change'),
  detail: z.object({
    ...ended,
    clusterArn: z.string(),
    group: z.string().check(z.startsWith('service:')),
    taskDefinitionArn: z.string(),
  }),
});
const CheckTask = z.object({
  'detail-type': z.literal('ECS Task State Change'),
  detail: z.object({
    ...ended,
    startedBy: z.string().check(z.startsWith('belay-check/')),
    lastStatus: z.literal('STOPPED'),
  }),
});
const Deployment = z.object({
  'detail-type': z.enum(['ECS Deployment State Change', 'ECS Hook State Change']),
  resources: z._default(z.array(z.string()), []),
  detail: z.object({
    serviceArn: z.optional(z.string()),
    serviceDeploymentArn: z.optional(z.string()),
    eventName: z.string(),
  }),
});
type Detail = z.infer<typeof Deployment>['detail'];
const EcsEvent = z.union([CheckTask, Task, Deployment]);

const ports = productionPorts();

/** Something happened in ECS. Of a task that ended the event's own fields are used; anything else only makes us look. */
export async function handler(event: unknown): Promise<void> {
  const parsed = EcsEvent.parse(event);
  if ('resources' in parsed) await look(parsed);
  else await ('startedBy' in parsed.detail ? note(parsed.detail) : count(parsed.detail));
}

async function look({ resources, detail }: z.infer<typeof Deployment>): Promise<void> {
  const name = nameFromArn(detail.serviceArn ?? resources[0] ?? '');
  for (const service of await ports.services.concernedBy('ecs-service', name)) {
    const woken = await wake(ports, service);
    const stranger = await meetStranger(service, detail, woken);
    const outcome = stranger === 'nothing' ? woken : stranger;
    log.info(`${detail.eventName}: ${outcome}`, {
      event: 'version:ecs:event',
      service,
      eventName: detail.eventName,
      outcome,
    });
  }
}

/**
 * The deployment may be somebody else's. An event about a hook names it, and is looked at even when it woke ours: a stranger that takes
 * the place of ours wakes it too. Other events name the service alone; where ours was woken, its machine looks.
 */
async function meetStranger(
  service: ServiceKey,
  { serviceDeploymentArn }: Detail,
  woken: WakeOutcome,
): Promise<'let-through' | 'recorded' | 'nothing'> {
  if (serviceDeploymentArn !== undefined) return letStrangerThrough(ports, service, serviceDeploymentArn);
  return woken === 'woken' ? 'nothing' : recordStranger(ports, service);
}

async function note(detail: z.infer<typeof CheckTask>['detail']): Promise<void> {
  const { startedBy: mark, taskArn } = detail;
  const task = taskArn.slice(taskArn.lastIndexOf('/') + 1);
  const end = readEndedTask(detail);
  const outcome = await noteCheckTask(ports, { mark, task, end });
  log.info(`a check ended: ${end.because}`, { event: 'version:ecs:check', task, mark, outcome, codes: end.codes });
}

async function count(detail: z.infer<typeof Task>['detail']): Promise<void> {
  const cluster = detail.clusterArn.slice(detail.clusterArn.lastIndexOf('/') + 1);
  const name = `${cluster}/${detail.group.slice('service:'.length)}`;
  const task = detail.taskArn.slice(detail.taskArn.lastIndexOf('/') + 1);
  const why = readStoppedTask(detail);
  for (const service of await ports.services.concernedBy('ecs-service', name)) {
    const died = await noteDeadTask(ports, service, { task, taskDefinition: detail.taskDefinitionArn, why });
    // The first says what the others will say too. Should the deployment fail, its end keeps what the last ones said.
    if (died?.count === 1) await keepLastWords(ports, { ...died.deployment, taskDefinition: detail.taskDefinitionArn });
    log.info(`a task died: ${why}`, { event: 'version:ecs:task', service, task, why });
  }
}

/** `…:service/<cluster>/<service>` or `…:service-deployment/<cluster>/<service>/<id>`. */
function nameFromArn(arn: string): string {
  return arn.split('/').slice(1, 3).join('/');
}
