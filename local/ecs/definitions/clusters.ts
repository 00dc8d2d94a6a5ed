import type { Cluster, ClusterField, CreateClusterRequest } from '@aws-sdk/client-ecs';
import { clusterArn } from '../arns.ts';
import { clientError, invalid, unsupported } from '../refusals.ts';
import type { World } from '../world.ts';

const NAME = /^[a-zA-Z][a-zA-Z0-9_-]{0,254}$/;

/** Makes a cluster. One that is there already is answered as it is, as AWS does. */
export function createCluster(world: World, request: CreateClusterRequest): Cluster {
  const { clusterName = 'default', serviceConnectDefaults, ...kept } = request;
  if (!NAME.test(clusterName)) {
    throw invalid('Cluster name should only contain letters, numbers, hyphens and underscores, up to 255.');
  }
  if (serviceConnectDefaults !== undefined) throw unsupported('Service Connect: leave serviceConnectDefaults out');
  const arn = clusterArn(clusterName);
  const { clusters } = world.store.definitions;
  const there = clusters[arn];
  if (there !== undefined && there.status === 'ACTIVE') return describeCluster(world, there, ['TAGS']);
  const cluster: Cluster = { ...kept, clusterArn: arn, clusterName, status: 'ACTIVE' };
  clusters[arn] = cluster;
  world.store.saveDefinitions();
  return describeCluster(world, cluster, ['TAGS']);
}

/** Sets what AWS::ECS::ClusterCapacityProviderAssociations says about a cluster. */
export function setCapacityProviders(
  world: World,
  clusterName: string,
  settings: Pick<Cluster, 'capacityProviders' | 'defaultCapacityProviderStrategy'>,
): void {
  const cluster = world.store.definitions.clusters[clusterArn(clusterName)];
  if (cluster === undefined) throw clientError(`Cluster ${clusterName} not found.`);
  Object.assign(cluster, settings);
  world.store.saveDefinitions();
}

/** A cluster as DescribeClusters gives it, with what `include` asks for. */
export function describeCluster(world: World, cluster: Cluster, include: readonly ClusterField[]): Cluster {
  const { services, tasks } = world.store.services;
  const own = Object.values(tasks).filter((task) => task.clusterArn === cluster.clusterArn);
  const { tags, settings, configuration, ...rest } = cluster;
  return {
    ...rest,
    registeredContainerInstancesCount: 0,
    runningTasksCount: own.filter((task) => task.lastStatus === 'RUNNING').length,
    pendingTasksCount: own.filter((task) => task.lastStatus === 'PENDING' || task.lastStatus === 'PROVISIONING').length,
    activeServicesCount: Object.values(services).filter(
      (service) => service.clusterArn === cluster.clusterArn && service.status === 'ACTIVE',
    ).length,
    statistics: [],
    capacityProviders: cluster.capacityProviders ?? [],
    defaultCapacityProviderStrategy: cluster.defaultCapacityProviderStrategy ?? [],
    tags: include.includes('TAGS') ? (tags ?? []) : [],
    settings: include.includes('SETTINGS') ? (settings ?? []) : [],
    ...(include.includes('CONFIGURATIONS') ? { configuration } : {}),
  };
}
