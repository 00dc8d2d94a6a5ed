import type {
  CreateClusterRequest,
  CreateClusterResponse,
  DescribeClustersRequest,
  DescribeClustersResponse,
  ListClustersRequest,
  ListClustersResponse,
} from '@aws-sdk/client-ecs';
import { type Operations, operation } from '../../kernel/aws-service.ts';
import { clusterArn, clusterOf } from '../arns.ts';
import { createCluster, describeCluster } from '../definitions/clusters.ts';
import { page } from '../pages.ts';
import { permit, requestTags, resourceTags, tagOnCreate } from '../permissions.ts';
import type { World } from '../world.ts';

export function clusterOperations(world: World): Operations {
  return {
    CreateCluster: operation<CreateClusterRequest, CreateClusterResponse>({
      permissions: ({ clusterName = 'default', tags }) => [
        permit('CreateCluster', '*', requestTags(tags)),
        ...tagOnCreate(tags, clusterArn(clusterName), 'CreateCluster'),
      ],
      run: (input) => ({ cluster: createCluster(world, input) }),
    }),
    DescribeClusters: operation<DescribeClustersRequest, DescribeClustersResponse>({
      permissions: ({ clusters = ['default'] }) =>
        clusters.map((name) => {
          const arn = clusterArn(clusterOf(name));
          return permit('DescribeClusters', arn, resourceTags(world.store.definitions.clusters[arn]?.tags));
        }),
      run: ({ clusters = ['default'], include }) => {
        const arns = clusters.map((name) => clusterArn(clusterOf(name)));
        const found = arns.flatMap((arn) => world.store.definitions.clusters[arn] ?? []);
        const missing = arns.filter((arn) => world.store.definitions.clusters[arn] === undefined);
        return {
          clusters: found.map((cluster) => describeCluster(world, cluster, include ?? [])),
          failures: missing.map((arn) => ({ arn, reason: 'MISSING' })),
        };
      },
    }),
    ListClusters: operation<ListClustersRequest, ListClustersResponse>({
      permissions: () => [permit('ListClusters', '*')],
      run: (input) => {
        const { items, nextToken } = page(Object.keys(world.store.definitions.clusters), input, 100);
        return { clusterArns: items, nextToken };
      },
    }),
  };
}
