import { putDeploymentEvent } from '../events.ts';
import { revisionOf } from '../look-up.ts';
import { note } from '../service-log.ts';
import type { DeploymentRecord, RevisionRecord, ServiceRecord } from '../state.ts';
import type { World } from '../world.ts';
import { groupsForReturn, sameGroups } from './choose-groups.ts';
import { giveUp, setRollout } from './finish.ts';
import { fleetOf } from './fleet.ts';
import { isOpen } from './hooks.ts';
import { endAlarms, endBreaker, type Failure } from './monitors.ts';
import { reached } from './plan-tasks.ts';
import { stepsBack } from './steps.ts';

/** A monitor tripped. FAILED is sent for circuit breaker and alarms alone; only their own `rollback` brings the old version back. */
export function fail(world: World, service: ServiceRecord, deployment: DeploymentRecord, failure: Failure): void {
  const target = revisionOf(world, deployment.target);
  const reason = `ECS deployment ${failure.by}: ${failure.because}.`;
  setRollout(world, target, 'FAILED', reason);
  note(world, service, `(deployment ${target.deploymentId}) deployment failed: ${failure.because}.`);
  putDeploymentEvent(world, service, target, 'SERVICE_DEPLOYMENT_FAILED', reason);
  if (failure.rollback) rollBack(world, service, deployment, `Service deployment rolled back: ${reason}`, failure.by);
  else giveUp(world, service, deployment, 'STOPPED', `Service deployment failed: ${reason}`);
}

/**
 * Goes back, inside the same service deployment, to the last revision whose deployment was SUCCESSFUL; no other can be
 * named. While that one still runs, traffic goes back at once; else its tasks come first.
 */
export function rollBack(
  world: World,
  service: ServiceRecord,
  deployment: DeploymentRecord,
  reason: string,
  by = 'rollback',
): void {
  endBreaker(deployment);
  endAlarms(deployment);
  for (const hook of deployment.hooks.filter(isOpen)) hook.status = 'FAILED';
  const target = revisionOf(world, deployment.target);
  if (target.rollout.state !== 'FAILED') setRollout(world, target, 'FAILED', reason);
  const revision = service.lastSuccessful === undefined ? undefined : revisionOf(world, service.lastSuccessful);
  const startedAt = world.clock.now();
  deployment.statusReason = reason;
  deployment.status = 'ROLLBACK_IN_PROGRESS';
  deployment.rollback = { reason, startedAt, ...(revision === undefined ? {} : { revision: revision.arn }) };
  deployment.updatedAt = startedAt;
  if (revision === undefined) {
    withoutTarget(world, service, deployment, reason);
    return;
  }
  takeTheWayBack(world, service, deployment, revision);
  setRollout(
    world,
    revision,
    'IN_PROGRESS',
    `ECS deployment ${by}: rolling back to deploymentId ${revision.deploymentId}.`,
  );
  note(world, service, `rolling back to deployment ${revision.deploymentId}.`);
  putDeploymentEvent(world, service, revision, 'SERVICE_DEPLOYMENT_IN_PROGRESS', revision.rollout.reason);
}

function takeTheWayBack(
  world: World,
  service: ServiceRecord,
  deployment: DeploymentRecord,
  revision: RevisionRecord,
): void {
  const capacityThere = deployment.kept === revision.arn && !reached(deployment, 'cleanUp');
  const { groups } = revisionOf(world, deployment.target);
  if (fleetOf(world, service).of(revision.arn).length === 0) {
    revision.groups = groupsForReturn(deployment.manner, groups, revision.groups);
  }
  if (!sameGroups(groups, revision.groups)) deployment.manner = 'shift';
  deployment.steps = stepsBack(deployment.manner, deployment.steps.slice(0, deployment.at + 1), capacityThere);
  deployment.at = 0;
  deployment.phase = 'act';
  deployment.enteredAt = world.clock.now();
  delete deployment.until;
  service.taskDefinition = revision.taskDefinition;
  service.settings = { ...service.settings, ...revision.settings };
}

function withoutTarget(world: World, service: ServiceRecord, deployment: DeploymentRecord, reason: string): void {
  note(world, service, 'was unable to roll back: there is no deployment that completed.');
  if (world.switches.rollbackWithoutTarget === 'stalls') return;
  const because = `${reason} There is no earlier service deployment that was successful to roll back to.`;
  giveUp(world, service, deployment, 'ROLLBACK_FAILED', because);
}
