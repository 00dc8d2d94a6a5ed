import type { Awaited } from './deployment.ts';
import type { ServiceDeploymentStatus, ServiceDeploymentTruth } from './truth.ts';

/** Where a service deployment stands, in the words that machines branch on. */
export type Stage = 'going' | 'before-traffic' | 'after-shift' | 'ended-well' | 'going-back' | 'ended-badly';

const TERMINAL: readonly ServiceDeploymentStatus[] = [
  'SUCCESSFUL',
  'STOPPED',
  'ROLLBACK_SUCCESSFUL',
  'ROLLBACK_FAILED',
];

export function isTerminal(status: ServiceDeploymentStatus): boolean {
  return TERMINAL.includes(status);
}

export function stageOf(truth: ServiceDeploymentTruth): Stage {
  if (truth.status === 'SUCCESSFUL') return 'ended-well';
  if (isTerminal(truth.status)) return 'ended-badly';
  if (truth.status !== 'PENDING' && truth.status !== 'IN_PROGRESS') return 'going-back';
  if (truth.pause?.stage === 'PRE_PRODUCTION_TRAFFIC_SHIFT') return 'before-traffic';
  if (truth.pause?.stage === 'POST_PRODUCTION_TRAFFIC_SHIFT') return 'after-shift';
  return 'going';
}

/**
 * Is it time to wake the machine? A wait for a gate is over, too, when the deployment has turned back: then there will be no
 * gate. A deployment that vanished is over in every sense. `stopRequested`: somebody wants it back, and nobody has begun to.
 */
export function isOver(
  awaits: Awaited,
  truth: ServiceDeploymentTruth | undefined,
  now: { readonly stopRequested: boolean; readonly bakeOver: boolean },
): boolean {
  if (truth === undefined || now.stopRequested) return true;
  if (awaits === 'deployment-ended') return isTerminal(truth.status);
  const stage = stageOf(truth);
  const turned = stage === 'going-back' || stage === 'ended-badly' || stage === 'ended-well';
  return turned || (awaits === 'bake-over' ? now.bakeOver : stage === awaits);
}

/** Why a service deployment did not go on, in a sentence. `dead` are reasons of stopped tasks, newest first. */
export function whyNot(truth: ServiceDeploymentTruth, dead: readonly string[]): string {
  const said =
    truth.triggeredAlarms.length > 0
      ? `alarm ${truth.triggeredAlarms.join(', ')} fired`
      : (truth.rollbackReason ??
        truth.statusReason ??
        `ECS says ${truth.status}${truth.stage === undefined ? '' : ` at ${truth.stage}`}`);
  return dead.length === 0 ? said : `${said}; last task: ${dead[0]}`;
}
