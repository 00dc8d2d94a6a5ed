import type { EcsDeployment } from './ecs-deployment.ts';

/** What the course of a deployment asks of its service. */
export interface Fleet {
  crashes(deployment: EcsDeployment): boolean;
  /** A task of the new version dies. */
  taskDies(deployment: EcsDeployment): void;
  /** The tasks of the new version run. */
  scaleUp(deployment: EcsDeployment): void;
  giveTraffic(to: EcsDeployment['target']): void;
  /** The tasks of every version but this one end. */
  keepOnly(deployment: EcsDeployment): void;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const STAGE_LIMIT = 24 * 60 * MINUTE;
/** The threshold of the circuit breaker for a small service. */
const BREAKER = 3;

/** BLUE_GREEN: nothing but a person, an alarm or 24 hours ends a scale-up that crashes. */
export async function blueGreen(deployment: EcsDeployment, fleet: Fleet): Promise<void> {
  deployment.stage = 'SCALE_UP';
  for (let waited = 0; fleet.crashes(deployment); waited += 10 * SECOND) {
    if (waited >= STAGE_LIMIT) return deployment.turnBack('stage took too long');
    await deployment.pass(10 * SECOND);
    fleet.taskDies(deployment);
  }
  await deployment.pass(30 * SECOND);
  fleet.scaleUp(deployment);
  await deployment.gate('PRE_PRODUCTION_TRAFFIC_SHIFT');
  deployment.stage = 'PRODUCTION_TRAFFIC_SHIFT';
  await deployment.pass(10 * SECOND);
  fleet.giveTraffic(deployment.target);
  await deployment.gate('POST_PRODUCTION_TRAFFIC_SHIFT');
  deployment.stage = 'BAKE_TIME';
  await deployment.pass((deployment.configuration.bakeTimeInMinutes ?? 0) * MINUTE);
  deployment.stage = 'CLEAN_UP';
  await deployment.pass(20 * SECOND);
  fleet.keepOnly(deployment);
  deployment.end('SUCCESSFUL');
}

/** ROLLING: the circuit breaker ends what crashes, and goes back where it is told to. */
export async function rolling(deployment: EcsDeployment, fleet: Fleet): Promise<void> {
  const breaker = deployment.configuration.deploymentCircuitBreaker;
  while (fleet.crashes(deployment)) {
    await deployment.pass(10 * SECOND);
    fleet.taskDies(deployment);
    deployment.failedTasks++;
    if (breaker?.enable !== true || deployment.failedTasks < BREAKER) continue;
    if (!breaker.rollback) return deployment.end('STOPPED');
    return deployment.turnBack('circuit breaker: tasks failed to start');
  }
  await deployment.pass(60 * SECOND);
  fleet.scaleUp(deployment);
  fleet.giveTraffic(deployment.target);
  await deployment.pass((deployment.configuration.bakeTimeInMinutes ?? 0) * MINUTE);
  fleet.keepOnly(deployment);
  deployment.end('SUCCESSFUL');
}
