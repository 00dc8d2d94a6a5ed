import { shortName } from '../arns.ts';
import { putServiceAction } from '../events.ts';
import { revisionOf, tasksOf } from '../look-up.ts';
import { note } from '../service-log.ts';
import type { ServiceRecord, TaskRecord } from '../state.ts';
import { breakRow } from '../tasks/backoff.ts';
import { startServiceTasks } from '../tasks/create-task.ts';
import { stopTask } from '../tasks/stop-task.ts';
import { taskFailed } from '../tasks/task-failed.ts';
import { healthOf, isActive } from '../tasks/task-health.ts';
import type { World } from '../world.ts';
import { planTasks } from './plan-tasks.ts';

/** Starts and stops what the plan says. Gives back whether anything was done. */
export function keepTasks(world: World, service: ServiceRecord): boolean {
  noticeHealth(world, service);
  const { starts, stops } = planTasks(world, service);
  for (const { task, because } of stops) {
    if (because === 'unhealthy') stopUnhealthy(world, task);
    else scaleIn(world, task);
  }
  if (stops.length > 0) noteStops(world, service, stops);
  const due = starts.filter(({ revision }) => revisionOf(world, revision).backoff.notBefore <= world.clock.now());
  for (const { revision, count } of due) startServiceTasks(world, service, revisionOf(world, revision), count);
  return stops.length > 0 || due.length > 0;
}

function noticeHealth(world: World, service: ServiceRecord): void {
  for (const task of tasksOf(world, service)) {
    if (task.wasHealthy || !isActive(task) || healthOf(world, task) !== 'healthy') continue;
    task.wasHealthy = true;
    const revision = revisionOf(world, task.revision ?? '');
    breakRow(revision);
    const deployment = world.store.services.deployments[service.deployment ?? ''];
    const resets = deployment?.configuration.deploymentCircuitBreaker?.resetOnHealthyTask !== false;
    if (deployment?.target === revision.arn && resets) deployment.breaker.failureCount = 0;
  }
}

function stopUnhealthy(world: World, task: TaskRecord): void {
  const groups = task.targets.map(({ group }) => `(target-group ${group})`).join(' ');
  stopTask(world, task, 'ServiceSchedulerInitiated', `Task failed ELB health checks in ${groups}`);
  taskFailed(world, task);
}

function scaleIn(world: World, task: TaskRecord): void {
  const reason = `Scaling activity initiated by (deployment ${task.startedBy})`;
  stopTask(world, task, 'ServiceSchedulerInitiated', reason);
}

function noteStops(world: World, service: ServiceRecord, stops: readonly { readonly task: TaskRecord }[]): void {
  const names = stops.map(({ task }) => `(task ${shortName(task.arn)})`).join(' ');
  const draining = stops.filter(({ task }) => task.lastStatus === 'DEACTIVATING').length;
  if (draining > 0) note(world, service, `has begun draining connections on ${draining} tasks.`);
  note(world, service, `has stopped ${stops.length} running tasks: ${names}.`);
  putServiceAction(world, service, 'INFO', 'TASKS_STOPPED');
}
