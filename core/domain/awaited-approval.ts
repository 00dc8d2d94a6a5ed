import type { Deployment } from './deployment.ts';

/** Approvals that a deployment lacks, before its machine has been told to go on; 0: it waits for none. */
export function approvalsMissing({ status, plan, approvals = [] }: Deployment): number {
  if (status === 'ended' || plan === undefined) return 0;
  return Math.max(0, plan.approvals - approvals.filter(({ approved }) => approved).length);
}

/** What a deployment waits for that lacks approvals, whom to ask, and the next move. */
export function describeApproval(deployment: Deployment, approvers: readonly string[]): string {
  const { id, to, by } = deployment;
  const missing = approvalsMissing(deployment);
  const anybody = by === 'push' ? 'anybody' : `anybody but ${by}`;
  const whose = approvers.length > 0 ? approvers.join(' or ') : anybody;
  return `${to.version} waits for ${missing === 1 ? 'an approval' : `${missing} approvals`} of ${whose}, and nothing was touched: \`belay approve ${id}\` or \`belay reject ${id}\``;
}
