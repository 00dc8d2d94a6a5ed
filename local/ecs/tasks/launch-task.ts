import { note } from '../service-log.ts';
import type { TaskRecord } from '../state.ts';
import type { World } from '../world.ts';
import { containerEnded } from './container-ended.ts';
import { LOOPBACK } from './free-port.ts';
import { logDriver } from './log-driver.ts';
import { type PreparedContainer, prepareTask } from './prepare-task.ts';
import { endTask, stopTask } from './stop-task.ts';
import { taskFailed } from './task-failed.ts';
import { isActive } from './task-health.ts';
import { setStatus } from './task-status.ts';

const KEPT_LINES = 200;

/** Brings a task to RUNNING. A task that ran before a restart of the local AWS starts again as itself, without any event. */
export function launchTask(world: World, task: TaskRecord): void {
  world.live.set(task.arn, { processes: new Map(), lines: world.live.get(task.arn)?.lines ?? [] });
  if (task.lastStatus === 'PROVISIONING') setStatus(world, task, 'PENDING');
  task.pullStartedAt ??= world.clock.now();
  const then = (next: () => void): void => {
    if (world.closed) return;
    world.turn(() => {
      if (isActive(task)) next();
      else if (task.lastStatus !== 'STOPPED') endTask(world, task);
    });
  };
  prepareTask(world, task).then(
    (prepared) => then(() => startProcesses(world, task, prepared)),
    (error: Error) => then(() => cannotStart(world, task, error)),
  );
}

function cannotStart(world: World, task: TaskRecord, error: Error): void {
  const reason = error.message.startsWith(error.name) ? error.message : `${error.name}: ${error.message}`;
  for (const container of task.containers) container.reason = reason;
  stopTask(world, task, 'TaskFailedToStart', reason);
  if (!isActive(task) && task.lastStatus === 'PENDING') endTask(world, task);
  taskFailed(world, task);
}

function startProcesses(world: World, task: TaskRecord, prepared: readonly PreparedContainer[]): void {
  task.pullStoppedAt ??= world.clock.now();
  for (const container of prepared) startContainer(world, task, container);
  task.launchedAt = world.clock.now();
  if (task.lastStatus !== 'RUNNING') {
    task.startedAt = world.clock.now();
    setStatus(world, task, 'RUNNING');
  }
  registerTargets(world, task);
  if (task.serviceArn !== undefined) world.wake(task.serviceArn);
}

function startContainer(world: World, task: TaskRecord, prepared: PreparedContainer): void {
  const { definition, record, image, ports, environment } = prepared;
  const override = task.overrides?.containerOverrides?.find(({ name }) => name === record.name);
  const live = world.live.get(task.arn);
  const sendToLogs = logDriver(world, task, definition);
  const command = override?.command ?? definition.command;
  const process = world.processes.start({
    image,
    environment,
    ...(definition.entryPoint === undefined ? {} : { entrypoint: definition.entryPoint }),
    ...(command === undefined ? {} : { command }),
    ...(definition.workingDirectory === undefined ? {} : { workingDirectory: definition.workingDirectory }),
    onLine: (line) => {
      sendToLogs(line);
      live?.lines.push(line);
      if (live !== undefined && live.lines.length > KEPT_LINES) live.lines.shift();
    },
  });
  live?.processes.set(record.name, process);
  record.ports = ports;
  record.imageDigest = image.digest;
  record.lastStatus = 'RUNNING';
  record.runtimeId = String(process.pid ?? '');
  void process.ended.then((ending) => {
    if (!world.closed) world.turn(() => containerEnded(world, task, record, ending));
  });
}

function registerTargets(world: World, task: TaskRecord): void {
  const groups = world.store.services.revisions[task.revision ?? '']?.groups ?? [];
  task.targets = groups.map(({ group, containerName, containerPort }) => {
    const container = task.containers.find((record) => record.name === containerName);
    const port = container?.ports.find((mapped) => mapped.containerPort === containerPort)?.hostPort ?? 0;
    return { group, port };
  });
  const service = world.store.services.services[task.serviceArn ?? ''];
  for (const { group, port } of task.targets) {
    world.balancer.register(group, { id: LOOPBACK, port });
    if (service !== undefined) note(world, service, `registered 1 targets in (target-group ${group}).`);
  }
}
