import type {
  DescribeTasksRequest,
  DescribeTasksResponse,
  ListTasksRequest,
  ListTasksResponse,
  RunTaskRequest,
  RunTaskResponse,
  StopTaskRequest,
  StopTaskResponse,
} from '@aws-sdk/client-ecs';
import { type Operations, operation, type Permission } from '../../kernel/aws-service.ts';
import { clusterArn, clusterOf, shortName, taskArn } from '../arns.ts';
import { findTaskDefinition, theCluster, theService } from '../look-up.ts';
import { page } from '../pages.ts';
import { passRole, permit, requestTags, resourceTags, tagOnCreate } from '../permissions.ts';
import { describeTask } from '../read/describe-task.ts';
import { invalid } from '../refusals.ts';
import type { TaskRecord } from '../state.ts';
import { runTasks } from '../tasks/run-tasks.ts';
import { stopTask } from '../tasks/stop-task.ts';
import type { World } from '../world.ts';

const TASKS = 'ecs-tasks.amazonaws.com';

export function taskOperations(world: World): Operations {
  const { tasks } = world.store.services;
  return {
    ListTasks: operation<ListTasksRequest, ListTasksResponse>({
      permissions: ({ cluster }) => [permit('ListTasks', '*', { 'ecs:cluster': clusterArn(clusterOf(cluster)) })],
      run: (input) => {
        const { items, nextToken } = page(listed(world, input), input, 100);
        return { taskArns: items.map((task) => task.arn), nextToken };
      },
    }),
    DescribeTasks: operation<DescribeTasksRequest, DescribeTasksResponse>({
      permissions: ({ cluster, tasks: names = [] }) =>
        names.map((name) => onTask(world, 'DescribeTasks', cluster, name)),
      run: ({ cluster, tasks: names = [], include }) => {
        if (names.length === 0) throw invalid('Tasks cannot be empty.');
        const arns = names.map((name) => arnOf(world, cluster, name));
        return {
          tasks: arns
            .flatMap((arn) => tasks[arn] ?? [])
            .map((task) => {
              const { tags, ...described } = describeTask(world, task);
              return include?.includes('TAGS') ? { ...described, tags } : described;
            }),
          failures: arns.filter((arn) => tasks[arn] === undefined).map((arn) => ({ arn, reason: 'MISSING' })),
        };
      },
    }),
    StopTask: operation<StopTaskRequest, StopTaskResponse>({
      permissions: ({ cluster, task = '' }) => [onTask(world, 'StopTask', cluster, task)],
      run: ({ cluster, task: name = '', reason = 'Task stopped by user' }) =>
        world.turn(() => {
          const task = tasks[arnOf(world, cluster, name)];
          if (task === undefined) throw invalid('The referenced task was not found.');
          stopTask(world, task, 'UserInitiated', reason);
          if (task.serviceArn !== undefined) world.wake(task.serviceArn);
          return { task: describeTask(world, task) };
        }),
    }),
    RunTask: operation<RunTaskRequest, RunTaskResponse>({
      permissions: (input) => runTaskPermissions(world, input),
      run: (input) =>
        world.turn(() => ({ tasks: runTasks(world, input).map((task) => describeTask(world, task)), failures: [] })),
    }),
  };
}

function arnOf(world: World, cluster: string | undefined, task: string): string {
  return taskArn(theCluster(world, task.includes('/') ? task : cluster).clusterName ?? '', shortName(task));
}

export function onTask(world: World, action: string, cluster: string | undefined, task: string): Permission {
  const clusterName = clusterOf(task.includes('/') ? task : cluster);
  const arn = taskArn(clusterName, shortName(task));
  const tags = world.store.services.tasks[arn]?.tags;
  return permit(action, arn, { 'ecs:cluster': clusterArn(clusterName), ...resourceTags(tags) });
}

function runTaskPermissions(
  world: World,
  { cluster, taskDefinition = '', overrides, tags }: RunTaskRequest,
): Permission[] {
  const definition = findTaskDefinition(world, taskDefinition)?.definition;
  const context = { 'ecs:cluster': clusterArn(clusterOf(cluster)) };
  return [
    permit('RunTask', definition?.taskDefinitionArn ?? taskDefinition, { ...context, ...requestTags(tags) }),
    ...tagOnCreate(tags, taskArn(clusterOf(cluster), '*'), 'RunTask'),
    ...passRole(overrides?.taskRoleArn ?? definition?.taskRoleArn, TASKS),
    ...passRole(overrides?.executionRoleArn ?? definition?.executionRoleArn, TASKS),
  ];
}

function listed(world: World, input: ListTasksRequest): TaskRecord[] {
  const { cluster, serviceName, family, startedBy, launchType, desiredStatus = 'RUNNING' } = input;
  const { clusterArn: arn } = theCluster(world, cluster);
  const service = serviceName === undefined ? undefined : theService(world, cluster, serviceName).arn;
  return Object.values(world.store.services.tasks)
    .filter((task) => task.clusterArn === arn && task.desiredStatus === desiredStatus)
    .filter((task) => service === undefined || task.serviceArn === service)
    .filter((task) => family === undefined || shortName(task.taskDefinition).split(':')[0] === family)
    .filter((task) => startedBy === undefined || task.startedBy === startedBy)
    .filter((task) => launchType === undefined || task.launchType === launchType);
}
