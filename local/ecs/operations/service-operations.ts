import type {
  CreateServiceRequest,
  CreateServiceResponse,
  DeleteServiceRequest,
  DeleteServiceResponse,
  DescribeServicesRequest,
  DescribeServicesResponse,
  ListServicesRequest,
  ListServicesResponse,
  UpdateServiceRequest,
  UpdateServiceResponse,
} from '@aws-sdk/client-ecs';
import { type Operations, operation, type Permission } from '../../kernel/aws-service.ts';
import { clusterArn, clusterOf, serviceArn, shortName } from '../arns.ts';
import { findService, theCluster } from '../look-up.ts';
import { page } from '../pages.ts';
import { onService, passRole, permit, requestTags, tagOnCreate } from '../permissions.ts';
import { describeService } from '../read/describe-service.ts';
import { invalid } from '../refusals.ts';
import { createService } from '../services/create-service.ts';
import { deleteService } from '../services/delete-service.ts';
import { updateService } from '../services/update-service.ts';
import type { World } from '../world.ts';

const ECS = 'ecs.amazonaws.com';
const MOST_DESCRIBED = 10;

export function serviceOperations(world: World): Operations {
  return {
    CreateService: operation<CreateServiceRequest, CreateServiceResponse>({
      permissions: (input) => {
        const arn = serviceArn(clusterOf(input.cluster), input.serviceName ?? '');
        const context = { 'ecs:cluster': clusterArn(clusterOf(input.cluster)), ...requestTags(input.tags) };
        return [
          permit('CreateService', arn, context),
          ...tagOnCreate(input.tags, arn, 'CreateService'),
          ...passedRoles(input),
        ];
      },
      run: (input) => world.turn(() => ({ service: describeService(world, createService(world, input), true) })),
    }),
    UpdateService: operation<UpdateServiceRequest, UpdateServiceResponse>({
      permissions: (input) => [onService(world, 'UpdateService', input.cluster, input.service), ...passedRoles(input)],
      run: (input) => world.turn(() => ({ service: describeService(world, updateService(world, input), false) })),
    }),
    DeleteService: operation<DeleteServiceRequest, DeleteServiceResponse>({
      permissions: (input) => [onService(world, 'DeleteService', input.cluster, input.service)],
      run: (input) => world.turn(() => ({ service: describeService(world, deleteService(world, input), false) })),
    }),
    DescribeServices: operation<DescribeServicesRequest, DescribeServicesResponse>({
      permissions: ({ cluster, services }) =>
        (services ?? []).map((service) => onService(world, 'DescribeServices', cluster, service)),
      run: (input) => describeServices(world, input),
    }),
    ListServices: operation<ListServicesRequest, ListServicesResponse>({
      permissions: ({ cluster }) => [permit('ListServices', '*', { 'ecs:cluster': clusterArn(clusterOf(cluster)) })],
      run: (input) => {
        const { items, nextToken } = page(listed(world, input), input, 10);
        return { serviceArns: items, nextToken };
      },
    }),
  };
}

function passedRoles(input: CreateServiceRequest | UpdateServiceRequest): Permission[] {
  const balancers = (input.loadBalancers ?? []).map(({ advancedConfiguration }) => advancedConfiguration?.roleArn);
  const hooks = (input.deploymentConfiguration?.lifecycleHooks ?? []).map((hook) => hook.roleArn);
  return [...new Set([...balancers, ...hooks])].flatMap((role) => passRole(role, ECS));
}

function describeServices(world: World, input: DescribeServicesRequest): DescribeServicesResponse {
  const { cluster, services = [], include } = input;
  if (services.length === 0) throw invalid('Services cannot be empty.');
  if (services.length > MOST_DESCRIBED) throw invalid(`Services cannot have more than ${MOST_DESCRIBED} elements.`);
  theCluster(world, cluster);
  const found = services.map((name) => ({ name, service: findService(world, cluster, name) }));
  return {
    services: found.flatMap(({ service }) =>
      service === undefined ? [] : [describeService(world, service, include?.includes('TAGS') === true)],
    ),
    failures: found
      .filter(({ service }) => service === undefined)
      .map(({ name }) => ({ arn: serviceArn(clusterOf(cluster), shortName(name)), reason: 'MISSING' })),
  };
}

function listed(
  world: World,
  { cluster, launchType, schedulingStrategy, resourceManagementType }: ListServicesRequest,
): string[] {
  const { clusterArn: arn } = theCluster(world, cluster);
  return Object.values(world.store.services.services)
    .filter((service) => service.clusterArn === arn && service.status !== 'INACTIVE')
    .filter((service) => launchType === undefined || service.settings.launchType === launchType)
    .filter(({ settings }) => schedulingStrategy === undefined || settings.schedulingStrategy === schedulingStrategy)
    .filter(() => resourceManagementType === undefined || resourceManagementType === 'CUSTOMER')
    .map((service) => service.arn);
}
