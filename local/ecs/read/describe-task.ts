import type { Task } from '@aws-sdk/client-ecs';
import type { ContainerRecord, TaskRecord } from '../state.ts';
import { LOOPBACK } from '../tasks/free-port.ts';
import type { World } from '../world.ts';
import { dated } from './dated.ts';

/** A task as DescribeTasks gives it. */
export function describeTask(world: World, task: TaskRecord): Task {
  const definition = world.store.definitions.taskDefinitions[task.taskDefinition]?.definition;
  return {
    taskArn: task.arn,
    clusterArn: task.clusterArn,
    taskDefinitionArn: task.taskDefinition,
    group: task.group,
    startedBy: task.startedBy,
    launchType: task.launchType,
    capacityProviderName: task.capacityProviderStrategy?.[0]?.capacityProvider,
    lastStatus: task.lastStatus,
    desiredStatus: task.desiredStatus,
    version: task.version,
    cpu: definition?.cpu,
    memory: definition?.memory,
    availabilityZone: 'us-east-1a',
    connectivity: task.startedAt === undefined ? undefined : 'CONNECTED',
    connectivityAt: dated(task.startedAt),
    healthStatus: 'UNKNOWN',
    overrides: task.overrides ?? { containerOverrides: [] },
    attachments: [],
    tags: task.tags,
    containers: task.containers.map((container) => describeContainer(task, container)),
    createdAt: dated(task.createdAt),
    pullStartedAt: dated(task.pullStartedAt),
    pullStoppedAt: dated(task.pullStoppedAt),
    startedAt: dated(task.startedAt),
    stoppingAt: dated(task.stoppingAt),
    stoppedAt: dated(task.stoppedAt),
    executionStoppedAt: dated(task.stoppedAt),
    stopCode: task.stopCode,
    stoppedReason: task.stoppedReason,
  };
}

function describeContainer(task: TaskRecord, container: ContainerRecord): NonNullable<Task['containers']>[number] {
  return {
    containerArn: container.arn,
    taskArn: task.arn,
    name: container.name,
    image: container.image,
    imageDigest: container.imageDigest,
    runtimeId: container.runtimeId,
    lastStatus: container.lastStatus,
    exitCode: container.exitCode,
    reason: container.reason,
    healthStatus: 'UNKNOWN',
    networkInterfaces: [],
    networkBindings: container.ports.map((port) => ({ ...port, bindIP: LOOPBACK, protocol: 'tcp' as const })),
  };
}
