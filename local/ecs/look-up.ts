/** Records by name or ARN, or the error that Amazon ECS answers. */
import type { Cluster } from '@aws-sdk/client-ecs';
import { clusterArn, clusterOf, serviceArn, shortName } from './arns.ts';
import { clientError, clusterNotFound, deploymentNotFound, serviceNotActive, serviceNotFound } from './refusals.ts';
import type { DeploymentRecord, RevisionRecord, ServiceRecord, TaskDefinitionRecord, TaskRecord } from './state.ts';
import type { World } from './world.ts';

export function theCluster(world: World, cluster: string | undefined): Cluster & { clusterArn: string } {
  const arn = clusterArn(clusterOf(cluster));
  const found = world.store.definitions.clusters[arn];
  if (found === undefined || found.status !== 'ACTIVE') throw clusterNotFound();
  return { ...found, clusterArn: arn };
}

export function findService(world: World, cluster: string | undefined, service: string): ServiceRecord | undefined {
  return world.store.services.services[serviceArn(clusterOf(cluster), shortName(service))];
}

export function theService(world: World, cluster: string | undefined, service: string): ServiceRecord {
  theCluster(world, cluster);
  const found = findService(world, cluster, service);
  if (found === undefined) throw serviceNotFound();
  return found;
}

export function theActiveService(world: World, cluster: string | undefined, service: string): ServiceRecord {
  const found = theService(world, cluster, service);
  if (found.status !== 'ACTIVE') throw serviceNotActive();
  return found;
}

export function theDeployment(world: World, arn: string | undefined): DeploymentRecord {
  const found = world.store.services.deployments[arn ?? ''];
  if (found === undefined) throw deploymentNotFound(arn ?? '');
  return found;
}

/** A record that another record names: it is there, or the state is damaged. */
export function revisionOf(world: World, arn: string): RevisionRecord {
  const found = world.store.services.revisions[arn];
  if (found === undefined) throw new Error(`The state of the local Amazon ECS lacks ${arn}. Start with --reset.`);
  return found;
}

/** The deployment that is under way, if there is one. */
export function activeDeployment(world: World, service: ServiceRecord): DeploymentRecord | undefined {
  return service.deployment === undefined ? undefined : world.store.services.deployments[service.deployment];
}

/** `family`, `family:revision` or an ARN. A family alone is its newest ACTIVE revision. */
export function findTaskDefinition(world: World, name: string): TaskDefinitionRecord | undefined {
  const [family = '', revision] = shortName(name).split(':');
  const all = Object.values(world.store.definitions.taskDefinitions).filter(
    (record) => record.definition.family === family,
  );
  if (revision !== undefined) return all.find((record) => record.definition.revision === Number(revision));
  return all
    .filter((record) => record.definition.status === 'ACTIVE')
    .sort((a, b) => (a.definition.revision ?? 0) - (b.definition.revision ?? 0))
    .at(-1);
}

export function theTaskDefinition(world: World, name: string): TaskDefinitionRecord {
  const found = findTaskDefinition(world, name);
  if (found === undefined) throw clientError('Unable to describe task definition.');
  return found;
}

/** A task definition that may be started: AWS takes no INACTIVE one for new work. */
export function theActiveTaskDefinition(world: World, name: string): TaskDefinitionRecord {
  const found = findTaskDefinition(world, name);
  if (found === undefined) throw clientError('TaskDefinition not found.');
  if (found.definition.status !== 'ACTIVE') throw clientError('TaskDefinition is inactive');
  return found;
}

export function tasksOf(world: World, service: ServiceRecord): TaskRecord[] {
  return Object.values(world.store.services.tasks).filter((task) => task.serviceArn === service.arn);
}
