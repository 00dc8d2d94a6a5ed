import type { ServiceDeploymentStatus, ServiceDeploymentTruth } from './truth.ts';

/**
 * Where a deployment stands, in the words that machines branch on. `ending`: ECS bakes or cleans up by itself, and no old task has work in
 * hand any more. `stopped`: somebody of ours wants it back.
 */
export type Stage =
  | 'going'
  | 'ending'
  | 'before-traffic'
  | 'after-shift'
  | 'ended-well'
  | 'going-back'
  | 'ended-badly'
  | 'superseded'
  | 'stopped';

const TERMINAL: readonly ServiceDeploymentStatus[] = [
  'SUCCESSFUL',
  'STOPPED',
  'ROLLBACK_SUCCESSFUL',
  'ROLLBACK_FAILED',
];

export function isTerminal(status: ServiceDeploymentStatus): boolean {
  return TERMINAL.includes(status);
}

/** `answered`: the hook that was let pass before; while ECS still shows it, the deployment is going. */
export function stageOf(truth: ServiceDeploymentTruth, answered?: string): Stage {
  if (truth.status === 'SUCCESSFUL') return 'ended-well';
  // Nothing of ours stops a deployment without going back: another took its place.
  if (truth.status === 'STOPPED' || truth.status === 'STOP_REQUESTED') return 'superseded';
  if (isTerminal(truth.status)) return 'ended-badly';
  if (truth.status !== 'PENDING' && truth.status !== 'IN_PROGRESS') return 'going-back';
  if (truth.stage === 'BAKE_TIME' || truth.stage === 'CLEAN_UP') return 'ending';
  if (truth.pause === undefined || truth.pause.hookId === answered) return 'going';
  if (truth.pause.stage === 'PRE_PRODUCTION_TRAFFIC_SHIFT') return 'before-traffic';
  if (truth.pause.stage === 'POST_PRODUCTION_TRAFFIC_SHIFT') return 'after-shift';
  return 'going';
}

export function isGate(stage: Stage): stage is 'before-traffic' | 'after-shift' {
  return stage === 'before-traffic' || stage === 'after-shift';
}

/** Does the new version have all the traffic, and not only a share? */
export function hasAllTraffic({ stage }: { readonly stage: Stage }): boolean {
  return stage === 'after-shift' || stage === 'ended-well';
}

/** Has it left the way forward? Then no gate will come. */
export function isTurned(stage: Stage): boolean {
  return stage === 'going-back' || stage === 'ended-badly' || stage === 'ended-well' || stage === 'superseded';
}

/** Why a service deployment did not go on, in a sentence. */
export function whyNot(truth: ServiceDeploymentTruth): string {
  if (truth.triggeredAlarms.length > 0) return `alarm ${truth.triggeredAlarms.join(', ')} fired`;
  return (
    truth.rollbackReason ??
    truth.statusReason ??
    `ECS says ${truth.status}${truth.stage === undefined ? '' : ` at ${truth.stage}`}`
  );
}
