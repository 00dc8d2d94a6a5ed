import type { ContainerDefinition, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { taskDefinitionArn } from '../arns.ts';
import { clientError, unsupported } from '../refusals.ts';
import type { TaskDefinitionRecord } from '../state.ts';
import type { World } from '../world.ts';

const FAMILY = /^[a-zA-Z0-9_-]{1,255}$/;

/** Members of a container definition that a plain process of this machine cannot honour. */
const CANNOT_HONOUR = {
  healthCheck: 'container health checks',
  dependsOn: 'an order of containers',
  environmentFiles: 'environment files in S3',
  mountPoints: 'volumes',
  volumesFrom: 'volumes',
  links: 'container links',
  firelensConfiguration: 'FireLens',
  credentialSpecs: 'credential specifications',
  restartPolicy: 'container restart policies',
} as const satisfies Partial<Record<keyof ContainerDefinition, string>>;

/** Registers the next revision of a family. Every accepted member is kept as it came. */
export function registerTaskDefinition(
  world: World,
  request: RegisterTaskDefinitionRequest,
  registeredBy: string,
): TaskDefinitionRecord {
  const { family = '', containerDefinitions = [], tags = [], ...kept } = request;
  if (!FAMILY.test(family)) throw clientError('Family contains invalid characters.');
  checkContainers(request, containerDefinitions);
  const { families, taskDefinitions } = world.store.definitions;
  const revision = (families[family] ?? 0) + 1;
  const record: TaskDefinitionRecord = {
    definition: {
      ...kept,
      taskDefinitionArn: taskDefinitionArn(family, revision),
      family,
      revision,
      containerDefinitions: containerDefinitions.map((container) => completed(container, request.networkMode)),
      volumes: kept.volumes ?? [],
      placementConstraints: kept.placementConstraints ?? [],
      requiresAttributes: [],
      compatibilities: request.networkMode === 'awsvpc' ? ['EC2', 'FARGATE'] : ['EC2'],
      status: 'ACTIVE',
      registeredBy,
    },
    registeredAt: world.clock.now(),
    tags: [...tags],
  };
  families[family] = revision;
  taskDefinitions[record.definition.taskDefinitionArn] = record;
  world.store.saveDefinitions();
  return record;
}

function checkContainers(request: RegisterTaskDefinitionRequest, containers: readonly ContainerDefinition[]): void {
  if (containers.length === 0) throw clientError('Task definition must contain at least one container definition.');
  const names = containers.map((container) => container.name);
  for (const container of containers) {
    const { name, image } = container;
    if (!name) throw clientError('Container.name should not be null or empty.');
    if (!image) throw clientError('Container.image should not be null or empty.');
    if (names.filter((other) => other === name).length > 1) {
      throw clientError(`Container name '${name}' is used more than once.`);
    }
    if (!request.memory && !container.memory && !container.memoryReservation) {
      const said = `Invalid setting for container '${name}'. At least one of 'memory' or 'memoryReservation' must be specified.`;
      throw clientError(said);
    }
    refuseWhatCannotBeHonoured(container);
  }
  if (containers.every((container) => container.essential === false)) {
    throw clientError('Task definition does not have any essential containers.');
  }
  if (!request.requiresCompatibilities?.includes('FARGATE')) return;
  if (request.networkMode !== 'awsvpc') {
    throw clientError("Fargate only supports network mode 'awsvpc'.");
  }
  if (!request.cpu || !request.memory) {
    throw clientError("Fargate requires that 'cpu' be defined at the task level.");
  }
}

function refuseWhatCannotBeHonoured(container: ContainerDefinition): void {
  for (const [member, meaning] of Object.entries(CANNOT_HONOUR)) {
    const value = Object.entries(container).find(([name]) => name === member)?.[1];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    throw unsupported(`${meaning}: leave ${member} of container '${container.name}' out`);
  }
}

/** What AWS adds to a container definition that leaves it out. */
function completed(container: ContainerDefinition, networkMode: string | undefined): ContainerDefinition {
  return {
    ...container,
    cpu: container.cpu ?? 0,
    essential: container.essential ?? true,
    environment: container.environment ?? [],
    mountPoints: container.mountPoints ?? [],
    volumesFrom: container.volumesFrom ?? [],
    systemControls: container.systemControls ?? [],
    portMappings: (container.portMappings ?? []).map((mapping) => ({
      ...mapping,
      hostPort: mapping.hostPort ?? (networkMode === 'awsvpc' ? mapping.containerPort : 0),
      protocol: mapping.protocol ?? 'tcp',
    })),
  };
}
