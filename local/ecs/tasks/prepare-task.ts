import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { REGION } from '../../kernel/account.ts';
import type { PulledImage } from '../ports.ts';
import type { ContainerRecord, TaskRecord } from '../state.ts';
import type { World } from '../world.ts';
import { imageToPull } from './image-digest.ts';

/** Everything that one container needs to start. */
export interface PreparedContainer {
  readonly definition: ContainerDefinition;
  readonly record: ContainerRecord;
  readonly image: PulledImage;
  readonly ports: ContainerRecord['ports'];
  readonly environment: Readonly<Record<string, string>>;
}

/** Pulls images, reads secrets and finds ports. A rejection says why the task cannot start. */
export async function prepareTask(world: World, task: TaskRecord): Promise<PreparedContainer[]> {
  const definitions = world.store.definitions.taskDefinitions[task.taskDefinition]?.definition.containerDefinitions;
  return Promise.all(
    task.containers.map(async (record) => {
      const definition = definitions?.find((container) => container.name === record.name) ?? {};
      const revision = world.store.services.revisions[task.revision ?? ''];
      const consistent = definition.versionConsistency === 'disabled' ? undefined : revision;
      const image = await world.images.pull(await imageToPull(world, consistent, record.name, record.image));
      const secrets = await readSecrets(world, definition);
      const ports = await findPorts(world, definition, record);
      return { definition, record, image, ports, environment: environmentOf(task, definition, ports, secrets) };
    }),
  );
}

async function readSecrets(world: World, definition: ContainerDefinition): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const { name = '', valueFrom = '' } of definition.secrets ?? []) {
    const read = world.readSecret;
    if (read === undefined) throw unreadable(valueFrom, 'the local Amazon ECS was started without secrets');
    values[name] = await read(valueFrom).catch((error: Error) => Promise.reject(unreadable(valueFrom, error.message)));
  }
  return values;
}

function unreadable(valueFrom: string, because: string): Error {
  const error = new Error(`unable to pull secrets or registry auth: ${valueFrom}: ${because}`);
  error.name = 'ResourceInitializationError';
  return error;
}

async function findPorts(
  world: World,
  definition: ContainerDefinition,
  record: ContainerRecord,
): Promise<ContainerRecord['ports']> {
  const ports: ContainerRecord['ports'] = [];
  for (const { containerPort = 0 } of definition.portMappings ?? []) {
    const before = record.ports.find((port) => port.containerPort === containerPort)?.hostPort;
    ports.push({ containerPort, hostPort: await world.freePort(before) });
  }
  return ports;
}

/**
 * Local mode's one convention: all tasks share one loopback address, so a container listens on `PORT`, which stands for
 * its first port mapping. Each mapping also has its own `PORT_<containerPort>`.
 */
function environmentOf(
  task: TaskRecord,
  definition: ContainerDefinition,
  ports: ContainerRecord['ports'],
  secrets: Readonly<Record<string, string>>,
): Record<string, string> {
  const overrides = task.overrides?.containerOverrides?.find((override) => override.name === definition.name);
  const given = [...(definition.environment ?? []), ...(overrides?.environment ?? [])];
  const [first] = ports;
  return {
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_EXECUTION_ENV: task.launchType === 'EC2' ? 'AWS_ECS_EC2' : 'AWS_ECS_FARGATE',
    ...Object.fromEntries(given.map(({ name = '', value = '' }) => [name, value])),
    ...secrets,
    ...(first === undefined ? {} : { PORT: String(first.hostPort) }),
    ...Object.fromEntries(ports.map((port) => [`PORT_${port.containerPort}`, String(port.hostPort)])),
  };
}
