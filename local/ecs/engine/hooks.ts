import type { DeploymentLifecycleHook } from '@aws-sdk/client-ecs';
import { putHookEvent } from '../events.ts';
import { pauseHookId, uuid } from '../ids.ts';
import type { DeploymentRecord, HookRecord } from '../state.ts';
import type { World } from '../world.ts';
import type { Step } from './steps.ts';

const MINUTE_MS = 60_000;
const USUAL_MINUTES = 1440;

/** Makes the hooks of the step that the deployment is at, each time anew: a PAUSE has a fresh id at every step. */
export function openHooks(world: World, deployment: DeploymentRecord, step: Step): void {
  for (const configured of deployment.configuration.lifecycleHooks ?? []) {
    const stage = configured.lifecycleStages?.find((wanted) => wanted === step.stage);
    const lambda = configured.targetType !== 'PAUSE';
    if (stage === undefined || step.hooks === 'none' || (step.hooks === 'lambdaOnly' && !lambda)) continue;
    const hook = aHook(world, deployment, configured, stage, lambda);
    deployment.hooks.push(hook);
    putHookEvent(world, deployment, hook, lambda ? 'HOOK_IN_PROGRESS' : 'HOOK_AWAITING_ACTION');
  }
}

function aHook(
  world: World,
  deployment: DeploymentRecord,
  configured: DeploymentLifecycleHook,
  stage: HookRecord['stage'],
  lambda: boolean,
): HookRecord {
  const { timeoutInMinutes = USUAL_MINUTES, action = 'ROLLBACK' } = configured.timeoutConfiguration ?? {};
  const former = deployment.hooks.findLast((hook) => hook.targetArn === configured.hookTargetArn);
  return {
    hookId: lambda ? uuid(world.random) : pauseHookId(world.random),
    targetType: lambda ? 'AWS_LAMBDA' : 'PAUSE',
    stage,
    step: deployment.at,
    way: wayOf(deployment),
    expiresAt: world.clock.now() + timeoutInMinutes * MINUTE_MS,
    timeoutAction: action,
    status: lambda ? 'IN_PROGRESS' : 'AWAITING_ACTION',
    ...(lambda
      ? {
          targetArn: configured.hookTargetArn,
          invokeAt: world.clock.now(),
          hookDetails: { ...objectOf(configured.hookDetails), ...former?.hookDetails },
        }
      : {}),
  };
}

const wayOf = (deployment: DeploymentRecord): HookRecord['way'] =>
  deployment.rollback === undefined ? 'forward' : 'back';

/** The members of a JSON object; none of anything else. */
export function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

export const isOpen = (hook: HookRecord): boolean => hook.status === 'AWAITING_ACTION' || hook.status === 'IN_PROGRESS';

/** The answer to a hook: of a person, of its function, or of its timeout. */
export function closeHook(
  world: World,
  deployment: DeploymentRecord,
  hook: HookRecord,
  status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT',
): void {
  hook.status = status;
  putHookEvent(world, deployment, hook, `HOOK_${status}`);
}

export type HooksVerdict = 'waiting' | 'passed' | { readonly failed: string };

/** What the hooks of the present step say together: all must pass, and any that fails rolls back. */
export function hooksVerdict(world: World, deployment: DeploymentRecord): HooksVerdict {
  const hooks = deployment.hooks.filter((hook) => hook.step === deployment.at && hook.way === wayOf(deployment));
  for (const hook of hooks) {
    if (isOpen(hook) && hook.expiresAt <= world.clock.now()) closeHook(world, deployment, hook, 'TIMED_OUT');
  }
  const failed = hooks.find(
    (hook) => hook.status === 'FAILED' || (hook.status === 'TIMED_OUT' && hook.timeoutAction === 'ROLLBACK'),
  );
  if (failed !== undefined) return { failed: `hook ${failed.hookId} at ${failed.stage} ended ${failed.status}` };
  return hooks.some(isOpen) ? 'waiting' : 'passed';
}
