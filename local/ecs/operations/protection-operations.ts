import type {
  GetTaskProtectionRequest,
  GetTaskProtectionResponse,
  ProtectedTask,
  UpdateTaskProtectionRequest,
  UpdateTaskProtectionResponse,
} from '@aws-sdk/client-ecs';
import { type Operations, operation } from '../../kernel/aws-service.ts';
import { shortName, taskArn } from '../arns.ts';
import { theCluster } from '../look-up.ts';
import { dated } from '../read/dated.ts';
import { invalid } from '../refusals.ts';
import type { TaskRecord } from '../state.ts';
import { isActive, isProtected } from '../tasks/task-health.ts';
import type { World } from '../world.ts';
import { onTask } from './task-operations.ts';

const MINUTE_MS = 60_000;
const MOST_READ = 100;
const MOST_WRITTEN = 10;

export function protectionOperations(world: World): Operations {
  return {
    GetTaskProtection: operation<GetTaskProtectionRequest, GetTaskProtectionResponse>({
      permissions: ({ cluster, tasks = [] }) => tasks.map((task) => onTask(world, 'GetTaskProtection', cluster, task)),
      run: ({ cluster, tasks }) => answer(world, find(world, cluster, tasks, MOST_READ)),
    }),
    UpdateTaskProtection: operation<UpdateTaskProtectionRequest, UpdateTaskProtectionResponse>({
      permissions: ({ cluster, tasks = [] }) =>
        tasks.map((task) => onTask(world, 'UpdateTaskProtection', cluster, task)),
      run: (input) => world.turn(() => protect(world, input)),
    }),
  };
}

interface Found {
  readonly arn: string;
  readonly task: TaskRecord | undefined;
}

function find(world: World, cluster: string | undefined, tasks: readonly string[] | undefined, most: number): Found[] {
  const { clusterArn, clusterName = '' } = theCluster(world, cluster);
  const all = Object.values(world.store.services.tasks).filter((task) => task.clusterArn === clusterArn);
  const named = tasks ?? all.filter((task) => isProtected(world, task)).map((task) => task.arn);
  if (named.length > most) throw invalid(`tasks can have at most ${most} items.`);
  return named.map((name) => {
    const arn = taskArn(clusterName, shortName(name));
    return { arn, task: world.store.services.tasks[arn] };
  });
}

function protect(world: World, input: UpdateTaskProtectionRequest): UpdateTaskProtectionResponse {
  const { cluster, tasks, protectionEnabled, expiresInMinutes = 120 } = input;
  if (expiresInMinutes < 1 || expiresInMinutes > 2880) throw invalid('expiresInMinutes must be between 1 and 2880.');
  const found = find(world, cluster, tasks, MOST_WRITTEN);
  for (const { task } of found) {
    if (task === undefined || !canBeProtected(task)) continue;
    if (protectionEnabled) task.protectedUntil = world.clock.now() + expiresInMinutes * MINUTE_MS;
    else delete task.protectedUntil;
    if (task.serviceArn !== undefined) world.wake(task.serviceArn);
  }
  return answer(world, found);
}

/** Only tasks of a service can be protected. */
const canBeProtected = (task: TaskRecord): boolean => task.serviceArn !== undefined && isActive(task);

function answer(world: World, found: readonly Found[]): GetTaskProtectionResponse {
  const protectedTasks: ProtectedTask[] = [];
  const failures: { arn: string; reason: string }[] = [];
  for (const { arn, task } of found) {
    if (task === undefined) failures.push({ arn, reason: 'MISSING' });
    else if (!canBeProtected(task)) failures.push({ arn, reason: 'TASK_NOT_VALID' });
    else {
      const on = isProtected(world, task);
      protectedTasks.push({
        taskArn: arn,
        protectionEnabled: on,
        expirationDate: on ? dated(task.protectedUntil) : undefined,
      });
    }
  }
  return { protectedTasks, failures };
}
