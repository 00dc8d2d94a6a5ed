import type { StopServiceDeploymentRequest, StopServiceDeploymentResponse } from '@aws-sdk/client-ecs';
import { AwsError } from '../../kernel/aws-error.ts';
import { isTerminal } from '../engine/finish.ts';
import { theDeployment } from '../look-up.ts';
import { invalid } from '../refusals.ts';
import type { DeploymentRecord } from '../state.ts';
import type { World } from '../world.ts';

/** Asks for the way back. On a deployment that is on it already the call is accepted and changes nothing. */
export function stopDeployment(world: World, request: StopServiceDeploymentRequest): StopServiceDeploymentResponse {
  const deployment = theDeployment(world, request.serviceDeploymentArn);
  if (request.stopType === 'ABORT') throw invalid('stopType ABORT is not supported. Use ROLLBACK.');
  refuseFinished(world, deployment);
  if (deployment.status === 'PENDING' || deployment.status === 'IN_PROGRESS') {
    deployment.status = 'ROLLBACK_REQUESTED';
    deployment.statusReason = 'Service deployment rollback was requested with StopServiceDeployment.';
    deployment.updatedAt = world.clock.now();
    world.wake(deployment.serviceArn);
  }
  return { serviceDeploymentArn: deployment.arn };
}

export function refuseFinished(world: World, deployment: DeploymentRecord): void {
  if (!isTerminal(deployment)) return;
  const said = `The service deployment is in the ${deployment.status} state and cannot be changed any more.`;
  throw new AwsError(world.switches.stopOfFinished, said);
}
