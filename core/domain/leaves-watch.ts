import type { Verdict } from './deployment.ts';

/** Has a deployment that ended so never had any traffic? Then what was under watch before it still is. */
export function leavesWatch(verdict: Verdict | undefined): boolean {
  return verdict === 'REFUSED' || verdict === 'CANCELLED';
}
