/** Whether Amazon ECS accepts a service's settings, and what it says if not. */
import type { ContainerDefinition, LoadBalancer } from '@aws-sdk/client-ecs';
import { invalid, unsupported } from '../refusals.ts';
import type { ServiceSettings, TaskDefinitionRecord } from '../state.ts';
import type { World } from '../world.ts';
import { checkConfiguration } from './check-configuration.ts';

export function checkSettings(world: World, settings: ServiceSettings, definition: TaskDefinitionRecord): void {
  refuseWhatIsMissing(settings);
  checkNetwork(settings, definition);
  for (const balancer of settings.loadBalancers ?? []) {
    checkContainer(balancer, definition.definition.containerDefinitions ?? []);
    checkRules(world, balancer);
  }
  const grace = settings.healthCheckGracePeriodSeconds;
  if (grace !== undefined && grace > 0 && (settings.loadBalancers ?? []).length === 0) {
    throw invalid('Health check grace period is only valid for services configured to use load balancers');
  }
  checkConfiguration(world, settings);
}

function refuseWhatIsMissing(settings: ServiceSettings): void {
  const { deploymentController, schedulingStrategy } = settings;
  if (deploymentController !== undefined && deploymentController.type !== 'ECS') {
    throw unsupported(`the deployment controller ${deploymentController.type}: use ECS`);
  }
  if (schedulingStrategy === 'DAEMON') throw unsupported('the scheduling strategy DAEMON: use REPLICA');
  if (settings.serviceConnectConfiguration?.enabled) throw unsupported('Service Connect: leave it out or disabled');
  if (settings.serviceRegistries?.length) throw unsupported('service discovery: leave serviceRegistries out');
  if (settings.vpcLatticeConfigurations?.length) throw unsupported('VPC Lattice: leave vpcLatticeConfigurations out');
  if (settings.volumeConfigurations?.length) throw unsupported('volumes: leave volumeConfigurations out');
  if (settings.gatewayConnectors?.length) throw unsupported('gateways: leave gatewayConnectors out');
}

function checkNetwork(settings: ServiceSettings, { definition }: TaskDefinitionRecord): void {
  if (definition.networkMode === 'awsvpc' && settings.networkConfiguration === undefined) {
    throw invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
  }
  if (settings.launchType !== undefined && (settings.capacityProviderStrategy ?? []).length > 0) {
    throw invalid(
      'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
    );
  }
}

function checkContainer(balancer: LoadBalancer, containers: readonly ContainerDefinition[]): void {
  const { containerName, containerPort, targetGroupArn, loadBalancerName } = balancer;
  if (loadBalancerName !== undefined) throw unsupported('Classic Load Balancers: use a targetGroupArn');
  if (!targetGroupArn) throw invalid('targetGroupArn is required in loadBalancers.');
  const container = containers.find(({ name }) => name === containerName);
  if (container === undefined) {
    throw invalid(`The container ${containerName} does not exist in the task definition.`);
  }
  if (!container.portMappings?.some((mapping) => mapping.containerPort === containerPort)) {
    const said = `The container ${containerName} did not have a container port ${containerPort} defined.`;
    throw invalid(said);
  }
}

function checkRules(world: World, { targetGroupArn = '', advancedConfiguration }: LoadBalancer): void {
  if (advancedConfiguration === undefined) return;
  const { alternateTargetGroupArn, productionListenerRule, testListenerRule, roleArn } = advancedConfiguration;
  if (!alternateTargetGroupArn || !productionListenerRule || !roleArn) {
    throw invalid('advancedConfiguration needs alternateTargetGroupArn, productionListenerRule and roleArn.');
  }
  for (const rule of [productionListenerRule, testListenerRule]) {
    if (rule !== undefined && !forwardsTo(world, rule, [targetGroupArn, alternateTargetGroupArn])) {
      const said =
        'Both targetGroup and alternateTargetGroup must be associated with the productionListenerRule or testListenerRule.';
      throw invalid(said);
    }
  }
}

function forwardsTo(world: World, rule: string, groups: readonly string[]): boolean {
  const weights = world.balancer.weights(rule);
  return groups.every((group) => group in weights);
}
