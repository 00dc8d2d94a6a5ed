import { put } from '../events.ts';
import { describeTask } from '../read/describe-task.ts';
import type { TaskRecord, TaskStatus } from '../state.ts';
import type { World } from '../world.ts';

/** Moves a task to a status. Its version rises with each change: receivers of the event order and deduplicate by it. */
export function setStatus(world: World, task: TaskRecord, status: TaskStatus): void {
  task.lastStatus = status;
  task.updatedAt = world.clock.now();
  task.version += 1;
  const { tags: _tags, healthStatus: _health, ...detail } = describeTask(world, task);
  put(world, 'ECS Task State Change', task.arn, {
    ...detail,
    containers: detail.containers?.map(({ healthStatus: _health, ...container }) => container),
    updatedAt: new Date(task.updatedAt).toISOString(),
  });
}
