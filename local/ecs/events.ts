/** The events of Amazon ECS, in the shapes that EventBridge gets them. */
import type { AwsEvent } from '../kernel/aws-event.ts';
import type { DeploymentRecord, HookRecord, RevisionRecord, ServiceRecord } from './state.ts';
import type { World } from './world.ts';

type Detail = Readonly<Record<string, unknown>>;

export function put(world: World, detailType: string, resource: string, detail: Detail): void {
  const event: AwsEvent = {
    source: 'aws.ecs',
    detailType,
    resources: [resource],
    detail: asJson(detail),
    time: new Date(world.clock.now()).toISOString(),
  };
  world.store.services.outbox.events.push(event);
}

/** As it will arrive: dates are strings, and nothing is `undefined`. */
function asJson(detail: Detail): object {
  return JSON.parse(JSON.stringify(detail));
}

const now = (world: World): string => new Date(world.clock.now()).toISOString();

/** AWS names neither the service deployment nor the image in it: only `ecs-svc/…`, which is the revision's. */
export function putDeploymentEvent(
  world: World,
  service: ServiceRecord,
  revision: RevisionRecord,
  eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS' | 'SERVICE_DEPLOYMENT_COMPLETED' | 'SERVICE_DEPLOYMENT_FAILED',
  reason: string,
): void {
  const failed = eventName === 'SERVICE_DEPLOYMENT_FAILED';
  if (failed && world.switches.failedEvent === 'absent') return;
  put(world, 'ECS Deployment State Change', service.arn, {
    eventType: failed ? 'ERROR' : 'INFO',
    eventName,
    clusterArn: service.clusterArn,
    deploymentId: revision.deploymentId,
    updatedAt: now(world),
    reason,
  });
}

export function putHookEvent(
  world: World,
  deployment: DeploymentRecord,
  hook: HookRecord,
  eventName: 'HOOK_IN_PROGRESS' | 'HOOK_AWAITING_ACTION' | 'HOOK_SUCCEEDED' | 'HOOK_FAILED' | 'HOOK_TIMED_OUT',
): void {
  if (world.switches.hookEvents === 'lost') return;
  put(world, 'ECS Hook State Change', deployment.arn, {
    eventType: eventName === 'HOOK_FAILED' || eventName === 'HOOK_TIMED_OUT' ? 'ERROR' : 'INFO',
    eventName,
    hookId: hook.hookId,
    hookType: hook.targetType,
    ...(hook.targetArn === undefined ? {} : { hookTargetArn: hook.targetArn }),
    expiresAt: new Date(hook.expiresAt).toISOString(),
    lifecycleStage: hook.stage,
    clusterArn: deployment.clusterArn,
    serviceArn: deployment.serviceArn,
    serviceDeploymentArn: deployment.arn,
    updatedAt: now(world),
  });
}

export function putServiceAction(
  world: World,
  service: ServiceRecord,
  eventType: 'INFO' | 'WARN' | 'ERROR',
  eventName: string,
  reason?: string,
): void {
  put(world, 'ECS Service Action', service.arn, {
    eventType,
    eventName,
    clusterArn: service.clusterArn,
    createdAt: now(world),
    ...(reason === undefined ? {} : { reason }),
  });
}
