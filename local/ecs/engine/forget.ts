import { tasksOf } from '../look-up.ts';
import type { ServiceRecord } from '../state.ts';
import type { World } from '../world.ts';

const HOUR_MS = 3_600_000;
const STOPPED_TASKS_MS = HOUR_MS;
const HISTORY_MS = 90 * 24 * HOUR_MS;

/** AWS shows stopped tasks for an hour and service deployments for 90 days; what is older goes when the service next moves. */
export function forget(world: World, service: ServiceRecord): void {
  const { tasks, deployments, revisions } = world.store.services;
  const now = world.clock.now();
  for (const task of tasksOf(world, service)) {
    if (task.stoppedAt === undefined || task.stoppedAt > now - STOPPED_TASKS_MS) continue;
    delete tasks[task.arn];
    world.live.delete(task.arn);
  }
  const own = Object.values(deployments).filter((deployment) => deployment.serviceArn === service.arn);
  const old = own.filter(
    (deployment) => deployment.finishedAt !== undefined && deployment.finishedAt < now - HISTORY_MS,
  );
  for (const { arn, target } of old) {
    delete deployments[arn];
    const used =
      target === service.leading ||
      target === service.lastSuccessful ||
      service.frozen.includes(target) ||
      tasksOf(world, service).some((task) => task.revision === target) ||
      Object.values(deployments).some(
        ({ source, rollback }) => source.includes(target) || rollback?.revision === target,
      );
    if (!used) delete revisions[target];
  }
}
