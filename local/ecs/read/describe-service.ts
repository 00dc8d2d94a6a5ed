import type { Deployment, DeploymentConfiguration, Service } from '@aws-sdk/client-ecs';
import { activeDeployment, revisionOf, tasksOf } from '../look-up.ts';
import type { RevisionRecord, ServiceRecord } from '../state.ts';
import type { World } from '../world.ts';
import { dated } from './dated.ts';
import { visibleDeployments } from './describe-deployment.ts';
import { countsOf } from './revision-summaries.ts';

/** A service as DescribeServices gives it. Tags only where they are asked for. */
export function describeService(world: World, service: ServiceRecord, withTags: boolean): Service {
  const { settings } = service;
  const tasks = tasksOf(world, service);
  const primary = primaryOf(world, service);
  const revisions = revisionsOf(world, service, primary);
  return {
    ...settings,
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.clusterArn,
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: tasks.filter((task) => task.lastStatus === 'RUNNING').length,
    pendingCount: tasks.filter((task) => task.lastStatus === 'PENDING' || task.lastStatus === 'PROVISIONING').length,
    taskDefinition: service.taskDefinition,
    loadBalancers: settings.loadBalancers ?? [],
    deploymentConfiguration: shown(world, settings.deploymentConfiguration),
    taskSets: [],
    deployments: revisions.map((revision) => describeRollout(world, service, revision, revision.arn === primary)),
    events: service.events.map(({ createdAt, ...event }) => ({ ...event, createdAt: dated(createdAt) })),
    createdAt: dated(service.createdAt),
    currentServiceDeployment: visibleDeployments(world, service.arn)[0]?.arn,
    currentServiceRevisions: revisions.map(({ arn }) => ({
      arn,
      ...countsOf(world, service, arn, arn === primary),
    })),
    tags: withTags ? service.tags : undefined,
    resourceManagementType: 'CUSTOMER',
  };
}

/** Mid-2026 AWS answered nothing but the stages of a PAUSE hook. */
function shown(world: World, configuration: DeploymentConfiguration): DeploymentConfiguration {
  if (world.switches.pauseHooksInDescribeServices === 'whole') return configuration;
  const lifecycleHooks = configuration.lifecycleHooks?.map((hook) =>
    hook.targetType === 'PAUSE' ? { lifecycleStages: hook.lifecycleStages } : hook,
  );
  return lifecycleHooks === undefined ? configuration : { ...configuration, lifecycleHooks };
}

function primaryOf(world: World, service: ServiceRecord): string | undefined {
  const deployment = activeDeployment(world, service);
  if (deployment !== undefined) return deployment.rollback?.revision ?? deployment.target;
  return service.leading ?? service.frozen.at(-1);
}

function revisionsOf(world: World, service: ServiceRecord, primary: string | undefined): RevisionRecord[] {
  const running = tasksOf(world, service).filter((task) => task.lastStatus !== 'STOPPED');
  const arns = [...(primary === undefined ? [] : [primary]), ...running.map((task) => task.revision ?? '')];
  return [...new Set(arns)].map((arn) => revisionOf(world, arn));
}

function describeRollout(world: World, service: ServiceRecord, revision: RevisionRecord, primary: boolean): Deployment {
  const counts = countsOf(world, service, revision.arn, primary);
  const { launchType, capacityProviderStrategy, platformVersion, networkConfiguration } = revision.settings;
  return {
    id: revision.deploymentId,
    status: primary ? 'PRIMARY' : 'ACTIVE',
    taskDefinition: revision.taskDefinition,
    desiredCount: counts.requestedTaskCount,
    runningCount: counts.runningTaskCount,
    pendingCount: counts.pendingTaskCount,
    failedTasks: revision.failedTasks,
    createdAt: dated(revision.createdAt),
    updatedAt: dated(revision.updatedAt),
    launchType,
    capacityProviderStrategy,
    platformVersion,
    networkConfiguration,
    rolloutState: revision.rollout.state,
    rolloutStateReason: revision.rollout.reason,
  };
}
