import type { ContainerDefinition, HealthCheck, TaskDefinition } from '@aws-sdk/client-ecs';
import type { ContainerTruth, TaskDefinitionTruth } from '../../core/domain/task-definition.ts';

/** A task definition in the core's words. */
export function readTaskDefinition(
  definition: TaskDefinition,
  unknownFields: TaskDefinitionTruth['unknownFields'],
): TaskDefinitionTruth {
  const { taskRoleArn, executionRoleArn, networkMode, runtimePlatform: platform, cpu } = definition;
  return {
    arn: definition.taskDefinitionArn ?? '',
    status: definition.status ?? 'UNKNOWN',
    ...(taskRoleArn !== undefined && { taskRole: taskRoleArn }),
    ...(executionRoleArn !== undefined && { executionRole: executionRoleArn }),
    ...(networkMode !== undefined && { networkMode }),
    ...(platform?.cpuArchitecture !== undefined && { cpuArchitecture: platform.cpuArchitecture }),
    ...(platform?.operatingSystemFamily !== undefined && { operatingSystem: platform.operatingSystemFamily }),
    ...(cpu !== undefined && { cpu: Number(cpu) }),
    containers: (definition.containerDefinitions ?? []).map(readContainer),
    unknownFields,
  };
}

function readContainer(container: ContainerDefinition): ContainerTruth {
  const { logConfiguration: log, stopTimeout, healthCheck } = container;
  const logGroup = log?.logDriver === 'awslogs' ? log.options?.['awslogs-group'] : undefined;
  return {
    name: container.name ?? '',
    image: container.image ?? '',
    ports: (container.portMappings ?? []).flatMap(({ containerPort }) => containerPort ?? []),
    environment: pairsOf(container.environment, ({ name, value }) => [name, value]),
    secrets: pairsOf(container.secrets, ({ name, valueFrom }) => [name, valueFrom]),
    ...(log?.logDriver !== undefined && { logs: logsOf(log.logDriver, log.options) }),
    ...(logGroup !== undefined && { logGroup }),
    makesLogGroup: log?.options?.['awslogs-create-group'] === 'true',
    ...(stopTimeout !== undefined && { stopTimeout }),
    ...(healthCheck !== undefined && container.essential !== false && { healthCheck: readHealthCheck(healthCheck) }),
  };
}

/** ECS leaves out what was left to its defaults. */
function readHealthCheck({ interval = 30, timeout = 5, retries = 3, startPeriod = 0 }: HealthCheck) {
  return { interval, timeout, retries, startPeriod };
}

function logsOf(driver: string, options: Readonly<Record<string, string>> = {}): NonNullable<ContainerTruth['logs']> {
  if (driver !== 'awslogs') return { driver };
  const { 'awslogs-group': group, 'awslogs-stream-prefix': prefix } = options;
  return { driver, ...(group !== undefined && { group }), ...(prefix !== undefined && { prefix }) };
}

function pairsOf<Entry>(
  entries: readonly Entry[] = [],
  pairOf: (entry: Entry) => readonly [string | undefined, string | undefined],
): Readonly<Record<string, string>> {
  return Object.fromEntries(entries.map(pairOf).map(([name = '', value = '']) => [name, value]));
}
