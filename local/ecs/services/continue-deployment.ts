import type { ContinueServiceDeploymentRequest, ContinueServiceDeploymentResponse } from '@aws-sdk/client-ecs';
import { closeHook } from '../engine/hooks.ts';
import { theDeployment } from '../look-up.ts';
import { conflict, invalid } from '../refusals.ts';
import type { World } from '../world.ts';
import { refuseFinished } from './stop-deployment.ts';

/** Answers a PAUSE hook that waits. Without an action the answer is CONTINUE. */
export function continueDeployment(
  world: World,
  request: ContinueServiceDeploymentRequest,
): ContinueServiceDeploymentResponse {
  const deployment = theDeployment(world, request.serviceDeploymentArn);
  refuseFinished(world, deployment);
  if (deployment.status !== 'IN_PROGRESS') {
    throw conflict(`The service deployment is in the ${deployment.status} state; it must be IN_PROGRESS.`);
  }
  const hook = deployment.hooks.find(({ hookId, targetType }) => hookId === request.hookId && targetType === 'PAUSE');
  if (hook === undefined) throw invalid(`The service deployment has no PAUSE hook ${request.hookId}.`);
  if (hook.status !== 'AWAITING_ACTION') {
    throw conflict(`The hook ${hook.hookId} is in the ${hook.status} state; it must be AWAITING_ACTION.`);
  }
  closeHook(world, deployment, hook, request.action === 'ROLLBACK' ? 'FAILED' : 'SUCCEEDED');
  deployment.updatedAt = world.clock.now();
  world.wake(deployment.serviceArn);
  return { serviceDeploymentArn: deployment.arn };
}
