import { type Finding, findingsOf } from '../finding.ts';
import { seenOf } from '../seen.ts';
import type { Reading } from './reading.ts';
import { checkWeights } from './weights.ts';

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
  const look = rules[rule];
  if (look === undefined || 'unseen' in look)
    return find.unknown(
      rule,
      `the load balancer did not say: ${look?.unseen ?? 'it was not asked'}`,
      describeRule(rule),
    );
  return look.seen ? find.ok(rule, 'it is there') : missingRule(rule);
}

/** A listener rule that ECS was told of, and that is gone. */
export function missingRule(rule: string): Finding {
  return findingsOf('listener-rule').refused(
    'NotWired',
    rule,
    'there is no such rule, so that ECS could not move traffic',
    describeRule(rule),
  );
}

function describeRule(rule: string): string {
  return `aws elbv2 describe-rules --rule-arns ${rule}`;
}
