import type { RunTaskRequest } from '@aws-sdk/client-ecs';
import { theActiveTaskDefinition, theCluster } from '../look-up.ts';
import { conflict, invalid, unsupported } from '../refusals.ts';
import type { TaskRecord } from '../state.ts';
import type { World } from '../world.ts';
import { createTask } from './create-task.ts';

const MOST = 10;
/** How long ECS remembers a `clientToken`. */
const REMEMBERED_MS = 24 * 60 * 60_000;
const STARTED_BY = /^[a-zA-Z0-9_/-]{0,128}$/;

/** Starts tasks that belong to no service, as RunTask does. */
export function runTasks(world: World, request: RunTaskRequest): TaskRecord[] {
  const { count = 1, overrides, tags = [], startedBy, launchType, capacityProviderStrategy } = request;
  const cluster = theCluster(world, request.cluster);
  if (count < 1 || count > MOST) throw invalid(`count must be between 1 and ${MOST}.`);
  if (startedBy !== undefined && !STARTED_BY.test(startedBy))
    throw invalid('startedBy may have up to 128 letters, numbers, hyphens, forward slashes and underscores.');
  const before = startedBefore(world, request);
  if (before.length > 0) return before;
  if (request.volumeConfigurations?.length) throw unsupported('volumes: leave volumeConfigurations out');
  const definition = theActiveTaskDefinition(world, request.taskDefinition ?? '');
  const { family, networkMode, containerDefinitions = [] } = definition.definition;
  if (networkMode === 'awsvpc' && request.networkConfiguration === undefined) {
    throw invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
  }
  for (const { name } of overrides?.containerOverrides ?? []) {
    if (containerDefinitions.every((container) => container.name !== name)) {
      throw invalid(`Override for container named ${name} is not a container in the TaskDefinition.`);
    }
  }
  return Array.from({ length: count }, () =>
    createTask(world, {
      definition,
      clusterArn: cluster.clusterArn,
      group: request.group ?? `family:${family}`,
      tags: [...tags],
      ...(startedBy === undefined ? {} : { startedBy }),
      ...(overrides === undefined ? {} : { overrides }),
      ...(request.clientToken === undefined
        ? {}
        : { asked: { token: request.clientToken, request: JSON.stringify(request) } }),
      launchType: capacityProviderStrategy?.length ? undefined : (launchType ?? 'EC2'),
      capacityProviderStrategy,
    }),
  );
}

/** The tasks of a request that came before with the same token. The same token for something else is a ConflictException. */
function startedBefore(world: World, request: RunTaskRequest): TaskRecord[] {
  const { clientToken } = request;
  if (clientToken === undefined) return [];
  const since = world.clock.now() - REMEMBERED_MS;
  const tasks = Object.values(world.store.services.tasks).filter(
    ({ asked, createdAt }) => asked?.token === clientToken && createdAt > since,
  );
  if (tasks.some(({ asked }) => asked?.request !== JSON.stringify(request)))
    throw conflict('The clientToken was used for another request.');
  return tasks;
}
