import type { TaskStopCode } from '@aws-sdk/client-ecs';
import type { TaskRecord } from '../state.ts';
import type { World } from '../world.ts';
import { LOOPBACK } from './free-port.ts';
import { setStatus } from './task-status.ts';

const USUAL_STOP_SECONDS = 30;

/** Ends a task: its targets are taken out of the load balancer and drained first, then its processes get SIGTERM. */
export function stopTask(world: World, task: TaskRecord, code: TaskStopCode, reason: string): void {
  if (task.desiredStatus === 'STOPPED') return;
  task.desiredStatus = 'STOPPED';
  task.stopCode = code;
  task.stoppedReason = reason;
  task.stoppingAt = world.clock.now();
  const { targets } = task;
  task.targets = [];
  if (targets.length > 0) setStatus(world, task, 'DEACTIVATING');
  const drained = targets.map(({ group, port }) => world.balancer.deregister(group, { id: LOOPBACK, port }));
  // A task whose process is gone has nothing to drain for.
  if (targets.length === 0 || code === 'EssentialContainerExited' || code === 'TaskFailedToStart') {
    stopProcesses(world, task);
    return;
  }
  void Promise.allSettled(drained).then(() => {
    if (!world.closed) world.turn(() => stopProcesses(world, task));
  });
}

function stopProcesses(world: World, task: TaskRecord): void {
  if (task.lastStatus === 'STOPPED') return;
  const processes = world.live.get(task.arn)?.processes;
  if (processes === undefined || processes.size === 0) {
    // While images are pulled the launch itself notices that the task shall stop.
    if (task.lastStatus !== 'PENDING' || !world.live.has(task.arn)) endTask(world, task);
    return;
  }
  setStatus(world, task, 'STOPPING');
  const definition = world.store.definitions.taskDefinitions[task.taskDefinition]?.definition;
  for (const [name, process] of processes) {
    const seconds = definition?.containerDefinitions?.find((container) => container.name === name)?.stopTimeout;
    process.stop((seconds ?? USUAL_STOP_SECONDS) * 1000);
  }
}

/** Nothing of the task is left on this machine. */
export function endTask(world: World, task: TaskRecord): void {
  for (const container of task.containers) container.lastStatus = 'STOPPED';
  setStatus(world, task, 'DEPROVISIONING');
  task.stoppedAt = world.clock.now();
  setStatus(world, task, 'STOPPED');
  if (task.serviceArn !== undefined) world.wake(task.serviceArn);
}
