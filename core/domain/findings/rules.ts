import { type Finding, findingsOf } from '../finding.ts';
import { isTerminal } from '../progress.ts';
import { seenOf } from '../seen.ts';
import type { Reading } from './reading.ts';

/** Are the listener rules there that ECS moves traffic with, and does the production rule point at what serves? */
export function checkRules(reading: Reading): readonly Finding[] {
  const wirings = seenOf(reading.ecs)?.loadBalancers ?? [];
  return [
    ...wirings.flatMap(({ productionRule, testRule }) =>
      [productionRule, testRule].filter((rule) => rule !== undefined).map((rule) => checkRule(rule, reading)),
    ),
    ...checkWeights(reading),
  ];
}

function checkRule(rule: string, { rules }: Reading): Finding {
  const find = findingsOf('listener-rule');
  const describe = `aws elbv2 describe-rules --rule-arns ${rule}`;
  const look = rules[rule];
  if (look === undefined || 'unseen' in look)
    return find.unknown(rule, `the load balancer did not say: ${look?.unseen ?? 'it was not asked'}`, describe);
  if (look.seen) return find.ok(rule, 'it is there');
  return find.refused('NotWired', rule, 'there is no such rule, so that ECS could not move traffic', describe);
}

function checkWeights({ serving, ecs }: Reading): readonly Finding[] {
  const find = findingsOf('weights');
  const { weights, revision, deployment } = seenOf(serving) ?? {};
  const wiring = seenOf(ecs)?.loadBalancers.find(({ productionRule }) => productionRule !== undefined);
  const ours = revision?.traffic[0]?.targetGroup;
  if (wiring?.productionRule === undefined || wiring.alternate === undefined) return [];
  // Its finding says it: while traffic moves, nothing can be said of where it should be.
  if (deployment !== undefined && !isTerminal(deployment.status)) return [];
  const show = `aws elbv2 describe-rules --rule-arns ${wiring.productionRule}`;
  const known = deployment?.status === 'SUCCESSFUL' || deployment?.status === 'ROLLBACK_SUCCESSFUL';
  if (!known || weights === undefined || ours === undefined)
    return [find.unknown(wiring.productionRule, 'which group serves could not be read', show)];
  if (weights[ours] === 100) return [find.ok(wiring.productionRule, `all traffic goes to ${ours}, which serves`)];
  const idle = ours === wiring.targetGroup ? wiring.alternate : wiring.targetGroup;
  const groups = `[{TargetGroupArn=${ours},Weight=100},{TargetGroupArn=${idle},Weight=0}]`;
  return [
    find.refused(
      'NotWired',
      wiring.productionRule,
      `the group that serves, ${ours}, has ${weights[ours] ?? 0} % of the traffic`,
      `aws elbv2 modify-rule --rule-arn ${wiring.productionRule} --actions 'Type=forward,ForwardConfig={TargetGroups=${groups}}'`,
    ),
  ];
}
