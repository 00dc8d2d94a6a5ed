import type { CreateServiceRequest, DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { serviceArn } from '../arns.ts';
import { beginDeployment } from '../engine/begin-deployment.ts';
import { theActiveTaskDefinition, theCluster } from '../look-up.ts';
import { invalid } from '../refusals.ts';
import type { ServiceRecord, ServiceSettings } from '../state.ts';
import type { World } from '../world.ts';
import { checkSettings } from './check-settings.ts';

const NAME = /^[a-zA-Z0-9_-]{1,255}$/;

/** Makes a service and starts its first deployment. */
export function createService(world: World, request: CreateServiceRequest): ServiceRecord {
  const { cluster: clusterName, serviceName = '', taskDefinition, desiredCount, tags, ...given } = request;
  const { clientToken: _token, deploymentConfiguration, ...rest } = given;
  const cluster = theCluster(world, clusterName);
  if (!NAME.test(serviceName)) throw invalid('Invalid service name.');
  if (taskDefinition === undefined) throw invalid('TaskDefinition can not be blank.');
  const definition = theActiveTaskDefinition(world, taskDefinition);
  const settings: ServiceSettings = {
    schedulingStrategy: 'REPLICA',
    deploymentController: { type: 'ECS' },
    availabilityZoneRebalancing: 'ENABLED',
    enableECSManagedTags: false,
    propagateTags: 'NONE',
    enableExecuteCommand: false,
    placementConstraints: [],
    placementStrategy: [],
    ...(rest.capacityProviderStrategy?.length ? {} : { launchType: 'EC2' }),
    ...withoutUndefined(rest),
    deploymentConfiguration: withDefaults(deploymentConfiguration),
  };
  checkSettings(world, settings, definition);
  const arn = serviceArn(cluster.clusterName ?? '', serviceName);
  refuseSecond(world.store.services.services[arn]);
  const service: ServiceRecord = {
    arn,
    name: serviceName,
    clusterArn: cluster.clusterArn,
    createdAt: world.clock.now(),
    status: 'ACTIVE',
    desiredCount: desiredCount ?? 1,
    taskDefinition: definition.definition.taskDefinitionArn,
    settings,
    tags: [...(tags ?? [])],
    frozen: [],
    weights: {},
    steady: false,
    events: [],
  };
  world.store.services.services[arn] = service;
  beginDeployment(world, service);
  return service;
}

function refuseSecond(there: ServiceRecord | undefined): void {
  if (there?.status === 'ACTIVE') throw invalid('Creation of service was not idempotent.');
  if (there?.status === 'DRAINING') throw invalid('Unable to Start a service that is still Draining.');
}

/** What a deployment configuration says where it leaves something out. */
export function withDefaults(configuration: DeploymentConfiguration = {}): DeploymentConfiguration {
  return { strategy: 'ROLLING', minimumHealthyPercent: 100, maximumPercent: 200, ...withoutUndefined(configuration) };
}

/** Members that were really given: `undefined` must not hide a default. */
export function withoutUndefined<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value;
}
