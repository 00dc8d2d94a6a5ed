import type { TaskRecord } from '../state.ts';
import type { World } from '../world.ts';
import { LOOPBACK } from './free-port.ts';

/** Without a load balancer a task counts as healthy when it has been RUNNING for 40 seconds. */
export const SETTLE_MS = 40_000;

export type TaskHealth = 'starting' | 'healthy' | 'unhealthy';

/** What the scheduler thinks of a task. During its grace period a task is never unhealthy. */
export function healthOf(world: World, task: TaskRecord, graceSeconds = 0): TaskHealth {
  if (task.lastStatus !== 'RUNNING' || task.launchedAt === undefined) return 'starting';
  const age = world.clock.now() - task.launchedAt;
  if (task.targets.length === 0) return age >= SETTLE_MS ? 'healthy' : 'starting';
  const states = task.targets.map(({ group, port }) => world.balancer.health(group, { id: LOOPBACK, port }));
  if (states.every((state) => state === 'healthy')) return 'healthy';
  return states.includes('unhealthy') && age >= graceSeconds * 1000 ? 'unhealthy' : 'starting';
}

/** A task that should run. */
export const isActive = (task: TaskRecord): boolean =>
  task.desiredStatus === 'RUNNING' && task.lastStatus !== 'STOPPED';

export function isProtected(world: World, task: TaskRecord): boolean {
  return task.protectedUntil !== undefined && task.protectedUntil > world.clock.now();
}
