import type { Digest } from './names.ts';
import type { RevisionTruth, ServiceDeploymentTruth } from './truth.ts';

/** What was read about the version that serves. */
export interface Serving {
  /** The newest service deployment. */
  readonly deployment: ServiceDeploymentTruth | undefined;
  /** The revision that it left in charge. */
  readonly revision: RevisionTruth | undefined;
  /** Production weights by target group; `undefined` where nothing shifts. */
  readonly weights: Readonly<Record<string, number>> | undefined;
  readonly targets: { readonly healthy: number; readonly registered: number } | undefined;
}

/** The target group in which the tasks of a revision get production traffic; of one that shifts none, its first. */
export function productionGroup({ traffic }: Pick<RevisionTruth, 'traffic'>): string | undefined {
  return (traffic.find(({ productionRule }) => productionRule !== undefined) ?? traffic[0])?.targetGroup;
}

/** The last part of a target group's ARN, which no other group of the Region has. */
export function groupIdOf(targetGroup: string): string {
  return targetGroup.slice(targetGroup.lastIndexOf('/') + 1);
}

/** Does this digest serve, alone? The answer is read from what runs: a stable service proves nothing. */
export function serves(
  expected: Digest,
  container: string,
  serving: Serving,
): { readonly yes: boolean; readonly because: string } {
  const { deployment, revision, weights, targets } = serving;
  if (deployment === undefined || revision === undefined) return no('ECS names no deployment of this service');
  if (deployment.status !== 'SUCCESSFUL' && deployment.status !== 'ROLLBACK_SUCCESSFUL')
    return no(
      `the newest deployment is ${deployment.status}${deployment.statusReason === undefined ? '' : ` (${deployment.statusReason})`}`,
    );
  const digest = revision.digests[container];
  if (digest !== expected) return no(`container ${container} runs ${digest ?? 'an unknown digest'}, not ${expected}`);
  const ours = productionGroup(revision);
  if (weights !== undefined && (ours === undefined || weights[ours] !== 100))
    return no(`its target group has ${ours === undefined ? 'no' : (weights[ours] ?? 0)} % of the production traffic`);
  if (targets !== undefined && targets.healthy === 0) return no(`none of its ${targets.registered} targets is healthy`);
  return {
    yes: true,
    because: `${expected.slice(0, 19)} runs${weights === undefined ? '' : ' with all production traffic'}`,
  };
}

function no(because: string): { readonly yes: boolean; readonly because: string } {
  return { yes: false, because };
}
