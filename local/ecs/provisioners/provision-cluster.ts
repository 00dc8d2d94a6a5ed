import { type CreateClusterRequest, CreateClusterRequest$ } from '@aws-sdk/client-ecs';
import { type Provisioner, physicalName } from '../../template/provisioner.ts';
import { clusterArn } from '../arns.ts';
import { createCluster } from '../definitions/clusters.ts';
import type { World } from '../world.ts';
import { requestFrom } from './request-from.ts';

export function clusterProvisioner(world: World): Provisioner {
  return {
    provision(properties, context) {
      // CloudFormation says ClusterSettings where the API says settings.
      const { ClusterName, ClusterSettings: settings, ...rest } = properties;
      const clusterName = String(ClusterName ?? physicalName(context));
      const given = { ...rest, clusterName, ...(settings === undefined ? {} : { settings }) };
      createCluster(world, asRequest(requestFrom(CreateClusterRequest$, given, 'Cluster')));
      return { ref: clusterName, attributes: { Arn: clusterArn(clusterName) } };
    },
  };
}

/** `requestFrom` has just made it by this request's own schema. */
function asRequest(value: unknown): CreateClusterRequest {
  return value as CreateClusterRequest;
}
