import { isDeepStrictEqual } from 'node:util';
import type { UpdateServiceRequest } from '@aws-sdk/client-ecs';
import { beginDeployment } from '../engine/begin-deployment.ts';
import { putServiceAction } from '../events.ts';
import { theActiveService, theActiveTaskDefinition } from '../look-up.ts';
import { invalid } from '../refusals.ts';
import { note } from '../service-log.ts';
import type { ServiceRecord, ServiceSettings } from '../state.ts';
import type { World } from '../world.ts';
import { checkSettings } from './check-settings.ts';
import { withDefaults, withoutUndefined } from './create-service.ts';

/** Members of UpdateService that start a deployment, besides taskDefinition and forceNewDeployment. All others change the service only. */
const TRIGGERS = [
  'networkConfiguration',
  'platformVersion',
  'loadBalancers',
  'serviceRegistries',
  'serviceConnectConfiguration',
  'volumeConfigurations',
  'vpcLatticeConfigurations',
] as const satisfies readonly (keyof ServiceSettings)[];

export function updateService(world: World, request: UpdateServiceRequest): ServiceRecord {
  const { cluster, service: name = '', taskDefinition, desiredCount, forceNewDeployment, ...given } = request;
  const { deploymentConfiguration, ...rest } = given;
  const service = theActiveService(world, cluster, name);
  if (desiredCount !== undefined && desiredCount < 0) throw invalid('desiredCount must not be negative.');
  const wanted = taskDefinition ?? service.taskDefinition;
  const definition = starts(request) ? theActiveTaskDefinition(world, wanted) : theRunning(world, service);
  const before = service.settings;
  const merged = world.switches.partialDeploymentConfiguration === 'merged' ? before.deploymentConfiguration : {};
  const configuration =
    deploymentConfiguration === undefined
      ? before.deploymentConfiguration
      : withDefaults(forStrategy({ ...merged, ...withoutUndefined(deploymentConfiguration) }, deploymentConfiguration));
  const settings: ServiceSettings = {
    ...before,
    ...withoutUndefined(rest),
    deploymentConfiguration: configuration,
  };
  checkSettings(world, settings, definition);

  const { taskDefinitionArn } = definition.definition;
  const changed =
    taskDefinitionArn !== service.taskDefinition ||
    TRIGGERS.some((member) => !isDeepStrictEqual(settings[member], before[member]));
  const named = starts(request) && world.switches.updateWithoutChange === 'startsDeployment';
  service.settings = settings;
  service.taskDefinition = taskDefinitionArn;
  scale(world, service, desiredCount);
  if (changed || named || forceNewDeployment === true) beginDeployment(world, service);
  world.wake(service.arn);
  return service;
}

/** Whether a request names something that can start a deployment. */
function starts(request: UpdateServiceRequest): boolean {
  const named = TRIGGERS.some((member) => request[member] !== undefined);
  return named || request.taskDefinition !== undefined || request.forceNewDeployment === true;
}

function theRunning(world: World, service: ServiceRecord): ReturnType<typeof theActiveTaskDefinition> {
  const record = world.store.definitions.taskDefinitions[service.taskDefinition];
  return record ?? theActiveTaskDefinition(world, service.taskDefinition);
}

/** The block of another strategy does not survive a change of strategy, unless the request itself holds it: then it is an error. */
function forStrategy(
  merged: ServiceSettings['deploymentConfiguration'],
  given: ServiceSettings['deploymentConfiguration'],
): ServiceSettings['deploymentConfiguration'] {
  const { canaryConfiguration, linearConfiguration, ...rest } = merged;
  const canary = merged.strategy === 'CANARY' ? canaryConfiguration : given.canaryConfiguration;
  const linear = merged.strategy === 'LINEAR' ? linearConfiguration : given.linearConfiguration;
  return {
    ...rest,
    ...(canary === undefined ? {} : { canaryConfiguration: canary }),
    ...(linear === undefined ? {} : { linearConfiguration: linear }),
  };
}

function scale(world: World, service: ServiceRecord, desiredCount: number | undefined): void {
  if (desiredCount === undefined || desiredCount === service.desiredCount) return;
  service.desiredCount = desiredCount;
  note(world, service, `has updated its desired count to ${desiredCount}.`);
  putServiceAction(world, service, 'INFO', 'SERVICE_DESIRED_COUNT_UPDATED');
}
