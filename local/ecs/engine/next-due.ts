import { activeDeployment, revisionOf, tasksOf } from '../look-up.ts';
import type { DeploymentRecord, ServiceRecord, TaskRecord } from '../state.ts';
import { healthOf, isActive, SETTLE_MS } from '../tasks/task-health.ts';
import type { World } from '../world.ts';
import { limitOf } from './advance.ts';
import { isOpen } from './hooks.ts';
import { planTasks } from './plan-tasks.ts';

/** When time alone will next change something about a service, after a moment; `undefined` while nothing is under way. */
export function nextDue(world: World, service: ServiceRecord, after: number): number | undefined {
  const deployment = activeDeployment(world, service);
  const tasks = tasksOf(world, service).filter(isActive);
  const dues = [
    ...(deployment === undefined ? [] : duesOfDeployment(deployment)),
    ...planTasks(world, service).starts.map(({ revision }) => revisionOf(world, revision).backoff.notBefore),
    ...tasks.flatMap((task) => duesOfTask(world, service, task)),
    ...(leaving(service, deployment, tasks) ? tasks.map((task) => task.protectedUntil ?? 0) : []),
  ].filter((due) => due > after);
  return dues.length === 0 ? undefined : Math.min(...dues);
}

function duesOfDeployment(deployment: DeploymentRecord): number[] {
  const step = deployment.steps[deployment.at];
  return [
    ...(step === undefined ? [] : [limitOf(deployment, step)]),
    deployment.until ?? 0,
    ...deployment.hooks.filter(isOpen).flatMap((hook) => [hook.expiresAt, hook.invokeAt ?? 0]),
  ];
}

/** A task without a load balancer settles; one with a grace period may become unhealthy when that is over. */
function duesOfTask(world: World, service: ServiceRecord, task: TaskRecord): number[] {
  if (task.launchedAt === undefined || healthOf(world, task) === 'healthy') return [];
  if (task.targets.length === 0) return [task.launchedAt + SETTLE_MS];
  return [task.launchedAt + (service.settings.healthCheckGracePeriodSeconds ?? 0) * 1000];
}

/** Only where tasks are to go does the end of their protection matter. */
function leaving(
  service: ServiceRecord,
  deployment: DeploymentRecord | undefined,
  tasks: readonly TaskRecord[],
): boolean {
  return deployment !== undefined || tasks.length > service.desiredCount;
}
