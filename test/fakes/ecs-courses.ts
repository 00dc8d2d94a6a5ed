import type { EcsDeployment } from './ecs-deployment.ts';
import type { Configuration } from './ecs-records.ts';

/** What the course of a deployment asks of its service. */
export interface Fleet {
  crashes(deployment: EcsDeployment): boolean;
  /** Do its tasks start, and fail their health checks? */
  isIll(deployment: EcsDeployment): boolean;
  /** A task of the new version dies. */
  taskDies(deployment: EcsDeployment): void;
  /** The tasks of the new version run. */
  scaleUp(deployment: EcsDeployment): void;
  /** Percent; without it, all of it. */
  giveTraffic(to: EcsDeployment['target'], share?: number): void;
  /** Resolves when no old task has work in hand any more. */
  oldWorkIsDone(deployment: EcsDeployment): Promise<void>;
  /** The tasks of every version but this one end. */
  keepOnly(deployment: EcsDeployment): void;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const STAGE_LIMIT = 24 * 60 * MINUTE;
/** The threshold of the circuit breaker for a small service. */
const BREAKER = 3;

/** Where the course of a deployment leads by its strategy. */
export function courseOf({ configuration }: EcsDeployment): (deployment: EcsDeployment, fleet: Fleet) => Promise<void> {
  return configuration.strategy === undefined || configuration.strategy === 'ROLLING' ? rolling : beside;
}

/** BLUE_GREEN, CANARY and LINEAR: nothing but a person, an alarm or 24 hours ends a scale-up that crashes. Every step has its gate. */
async function beside(deployment: EcsDeployment, fleet: Fleet): Promise<void> {
  deployment.stage = 'SCALE_UP';
  for (let waited = 0; fleet.crashes(deployment) || fleet.isIll(deployment); ) {
    if (waited >= STAGE_LIMIT) return deployment.turnBack('stage took too long');
    const pause = fleet.crashes(deployment) ? 10 * SECOND : 10 * MINUTE;
    await deployment.pass(pause);
    waited += pause;
    if (fleet.crashes(deployment)) fleet.taskDies(deployment);
  }
  await deployment.pass(30 * SECOND);
  fleet.scaleUp(deployment);
  for (const share of sharesOf(deployment.configuration)) {
    await deployment.gate('PRE_PRODUCTION_TRAFFIC_SHIFT');
    deployment.stage = 'PRODUCTION_TRAFFIC_SHIFT';
    await deployment.pass(10 * SECOND);
    fleet.giveTraffic(deployment.target, share);
    deployment.share = share;
  }
  await deployment.gate('POST_PRODUCTION_TRAFFIC_SHIFT');
  deployment.stage = 'BAKE_TIME';
  await deployment.pass((deployment.configuration.bakeTimeInMinutes ?? 0) * MINUTE);
  deployment.stage = 'CLEAN_UP';
  await deployment.pass(20 * SECOND);
  fleet.keepOnly(deployment);
  deployment.end('SUCCESSFUL');
}

/** Percent of the traffic after each step. */
function sharesOf({ strategy, canaryConfiguration, linearConfiguration }: Configuration): readonly number[] {
  if (strategy === 'CANARY') return [canaryConfiguration?.canaryPercent ?? 5, 100];
  if (strategy !== 'LINEAR') return [100];
  const step = linearConfiguration?.stepPercent ?? 10;
  return Array.from({ length: Math.ceil(100 / step) }, (_, index) => Math.min(100, step * (index + 1)));
}

/** ROLLING: the circuit breaker ends what crashes, and goes back where it is told to. */
async function rolling(deployment: EcsDeployment, fleet: Fleet): Promise<void> {
  const breaker = deployment.configuration.deploymentCircuitBreaker;
  const threshold = breaker?.thresholdConfiguration?.value ?? BREAKER;
  // What stops everything first serves nobody until the new tasks run.
  if (deployment.configuration.minimumHealthyPercent === 0) fleet.keepOnly(deployment);
  while (fleet.crashes(deployment) || fleet.isIll(deployment)) {
    await deployment.pass(fleet.crashes(deployment) ? 10 * SECOND : 2 * MINUTE);
    fleet.taskDies(deployment);
    deployment.failedTasks++;
    if (breaker?.enable !== true || deployment.failedTasks < threshold) continue;
    if (!breaker.rollback) return deployment.end('STOPPED');
    return deployment.turnBack('circuit breaker: tasks failed to start');
  }
  await deployment.pass(60 * SECOND);
  fleet.scaleUp(deployment);
  fleet.giveTraffic(deployment.target);
  await fleet.oldWorkIsDone(deployment);
  fleet.keepOnly(deployment);
  deployment.stage = 'BAKE_TIME';
  // Without alarms there is nothing that ECS could bake for.
  const { alarms, bakeTimeInMinutes = 0 } = deployment.configuration;
  await deployment.pass(alarms?.enable === true ? bakeTimeInMinutes * MINUTE : 0);
  deployment.end('SUCCESSFUL');
}
