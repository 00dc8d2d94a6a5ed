import type { DeploymentCircuitBreaker, DeploymentConfiguration } from '@aws-sdk/client-ecs';
import type { DeploymentRecord } from '../state.ts';
import type { World } from '../world.ts';

/** What makes a deployment fail by itself. */
export interface Failure {
  readonly by: 'circuit breaker' | 'alarms';
  readonly because: string;
  readonly rollback: boolean;
}

/**
 * Failed tasks that end a rolling deployment: half of the desired count, at least 3 and at most 200, unless configured.
 * Desired 1 gives 3, 25 gives 13, 400 and more give 200.
 */
export function breakerThreshold(breaker: DeploymentCircuitBreaker | undefined, desiredCount: number): number {
  const { type = 'BOUNDED_PERCENT', value = 50 } = breaker?.thresholdConfiguration ?? {};
  if (type === 'COUNT') return value;
  const share = Math.ceil((desiredCount * value) / 100);
  return type === 'UNBOUNDED_PERCENT' ? Math.max(1, share) : Math.min(200, Math.max(3, share));
}

export function newBreaker(configuration: DeploymentConfiguration): DeploymentRecord['breaker'] {
  const works = configuration.strategy === 'ROLLING' && configuration.deploymentCircuitBreaker?.enable === true;
  return { status: works ? 'MONITORING' : 'DISABLED', failureCount: 0 };
}

/** An alarm that is firing when the deployment starts makes ECS ignore the whole alarm configuration for it. */
export function newAlarms(world: World, configuration: DeploymentConfiguration): DeploymentRecord['alarms'] {
  const { enable = false, alarmNames } = configuration.alarms ?? {};
  const names = alarmNames ?? [];
  if (!enable || names.length === 0) return { status: 'DISABLED', names, triggered: [] };
  const firing = names.some((name) => world.alarms.state(name) === 'ALARM');
  const ignored = firing && world.switches.alarmAlreadyFiring === 'ignored';
  return { status: ignored ? 'DISABLED' : 'MONITORING', names, triggered: [] };
}

/** Reads the alarms and the breaker. The first that trips ends the deployment. */
export function tripped(world: World, deployment: DeploymentRecord, desiredCount: number): Failure | undefined {
  const { alarms, breaker, configuration } = deployment;
  if (alarms.status === 'MONITORING' && world.switches.alarmPolling === 'works') {
    alarms.triggered = alarms.names.filter((name) => world.alarms.state(name) === 'ALARM');
    if (alarms.triggered.length > 0) {
      alarms.status = 'TRIGGERED';
      const because = `alarm detected: ${alarms.triggered.join(', ')}`;
      return { by: 'alarms', because, rollback: configuration.alarms?.rollback === true };
    }
  }
  const settings = configuration.deploymentCircuitBreaker;
  if (breaker.status === 'MONITORING' && breaker.failureCount >= breakerThreshold(settings, desiredCount)) {
    breaker.status = 'TRIGGERED';
    return { by: 'circuit breaker', because: 'tasks failed to start', rollback: settings?.rollback === true };
  }
  return undefined;
}

export function endBreaker(deployment: DeploymentRecord): void {
  if (deployment.breaker.status === 'MONITORING') deployment.breaker.status = 'MONITORING_COMPLETE';
}

export function endAlarms(deployment: DeploymentRecord): void {
  if (deployment.alarms.status === 'MONITORING') deployment.alarms.status = 'MONITORING_COMPLETE';
}
