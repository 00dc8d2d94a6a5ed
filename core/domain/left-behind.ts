import type { Live } from './deployment.ts';
import { stageOf } from './progress.ts';
import type { ServiceDeploymentTruth } from './truth.ts';

/**
 * What a deployment whose machine is gone has left in ECS. `stoppable`: a stop leads to the captured point. `turned`: ECS is on its way
 * there by itself, or is there. `restored`: the captured version was deployed again. `new-version`: the new version serves, or will, and
 * nobody has found it good.
 */
export type LeftBehind = 'nothing' | 'stoppable' | 'turned' | 'restored' | 'new-version' | 'somebody-elses';

/** `undefined`: ECS shows nothing of it, though UpdateService may have been sent. */
export function leftBehind(
  { phase, stopIsSafe, newerThan }: Pick<Live, 'phase' | 'stopIsSafe' | 'newerThan'>,
  truth: ServiceDeploymentTruth | undefined,
): LeftBehind {
  if (phase === 'planning') return 'nothing';
  if (newerThan !== undefined) return 'restored';
  if (truth === undefined) return 'new-version';
  const stage = stageOf(truth);
  if (stage === 'superseded') return 'somebody-elses';
  if (stage === 'ended-well' || truth.status === 'ROLLBACK_FAILED') return 'new-version';
  // Wherever ECS goes back to, it is not the captured point.
  if (stopIsSafe !== true) return 'new-version';
  return stage === 'going-back' || stage === 'ended-badly' ? 'turned' : 'stoppable';
}
