import type { Cancel } from '../../kernel/clock.ts';
import type { Provisioner } from '../../template/provisioner.ts';
import type { DeploymentNotice, World } from '../world.ts';
import { capacityProvidersProvisioner } from './provision-capacity-providers.ts';
import { clusterProvisioner } from './provision-cluster.ts';
import { serviceProvisioner } from './provision-service.ts';
import { taskDefinitionProvisioner } from './provision-task-definition.ts';

export type OnDeployment = (listener: (notice: DeploymentNotice) => void) => Cancel;

/** The CloudFormation resource types of Amazon ECS. */
export function ecsProvisioners(world: World, onDeployment: OnDeployment): Readonly<Record<string, Provisioner>> {
  return {
    'AWS::ECS::Cluster': clusterProvisioner(world),
    'AWS::ECS::ClusterCapacityProviderAssociations': capacityProvidersProvisioner(world),
    'AWS::ECS::TaskDefinition': taskDefinitionProvisioner(world),
    'AWS::ECS::Service': serviceProvisioner(world, onDeployment),
  };
}
