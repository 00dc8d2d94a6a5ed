import { type Finding, findingsOf } from '../finding.ts';
import { isTerminal } from '../progress.ts';
import { seenOf } from '../seen.ts';
import { productionGroup } from '../serving.ts';
import type { LoadBalancerWiring } from '../truth.ts';
import { wiringOf } from '../wiring.ts';
import type { Reading } from './reading.ts';

/** Does the production rule send all traffic to the group that serves? */
export function checkWeights({ serving, ecs }: Reading): readonly Finding[] {
  const { weights, revision, deployment } = seenOf(serving) ?? {};
  const service = seenOf(ecs);
  const wiring = service && wiringOf(service);
  if (wiring?.productionRule === undefined || wiring.alternate === undefined) return [];
  // Its finding says it: while traffic moves, nothing can be said of where it should be.
  if (deployment !== undefined && !isTerminal(deployment.status)) return [];
  const known = deployment?.status === 'SUCCESSFUL' || deployment?.status === 'ROLLBACK_SUCCESSFUL';
  return checkPointing(wiring, weights, known && revision !== undefined ? productionGroup(revision) : undefined);
}

/** The same of what is known already: the weights by target group, and the group that serves. */
export function checkPointing(
  { productionRule, targetGroup, alternate }: LoadBalancerWiring,
  weights: Readonly<Record<string, number>> | undefined,
  serves: string | undefined,
): readonly Finding[] {
  if (productionRule === undefined || alternate === undefined) return [];
  const find = findingsOf('weights');
  const show = `aws elbv2 describe-rules --rule-arns ${productionRule}`;
  if (weights === undefined || serves === undefined)
    return [find.unknown(productionRule, 'which group serves could not be read', show)];
  if (weights[serves] === 100) return [find.ok(productionRule, `all traffic goes to ${serves}, which serves`)];
  const idle = serves === targetGroup ? alternate : targetGroup;
  const groups = `[{TargetGroupArn=${serves},Weight=100},{TargetGroupArn=${idle},Weight=0}]`;
  return [
    find.refused(
      'NotWired',
      productionRule,
      `the group that serves, ${serves}, has ${weights[serves] ?? 0} % of the traffic`,
      `aws elbv2 modify-rule --rule-arn ${productionRule} --actions 'Type=forward,ForwardConfig={TargetGroups=${groups}}'`,
    ),
  ];
}
