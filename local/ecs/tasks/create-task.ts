import type { TaskOverride } from '@aws-sdk/client-ecs';
import { arn } from '../../kernel/account.ts';
import { shortName, taskArn } from '../arns.ts';
import { taskId, uuid } from '../ids.ts';
import { note } from '../service-log.ts';
import type { RevisionRecord, ServiceRecord, TaskDefinitionRecord, TaskRecord } from '../state.ts';
import type { World } from '../world.ts';
import { launchTask } from './launch-task.ts';
import { setStatus } from './task-status.ts';

export type NewTask = Pick<
  TaskRecord,
  | 'clusterArn'
  | 'group'
  | 'tags'
  | 'serviceArn'
  | 'revision'
  | 'startedBy'
  | 'asked'
  | 'launchType'
  | 'capacityProviderStrategy'
> & { readonly definition: TaskDefinitionRecord; readonly overrides?: TaskOverride; readonly round?: number };

/** Makes a task and sets it on its way to RUNNING. */
export function createTask(world: World, wanted: NewTask): TaskRecord {
  const { definition, ...given } = wanted;
  const cluster = shortName(given.clusterArn);
  const task: TaskRecord = {
    ...given,
    arn: taskArn(cluster, taskId(world.random)),
    taskDefinition: definition.definition.taskDefinitionArn,
    createdAt: world.clock.now(),
    round: given.round ?? 0,
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    version: 0,
    updatedAt: world.clock.now(),
    wasHealthy: false,
    targets: [],
    containers: (definition.definition.containerDefinitions ?? []).map(({ name = '', image = '', essential }) => ({
      name,
      image,
      arn: arn('ecs', `container/${cluster}/${uuid(world.random)}`),
      essential: essential !== false,
      lastStatus: 'PENDING',
      ports: [],
    })),
  };
  world.store.services.tasks[task.arn] = task;
  setStatus(world, task, 'PROVISIONING');
  launchTask(world, task);
  return task;
}

/** Starts tasks of a service's revision. */
export function startServiceTasks(world: World, service: ServiceRecord, revision: RevisionRecord, count: number): void {
  const definition = world.store.definitions.taskDefinitions[revision.taskDefinition];
  if (definition === undefined)
    throw new Error(`${revision.taskDefinition} is gone from the state. Start with --reset.`);
  const { launchType, capacityProviderStrategy } = revision.settings;
  const started = Array.from({ length: count }, () =>
    createTask(world, {
      definition,
      clusterArn: service.clusterArn,
      serviceArn: service.arn,
      revision: revision.arn,
      group: `service:${service.name}`,
      startedBy: revision.deploymentId,
      round: revision.backoff.round,
      tags: propagated(service, definition),
      launchType,
      capacityProviderStrategy,
    }),
  );
  const names = started.map((task) => `(task ${shortName(task.arn)})`).join(' ');
  note(world, service, `has started ${count} tasks: ${names}.`);
}

function propagated(service: ServiceRecord, definition: TaskDefinitionRecord): TaskRecord['tags'] {
  switch (service.settings.propagateTags) {
    case 'SERVICE':
      return [...service.tags];
    case 'TASK_DEFINITION':
      return [...definition.tags];
    default:
      return [];
  }
}
