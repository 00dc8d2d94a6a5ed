import type { ServiceRevisionSummary } from '@aws-sdk/client-ecs';
import { breakerThreshold } from '../engine/monitors.ts';
import { tenths } from '../engine/steps.ts';
import { tasksOf } from '../look-up.ts';
import type { DeploymentRecord, ServiceRecord } from '../state.ts';
import { isActive } from '../tasks/task-health.ts';
import type { World } from '../world.ts';

export interface TaskCounts {
  readonly requestedTaskCount: number;
  readonly runningTaskCount: number;
  readonly pendingTaskCount: number;
}

/** Tasks of one revision now. The revision that leads is asked for the whole desired count. */
export function countsOf(world: World, service: ServiceRecord, revision: string, leads: boolean): TaskCounts {
  const tasks = tasksOf(world, service).filter((task) => task.revision === revision);
  return {
    requestedTaskCount: leads ? service.desiredCount : tasks.filter(isActive).length,
    runningTaskCount: tasks.filter((task) => task.lastStatus === 'RUNNING').length,
    pendingTaskCount: tasks.filter((task) => task.lastStatus === 'PENDING' || task.lastStatus === 'PROVISIONING')
      .length,
  };
}

/** Both sides of a deployment, with the share of traffic that each was given. ROLLING shifts no traffic. */
export function revisionSummaries(
  world: World,
  service: ServiceRecord,
  deployment: DeploymentRecord,
): NonNullable<DeploymentRecord['final']> {
  if (deployment.final !== undefined) return deployment.final;
  const leading = deployment.rollback?.revision ?? deployment.target;
  const summary = (arn: string, production: number, test: number): ServiceRevisionSummary => ({
    arn,
    ...countsOf(world, service, arn, arn === leading),
    ...(deployment.configuration.strategy === 'ROLLING'
      ? {}
      : { requestedProductionTrafficWeight: production, requestedTestTrafficWeight: test }),
  });
  const { target, kept, productionWeight, testWeight } = deployment;
  const back = deployment.rollback?.revision ?? kept;
  return {
    source: deployment.source.map((arn) =>
      arn === back ? summary(arn, tenths(100 - productionWeight), tenths(100 - testWeight)) : summary(arn, 0, 0),
    ),
    target: summary(target, productionWeight, testWeight),
    threshold: breakerThreshold(deployment.configuration.deploymentCircuitBreaker, service.desiredCount),
  };
}
