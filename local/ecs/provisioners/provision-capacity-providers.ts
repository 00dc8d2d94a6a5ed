import { type PutClusterCapacityProvidersRequest, PutClusterCapacityProvidersRequest$ } from '@aws-sdk/client-ecs';
import type { Provisioner } from '../../template/provisioner.ts';
import { clusterOf } from '../arns.ts';
import { setCapacityProviders } from '../definitions/clusters.ts';
import type { World } from '../world.ts';
import { requestFrom } from './request-from.ts';

export function capacityProvidersProvisioner(world: World): Provisioner {
  return {
    provision(properties) {
      const where = 'ClusterCapacityProviderAssociations';
      const request = asRequest(requestFrom(PutClusterCapacityProvidersRequest$, properties, where));
      const cluster = clusterOf(request.cluster);
      setCapacityProviders(world, cluster, {
        capacityProviders: request.capacityProviders ?? [],
        defaultCapacityProviderStrategy: request.defaultCapacityProviderStrategy ?? [],
      });
      return { ref: cluster, attributes: {} };
    },
  };
}

/** `requestFrom` has just made it by this request's own schema. */
function asRequest(value: unknown): PutClusterCapacityProvidersRequest {
  return value as PutClusterCapacityProvidersRequest;
}
