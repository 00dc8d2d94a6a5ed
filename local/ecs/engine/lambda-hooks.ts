import type { Invocation } from '../../lambda/ports.ts';
import { revisionOf } from '../look-up.ts';
import type { DeploymentRecord, HookRecord } from '../state.ts';
import type { World } from '../world.ts';
import { closeHook, isOpen, objectOf } from './hooks.ts';
import { tenths } from './steps.ts';

const USUAL_DELAY_SECONDS = 30;

/** Calls the functions of AWS_LAMBDA hooks that are due. An answer comes back in a turn of its own. */
export function invokeLambdaHooks(world: World, deployment: DeploymentRecord): void {
  for (const hook of deployment.hooks) {
    const { invokeAt, targetArn } = hook;
    if (!isOpen(hook) || targetArn === undefined || invokeAt === undefined || invokeAt > world.clock.now()) continue;
    if (world.lambdas === undefined || world.invoking.has(hook.hookId)) continue;
    world.invoking.add(hook.hookId);
    void world.lambdas.invoke(targetArn, payloadOf(world, deployment, hook)).then((answer) => {
      world.invoking.delete(hook.hookId);
      if (!world.closed) world.turn(() => answered(world, deployment, hook, answer));
    });
  }
}

function answered(world: World, deployment: DeploymentRecord, hook: HookRecord, answer: Invocation): void {
  if (!isOpen(hook)) return;
  const { hookStatus, callBackDelay, hookDetails } = answer.ok ? objectOf(answer.payload) : {};
  if (hookStatus === 'IN_PROGRESS') {
    const seconds = typeof callBackDelay === 'number' && callBackDelay >= 0 ? callBackDelay : USUAL_DELAY_SECONDS;
    hook.invokeAt = world.clock.now() + seconds * 1000;
    hook.hookDetails = { ...hook.hookDetails, ...objectOf(hookDetails) };
  } else {
    // A missing or unknown hookStatus, and an error of the function, roll back.
    closeHook(world, deployment, hook, hookStatus === 'SUCCEEDED' ? 'SUCCEEDED' : 'FAILED');
  }
  world.wake(deployment.serviceArn);
}

/** On the way back the weights are those of the way back, while the target stays the failed revision. */
function payloadOf(world: World, deployment: DeploymentRecord, hook: HookRecord): object {
  const source = deployment.rollback?.revision ?? deployment.kept;
  const weights = (share: number): Record<string, number> => ({
    [deployment.target]: share,
    ...(source === undefined ? {} : { [source]: tenths(100 - share) }),
  });
  const managed = revisionOf(world, deployment.target).groups.some((group) => group.productionRule !== undefined);
  return {
    executionId: hook.hookId,
    lifecycleStage: hook.stage,
    resourceArn: deployment.arn,
    executionDetails: {
      serviceArn: deployment.serviceArn,
      targetServiceRevisionArn: deployment.target,
      testTrafficWeights: managed ? weights(deployment.testWeight) : {},
      productionTrafficWeights: managed ? weights(deployment.productionWeight) : {},
    },
    hookDetails: hook.hookDetails ?? {},
  };
}
