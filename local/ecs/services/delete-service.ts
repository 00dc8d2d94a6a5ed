import type { DeleteServiceRequest } from '@aws-sdk/client-ecs';
import { supersede } from '../engine/finish.ts';
import { activeDeployment, theActiveService } from '../look-up.ts';
import { invalid } from '../refusals.ts';
import type { ServiceRecord } from '../state.ts';
import type { World } from '../world.ts';

/** Stops everything of a service. It is DRAINING until the last task is gone, then INACTIVE. */
export function deleteService(
  world: World,
  { cluster, service: name = '', force }: DeleteServiceRequest,
): ServiceRecord {
  const service = theActiveService(world, cluster, name);
  if (service.desiredCount > 0 && force !== true) {
    throw invalid('The service cannot be stopped while it is scaled above 0.');
  }
  const deployment = activeDeployment(world, service);
  if (deployment !== undefined) supersede(world, service, deployment);
  service.status = 'DRAINING';
  service.desiredCount = 0;
  world.wake(service.arn);
  return service;
}
