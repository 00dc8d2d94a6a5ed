import { activeDeployment } from '../look-up.ts';
import type { DeploymentRecord, ServiceRecord } from '../state.ts';
import type { World } from '../world.ts';
import { act } from './acts.ts';
import { complete, giveUp } from './finish.ts';
import { hooksVerdict, openHooks } from './hooks.ts';
import { invokeLambdaHooks } from './lambda-hooks.ts';
import { endAlarms, endBreaker, tripped } from './monitors.ts';
import { fail, rollBack } from './roll-back.ts';
import type { Step } from './steps.ts';

const HOUR_MS = 3_600_000;
const STAGE_LIMIT_MS = 24 * HOUR_MS;
const DEPLOYMENT_LIMIT_MS = 30 * 24 * HOUR_MS;

/** Takes the service's deployment one move further. Gives back whether it moved. */
export function advance(world: World, service: ServiceRecord): boolean {
  const deployment = activeDeployment(world, service);
  if (deployment === undefined) return false;
  const back = deployment.rollback !== undefined;
  if (!back) {
    const failure = tripped(world, deployment, service.desiredCount);
    if (failure !== undefined) {
      fail(world, service, deployment, failure);
      return true;
    }
  }
  if (deployment.status === 'ROLLBACK_REQUESTED' && !endsSuccessfully(world, deployment)) {
    rollBack(world, service, deployment, deployment.statusReason ?? 'Service deployment rollback was requested.');
    return true;
  }
  const step = deployment.steps[deployment.at];
  if (step === undefined || (back && deployment.rollback?.revision === undefined)) return false;
  if (world.clock.now() >= limitOf(deployment, step)) {
    const because = `Service deployment did not leave ${step.stage} in time.`;
    if (back) giveUp(world, service, deployment, 'ROLLBACK_FAILED', because);
    else rollBack(world, service, deployment, because);
    return true;
  }
  return take(world, service, deployment, step);
}

function endsSuccessfully(world: World, deployment: DeploymentRecord): boolean {
  const cleaning = deployment.steps[deployment.at]?.act === 'cleanUp';
  return cleaning && world.switches.stopDuringCleanUp === 'endsSuccessful';
}

/** When ECS ends the present step by force: after 24 hours of a stage, except that hooks have their own timeouts; after 30 days of the whole. */
export function limitOf(deployment: DeploymentRecord, step: Step): number {
  const whole = deployment.createdAt + DEPLOYMENT_LIMIT_MS;
  const unlimited = step.act === 'roll' || step.act === 'bake' || deployment.phase === 'hooks';
  return unlimited ? whole : Math.min(whole, deployment.enteredAt + STAGE_LIMIT_MS);
}

function take(world: World, service: ServiceRecord, deployment: DeploymentRecord, step: Step): boolean {
  if (deployment.phase === 'act') {
    if (!tried(world, service, deployment, step)) return false;
    if (deployment.status === 'ROLLBACK_FAILED' || deployment.steps[deployment.at] !== step) return true;
    deployment.phase = 'hooks';
    deployment.updatedAt = world.clock.now();
    openHooks(world, deployment, step);
    return true;
  }
  invokeLambdaHooks(world, deployment);
  const verdict = hooksVerdict(world, deployment);
  if (verdict === 'waiting') return false;
  if (verdict === 'passed') next(world, service, deployment, step);
  else if (deployment.rollback === undefined)
    rollBack(world, service, deployment, `Service deployment rolled back: ${verdict.failed}.`);
  else giveUp(world, service, deployment, 'ROLLBACK_FAILED', `Service deployment rollback failed: ${verdict.failed}.`);
  return true;
}

/** Does the step's act. A load balancer that refuses the weights fails the deployment. */
function tried(world: World, service: ServiceRecord, deployment: DeploymentRecord, step: Step): boolean {
  try {
    return act(world, service, deployment, step);
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    if (deployment.rollback === undefined)
      rollBack(world, service, deployment, `Service deployment rolled back: ${because}`);
    else giveUp(world, service, deployment, 'ROLLBACK_FAILED', because);
    return true;
  }
}

function next(world: World, service: ServiceRecord, deployment: DeploymentRecord, done: Step): void {
  const now = world.clock.now();
  if (done.act === 'roll') endBreaker(deployment);
  deployment.at += 1;
  deployment.phase = 'act';
  deployment.updatedAt = now;
  delete deployment.until;
  const step = deployment.steps[deployment.at];
  if (step === undefined) {
    complete(world, service, deployment);
    return;
  }
  deployment.enteredAt = now;
  if (step.act === 'cleanUp') endAlarms(deployment);
}
