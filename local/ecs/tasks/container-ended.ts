import type { RunningProcess } from '../ports.ts';
import type { ContainerRecord, TaskRecord } from '../state.ts';
import type { World } from '../world.ts';
import { endTask, stopTask } from './stop-task.ts';
import { taskFailed } from './task-failed.ts';

type Ending = Awaited<RunningProcess['ended']>;

/** A container's process is gone: an essential one takes the task with it, and the last one ends it. */
export function containerEnded(world: World, task: TaskRecord, container: ContainerRecord, ending: Ending): void {
  const processes = world.live.get(task.arn)?.processes;
  processes?.delete(container.name);
  container.lastStatus = 'STOPPED';
  if ('exitCode' in ending) container.exitCode = ending.exitCode;
  else container.reason = `CannotStartContainerError: ${ending.notStarted}`;

  const unexpected = task.desiredStatus === 'RUNNING' && (container.essential || 'notStarted' in ending);
  if (processes?.size === 0 && !unexpected && task.desiredStatus === 'STOPPED') endTask(world, task);
  if (!unexpected) return;
  const code = 'exitCode' in ending ? 'EssentialContainerExited' : 'TaskFailedToStart';
  stopTask(world, task, code, container.reason ?? 'Essential container in task exited');
  taskFailed(world, task);
  if (task.serviceArn !== undefined) world.wake(task.serviceArn);
}
