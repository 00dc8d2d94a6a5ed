import { createHash } from 'node:crypto';
import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  type ECSClient,
  RunTaskCommand,
  type Service,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';
import type { CheckTask } from '../../core/domain/check-run.ts';
import { Refused } from '../../core/domain/refused.ts';
import type { BesideTasks, TaskRequest } from '../../core/ports/check-tasks.ts';
import { readEndedTask } from './ecs-truth.ts';

/** What ECS answers where this task can never be started as it was asked for. Anything else is a fault, and is tried again. */
const REFUSALS = [
  'InvalidParameterException',
  'ClientException',
  'PlatformUnknownException',
  'BlockedException',
  // A role of the task definition that the stack may not hand out.
  'AccessDeniedException',
];

/** Tasks that one DescribeTasks takes. */
const MOST_AT_ONCE = 100;

/** Tasks that run beside a service, and belong to none. */
export function awsEcsTasks(client: ECSClient): BesideTasks {
  async function runTask(
    { serviceName = '', clusterArn, networkConfiguration, ...service }: Service,
    taskDefinition: string,
    { key, startedBy, container, command, tags }: TaskRequest,
  ): Promise<CheckTask> {
    try {
      const { tasks = [], failures = [] } = await client.send(
        new RunTaskCommand({
          cluster: clusterArn,
          taskDefinition,
          startedBy,
          // At most 64 characters: the digest of the key has just as many.
          clientToken: createHash('sha256').update(`${serviceName} ${key}`).digest('hex'),
          overrides: { containerOverrides: [{ name: container, command: [...command] }] },
          networkConfiguration,
          ...capacityOf(service),
          tags: Object.entries(tags).map(([name, value]) => ({ key: name, value })),
        }),
      );
      const [task] = tasks;
      if (task?.taskArn !== undefined) return { task: idOf(task.taskArn) };
      return { refused: failures.map(({ reason, detail }) => detail ?? reason).join(', ') || 'ECS started no task' };
    } catch (error) {
      if (error instanceof Error && REFUSALS.includes(error.name)) return { refused: error.message };
      throw error;
    }
  }

  return {
    async runTasks(cluster, name, taskDefinition, tasks) {
      if (tasks.length === 0) return [];
      const { services = [] } = await client.send(new DescribeServicesCommand({ cluster, services: [name] }));
      const [service] = services;
      if (service === undefined)
        throw new Refused(
          'NotRunning',
          `ECS has no service ${cluster}/${name} beside which tasks could run. Create it first.`,
        );
      return Promise.all(tasks.map((task) => runTask(service, taskDefinition, task)));
    },

    async tasks(cluster, ids) {
      const told = await Promise.all(
        chunksOf(ids).map((tasks) => client.send(new DescribeTasksCommand({ cluster, tasks }))),
      );
      return told
        .flatMap(({ tasks = [] }) => tasks)
        .flatMap((task) => {
          if (task.taskArn === undefined) return [];
          const ended = task.lastStatus === 'STOPPED';
          const { taskArn, taskDefinitionArn: taskDefinition = '' } = task;
          return { task: idOf(taskArn), taskDefinition, ...(ended && { end: readEndedTask(task) }) };
        });
    },

    async stopTask(cluster, id, because) {
      try {
        await client.send(new StopTaskCommand({ cluster, task: id, reason: because }));
      } catch (error) {
        // "The referenced task was not found": it ended long ago.
        if (!(error instanceof Error && error.name === 'InvalidParameterException')) throw error;
      }
    },
  };
}

function chunksOf(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / MOST_AT_ONCE) }, (_, index) =>
    ids.slice(index * MOST_AT_ONCE, (index + 1) * MOST_AT_ONCE),
  );
}

/** A task is started on what its service uses: a capacity provider strategy, or a launch type. */
function capacityOf({ capacityProviderStrategy = [], launchType, platformVersion }: Service) {
  const platform = platformVersion === undefined ? {} : { platformVersion };
  if (capacityProviderStrategy.length > 0) return { capacityProviderStrategy, ...platform };
  return launchType === undefined ? platform : { launchType, ...platform };
}

function idOf(taskArn: string): string {
  return taskArn.slice(taskArn.lastIndexOf('/') + 1);
}
