import type { ServiceDeployment, ServiceDeploymentBrief, ServiceDeploymentLifecycleStage } from '@aws-sdk/client-ecs';
import type { Stage } from '../engine/steps.ts';
import type { DeploymentRecord, ServiceRecord } from '../state.ts';
import type { World } from '../world.ts';
import { dated } from './dated.ts';
import { revisionSummaries } from './revision-summaries.ts';

/** A deployment as DescribeServiceDeployments gives it. */
export function describeDeployment(
  world: World,
  service: ServiceRecord,
  deployment: DeploymentRecord,
): ServiceDeployment {
  const { source, target, threshold } = revisionSummaries(world, service, deployment);
  const { rollback, breaker, alarms } = deployment;
  const step = deployment.steps[deployment.at] ?? deployment.steps.at(-1);
  return {
    serviceDeploymentArn: deployment.arn,
    serviceArn: deployment.serviceArn,
    clusterArn: deployment.clusterArn,
    createdAt: dated(deployment.createdAt),
    startedAt: dated(deployment.startedAt),
    finishedAt: dated(deployment.finishedAt),
    stoppedAt: dated(deployment.stoppedAt),
    updatedAt: dated(deployment.updatedAt),
    sourceServiceRevisions: source,
    targetServiceRevision: target,
    status: deployment.status,
    statusReason: deployment.statusReason,
    lifecycleStage: step === undefined ? undefined : asSdkStage(step.stage),
    lifecycleHookDetails: deployment.hooks.map((hook) => ({
      hookId: hook.hookId,
      targetType: hook.targetType,
      targetArn: hook.targetArn,
      status: hook.status,
      expiresAt: dated(hook.expiresAt),
      timeoutAction: hook.timeoutAction,
    })),
    deploymentConfiguration: deployment.configuration,
    rollback:
      rollback === undefined
        ? undefined
        : { reason: rollback.reason, startedAt: dated(rollback.startedAt), serviceRevisionArn: rollback.revision },
    deploymentCircuitBreaker: { ...breaker, threshold },
    alarms: { status: alarms.status, alarmNames: alarms.names, triggeredAlarmNames: alarms.triggered },
  };
}

/** AWS answers PRE_PRODUCTION_TRAFFIC_SHIFT too, though the SDK's enum lacks it. */
function asSdkStage(stage: Stage): ServiceDeploymentLifecycleStage {
  return stage as ServiceDeploymentLifecycleStage;
}

/** A deployment as ListServiceDeployments gives it. */
export function deploymentInBrief(deployment: DeploymentRecord): ServiceDeploymentBrief {
  return {
    serviceDeploymentArn: deployment.arn,
    serviceArn: deployment.serviceArn,
    clusterArn: deployment.clusterArn,
    createdAt: dated(deployment.createdAt),
    startedAt: dated(deployment.startedAt),
    finishedAt: dated(deployment.finishedAt),
    targetServiceRevisionArn: deployment.target,
    status: deployment.status,
    statusReason: deployment.statusReason,
  };
}

/** Deployments of a service that reads know of, newest first. Reads may lag behind UpdateService. */
export function visibleDeployments(world: World, serviceArn: string): DeploymentRecord[] {
  const seen = world.clock.now() - world.switches.deploymentArnLagSeconds * 1000;
  return Object.values(world.store.services.deployments)
    .filter((deployment) => deployment.serviceArn === serviceArn && deployment.createdAt <= seen)
    .reverse()
    .sort((a, b) => b.createdAt - a.createdAt);
}
