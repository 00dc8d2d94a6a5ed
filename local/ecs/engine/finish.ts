import type { ServiceDeploymentStatus } from '@aws-sdk/client-ecs';
import { putDeploymentEvent } from '../events.ts';
import { revisionOf } from '../look-up.ts';
import { revisionSummaries } from '../read/revision-summaries.ts';
import { note } from '../service-log.ts';
import type { DeploymentRecord, RevisionRecord, ServiceRecord } from '../state.ts';
import { isActive } from '../tasks/task-health.ts';
import type { World } from '../world.ts';
import { closeHook, isOpen } from './hooks.ts';
import { endAlarms, endBreaker } from './monitors.ts';

const TERMINAL: readonly ServiceDeploymentStatus[] = [
  'SUCCESSFUL',
  'STOPPED',
  'ROLLBACK_SUCCESSFUL',
  'ROLLBACK_FAILED',
];

export const isTerminal = (deployment: DeploymentRecord): boolean => TERMINAL.includes(deployment.status);

/** All steps are done: the revision that was brought up is the one that runs. */
export function complete(world: World, service: ServiceRecord, deployment: DeploymentRecord): void {
  const back = deployment.rollback?.revision;
  const revision = revisionOf(world, back ?? deployment.target);
  service.leading = revision.arn;
  service.frozen = [];
  if (back === undefined) service.lastSuccessful = revision.arn;
  setRollout(world, revision, 'COMPLETED', `ECS deployment ${revision.deploymentId} completed.`);
  end(world, service, deployment, back === undefined ? 'SUCCESSFUL' : 'ROLLBACK_SUCCESSFUL');
  note(world, service, `(deployment ${revision.deploymentId}) deployment completed.`);
  // A rollback ends with COMPLETED of the old revision: the event alone says nothing about the new one.
  putDeploymentEvent(world, service, revision, 'SERVICE_DEPLOYMENT_COMPLETED', revision.rollout.reason);
}

/** The deployment ends without any revision having won: what serves goes on serving, what failed starts no more tasks. */
export function giveUp(
  world: World,
  service: ServiceRecord,
  deployment: DeploymentRecord,
  status: 'STOPPED' | 'ROLLBACK_FAILED',
  reason: string,
): void {
  deployment.statusReason = reason;
  const stays = deployment.rollback === undefined ? deployment.kept : deployment.rollback.revision;
  const running = Object.values(world.store.services.tasks).filter(
    (task) => task.serviceArn === service.arn && isActive(task) && task.revision !== stays,
  );
  service.frozen = [...new Set(running.map((task) => task.revision ?? ''))];
  service.leading = stays;
  end(world, service, deployment, status);
}

/** A new deployment takes the place of one that is under way. */
export function supersede(world: World, service: ServiceRecord, deployment: DeploymentRecord): void {
  const back = deployment.status === 'ROLLBACK_IN_PROGRESS';
  deployment.statusReason = 'A new service deployment was started while this one was under way.';
  end(world, service, deployment, back ? 'ROLLBACK_FAILED' : 'STOPPED');
}

function end(
  world: World,
  service: ServiceRecord,
  deployment: DeploymentRecord,
  status: 'SUCCESSFUL' | 'STOPPED' | 'ROLLBACK_SUCCESSFUL' | 'ROLLBACK_FAILED',
): void {
  const now = world.clock.now();
  for (const hook of deployment.hooks.filter(isOpen)) closeHook(world, deployment, hook, 'FAILED');
  endBreaker(deployment);
  endAlarms(deployment);
  deployment.final = revisionSummaries(world, service, deployment);
  deployment.status = status;
  deployment.updatedAt = now;
  deployment.finishedAt = now;
  if (status === 'STOPPED') deployment.stoppedAt = now;
  delete deployment.until;
  delete service.deployment;
  service.steady = false;
  world.announce({
    kind: 'ended',
    serviceArn: service.arn,
    serviceDeploymentArn: deployment.arn,
    status,
  });
}

export function setRollout(
  world: World,
  revision: RevisionRecord,
  state: RevisionRecord['rollout']['state'],
  reason: string,
): void {
  revision.rollout = { state, reason };
  revision.updatedAt = world.clock.now();
}
