import type { Deployment, Head } from './deployment.ts';
import { type PointStatus, pointIdOf, type RollbackPoint } from './rollback-point.ts';

/**
 * The rollback point that the end of a deployment makes `rolled-back`: the one captured for it, or the one that a way back went to.
 * `undefined`: none. Nothing is written when all went well: that a point was not needed shows by its deployment being over.
 */
export function wentBackTo({ id, kind, verdict, target }: Deployment): string | undefined {
  if (kind === 'rollback') return verdict === 'SUCCEEDED' ? target : undefined;
  return verdict === 'ROLLED_BACK' ? pointIdOf(id) : undefined;
}

/** Where a point is in its life, as people are told. */
export function statusOf({ status = 'created', deployment }: RollbackPoint, { live }: Head): PointStatus {
  if (deployment === undefined || status === 'rolled-back' || status === 'expired') return status;
  return live?.id === deployment ? 'active' : 'completed';
}
