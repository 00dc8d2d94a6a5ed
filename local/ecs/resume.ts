import { restoreWeights } from './engine/traffic.ts';
import type { TaskRecord } from './state.ts';
import { launchTask } from './tasks/launch-task.ts';
import { endTask } from './tasks/stop-task.ts';
import { isActive } from './tasks/task-health.ts';
import type { World } from './world.ts';

const USUAL_GRACE_MS = 30_000;

/** After a restart: weights first, then the same tasks again; a task that was on its way out is out now. */
export async function resume(world: World): Promise<void> {
  const { services, tasks } = world.store.services;
  world.turn(() => {
    for (const service of Object.values(services)) {
      if (service.status === 'ACTIVE') restoreWeights(world, service);
      world.wake(service.arn);
    }
    for (const task of Object.values(tasks)) {
      if (task.lastStatus === 'STOPPED') continue;
      if (isActive(task)) again(world, task);
      else endTask(world, task);
    }
  });
}

/** The task keeps its ARN and its status; its health is unknown until the load balancer has looked at it. */
function again(world: World, task: TaskRecord): void {
  delete task.launchedAt;
  task.targets = [];
  launchTask(world, task);
}

/** Ends every process of this part and waits for it. */
export async function closeDown(world: World): Promise<void> {
  world.store.commit();
  world.closed = true;
  const running = [...world.live.values()].flatMap(({ processes }) => [...processes.values()]);
  for (const process of running) process.stop(USUAL_GRACE_MS);
  await Promise.all(running.map((process) => process.ended));
}
