import type { RunTaskRequest } from '@aws-sdk/client-ecs';
import { theActiveTaskDefinition, theCluster } from '../look-up.ts';
import { invalid, unsupported } from '../refusals.ts';
import type { TaskRecord } from '../state.ts';
import type { World } from '../world.ts';
import { createTask } from './create-task.ts';

const MOST = 10;

/** Starts tasks that belong to no service, as RunTask does. */
export function runTasks(world: World, request: RunTaskRequest): TaskRecord[] {
  const { count = 1, overrides, tags = [], startedBy, launchType, capacityProviderStrategy } = request;
  const cluster = theCluster(world, request.cluster);
  if (count < 1 || count > MOST) throw invalid(`count must be between 1 and ${MOST}.`);
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
      launchType: capacityProviderStrategy?.length ? undefined : (launchType ?? 'EC2'),
      capacityProviderStrategy,
    }),
  );
}
