/** Whether Amazon ECS accepts a deploymentConfiguration, and what it says if not. */
import type { DeploymentConfiguration, DeploymentLifecycleHook } from '@aws-sdk/client-ecs';
import { invalid, unsupported } from '../refusals.ts';
import type { ServiceSettings } from '../state.ts';
import type { World } from '../world.ts';

const MOST_HOOKS = 10;
const DAY_MINUTES = 1440;
const NO_PAUSE: readonly string[] = ['TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT'];
const FORTNIGHT_MINUTES = 20_160;

export function checkConfiguration(world: World, settings: ServiceSettings): void {
  const configuration = settings.deploymentConfiguration;
  checkPercents(configuration, settings);
  checkStrategy(configuration, settings);
  checkMonitors(configuration);
  checkHooks(world, configuration);
}

function within(value: number | undefined, least: number, most: number, name: string): void {
  if (value === undefined || (value >= least && value <= most)) return;
  throw invalid(`${name} must be between ${least} and ${most}.`);
}

function inTenths(value: number | undefined, name: string): void {
  if (value === undefined || Math.abs(value * 10 - Math.round(value * 10)) < 1e-6) return;
  throw invalid(`${name} must be a multiple of 0.1.`);
}

function checkPercents(configuration: DeploymentConfiguration, settings: ServiceSettings): void {
  const { minimumHealthyPercent = 100, maximumPercent = 200 } = configuration;
  within(minimumHealthyPercent, 0, 200, 'minimumHealthyPercent');
  within(maximumPercent, 1, 200, 'maximumPercent');
  if (minimumHealthyPercent > maximumPercent) {
    throw invalid('minimumHealthyPercent must not be greater than maximumPercent.');
  }
  if (settings.availabilityZoneRebalancing === 'ENABLED' && maximumPercent <= 100) {
    throw invalid(
      'Availability Zone rebalancing does not support maximumPercent values that are less than or equal to 100%.',
    );
  }
}

function checkStrategy(configuration: DeploymentConfiguration, settings: ServiceSettings): void {
  const { strategy, bakeTimeInMinutes, canaryConfiguration, linearConfiguration } = configuration;
  within(bakeTimeInMinutes, 0, DAY_MINUTES, 'bakeTimeInMinutes');
  if (strategy === 'BLUE_GREEN' && bakeTimeInMinutes === undefined) {
    throw invalid('bakeTimeInMinutes is required when the deployment strategy is BLUE_GREEN.');
  }
  within(canaryConfiguration?.canaryPercent, 0.1, 100, 'canaryPercent');
  inTenths(canaryConfiguration?.canaryPercent, 'canaryPercent');
  within(canaryConfiguration?.canaryBakeTimeInMinutes, 0, DAY_MINUTES, 'canaryBakeTimeInMinutes');
  within(linearConfiguration?.stepPercent, 3, 100, 'stepPercent');
  inTenths(linearConfiguration?.stepPercent, 'stepPercent');
  within(linearConfiguration?.stepBakeTimeInMinutes, 0, DAY_MINUTES, 'stepBakeTimeInMinutes');
  if (canaryConfiguration !== undefined && strategy !== 'CANARY') {
    throw invalid('canaryConfiguration can only be specified when the deployment strategy is CANARY.');
  }
  if (linearConfiguration !== undefined && strategy !== 'LINEAR') {
    throw invalid('linearConfiguration can only be specified when the deployment strategy is LINEAR.');
  }
  const balancers = settings.loadBalancers ?? [];
  const shifting = strategy === 'CANARY' || strategy === 'LINEAR';
  if (shifting && balancers.length === 0) {
    throw invalid(`The ${strategy} deployment strategy requires a load balancer or Service Connect.`);
  }
  if (strategy !== 'ROLLING' && balancers.some(({ advancedConfiguration }) => advancedConfiguration === undefined)) {
    throw invalid(`advancedConfiguration is required in loadBalancers when the deployment strategy is ${strategy}.`);
  }
}

function checkMonitors({
  strategy,
  deploymentCircuitBreaker,
  earlySuccessCriteria,
  alarms,
}: DeploymentConfiguration): void {
  if (strategy !== 'ROLLING' && deploymentCircuitBreaker?.enable === true) {
    throw invalid('The deployment circuit breaker can only be used with the ROLLING deployment strategy.');
  }
  const threshold = deploymentCircuitBreaker?.thresholdConfiguration;
  if (threshold !== undefined) {
    within(
      threshold.value,
      1,
      threshold.type === 'COUNT' ? Number.MAX_SAFE_INTEGER : 100,
      'thresholdConfiguration.value',
    );
  }
  if (strategy !== 'ROLLING' && earlySuccessCriteria?.enable === true) {
    throw invalid('earlySuccessCriteria can only be used with the ROLLING deployment strategy.');
  }
  within(earlySuccessCriteria?.healthyPercent, 1, 100, 'earlySuccessCriteria.healthyPercent');
  if (alarms?.enable === true && (alarms.alarmNames ?? []).length === 0) {
    throw invalid('alarmNames must not be empty when deployment alarms are enabled.');
  }
}

function checkHooks(world: World, { strategy, lifecycleHooks = [] }: DeploymentConfiguration): void {
  for (const type of ['PAUSE', 'AWS_LAMBDA']) {
    const count = lifecycleHooks.filter(({ targetType = 'AWS_LAMBDA' }) => targetType === type).length;
    if (count > MOST_HOOKS) throw invalid(`A service can have at most ${MOST_HOOKS} ${type} lifecycle hooks.`);
  }
  if (strategy === 'ROLLING' && lifecycleHooks.length > 0 && world.switches.hooksInRolling === 'rejected') {
    throw invalid('lifecycleHooks can only be used with the BLUE_GREEN, LINEAR and CANARY deployment strategies.');
  }
  for (const hook of lifecycleHooks) checkHook(world, hook);
}

function checkHook(world: World, hook: DeploymentLifecycleHook): void {
  const stages = hook.lifecycleStages ?? [];
  const pause = hook.targetType === 'PAUSE';
  if (stages.length === 0) throw invalid('lifecycleStages is required in a lifecycle hook.');
  const forbidden = stages.find((stage) => NO_PAUSE.includes(stage));
  if (pause && forbidden !== undefined) {
    throw invalid(`PAUSE hooks cannot be configured at the ${forbidden} lifecycle stage.`);
  }
  within(hook.timeoutConfiguration?.timeoutInMinutes, 1, pause ? FORTNIGHT_MINUTES : DAY_MINUTES, 'timeoutInMinutes');
  if (pause) {
    if (hook.hookTargetArn !== undefined) throw invalid('hookTargetArn cannot be specified for PAUSE hooks.');
    return;
  }
  if (!hook.hookTargetArn || !hook.roleArn) {
    throw invalid('hookTargetArn and roleArn are required for AWS_LAMBDA lifecycle hooks.');
  }
  if (world.lambdas === undefined) throw unsupported('Lambda lifecycle hooks here: it was started without Lambda');
}
