import { putServiceAction } from '../events.ts';
import { note } from '../service-log.ts';
import type { DeploymentRecord, RevisionRecord, ServiceRecord, TaskRecord } from '../state.ts';
import type { World } from '../world.ts';
import { slowDown } from './backoff.ts';

const IMPAIRED_AFTER = 3;

/** A task of a service ended without anybody wanting it: the breaker counts it, and the next start waits. */
export function taskFailed(world: World, task: TaskRecord): void {
  const { services, revisions, deployments } = world.store.services;
  const service = services[task.serviceArn ?? ''];
  const revision = revisions[task.revision ?? ''];
  if (service === undefined || revision === undefined) return;
  slowDown(world, revision, task);
  revision.failedTasks += 1;
  if (revision.failedTasks === IMPAIRED_AFTER) impaired(world, service, revision);
  const deployment = deployments[service.deployment ?? ''];
  if (deployment !== undefined && counts(world, deployment, task)) deployment.breaker.failureCount += 1;
}

function counts(world: World, deployment: DeploymentRecord, task: TaskRecord): boolean {
  if (deployment.status !== 'IN_PROGRESS' || deployment.target !== task.revision) return false;
  if (deployment.breaker.status !== 'MONITORING') return false;
  return task.stopCode !== 'EssentialContainerExited' || world.switches.crashAfterRunning === 'counts';
}

function impaired(world: World, service: ServiceRecord, revision: RevisionRecord): void {
  putServiceAction(world, service, 'WARN', 'SERVICE_TASK_START_IMPAIRED');
  note(world, service, `(deployment ${revision.deploymentId}) is unable to consistently start tasks successfully.`);
}
