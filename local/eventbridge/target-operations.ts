import type {
  ListTargetsByRuleRequest,
  ListTargetsByRuleResponse,
  PutTargetsRequest,
  PutTargetsResponse,
  RemoveTargetsRequest,
  RemoveTargetsResponse,
  Target,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../kernel/aws-error.ts';
import { type Operations, operation } from '../kernel/aws-service.ts';
import { checkTarget } from './check-target.ts';
import { pageOf } from './page.ts';
import { busName, type Rule } from './rule.ts';
import type { RuleBook } from './rule-book.ts';
import { onRule, passRole } from './rule-operations.ts';

const MOST_TARGETS = 5;

export function targetOperations(rules: RuleBook): Operations {
  return {
    PutTargets: operation<PutTargetsRequest, PutTargetsResponse>({
      permissions: (input) => [
        ...(input.Targets ?? []).flatMap(({ Arn }) =>
          onRule('PutTargets')(input).map((permission) => ({
            ...permission,
            context: { 'events:TargetArn': Arn ?? '' },
          })),
        ),
        ...(input.Targets ?? []).flatMap(({ RoleArn }) => passRole(RoleArn)),
      ],
      run({ Rule: name = '', EventBusName, Targets: targets = [] }) {
        putTargets(rules, rules.rule(busName(EventBusName), name), targets);
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
    }),
    RemoveTargets: operation<RemoveTargetsRequest, RemoveTargetsResponse>({
      permissions: onRule('RemoveTargets'),
      run({ Rule: name = '', EventBusName, Ids: ids = [] }) {
        const rule = rules.rule(busName(EventBusName), name);
        const there = new Set(rule.targets.map(({ Id }) => Id));
        const kept = rule.targets.filter(({ Id }) => !ids.includes(Id ?? ''));
        rules.putTargets(rule, kept);
        const failed = ids
          .filter((id) => !there.has(id))
          .map((TargetId) => ({
            TargetId,
            ErrorCode: 'ResourceNotFoundException',
            ErrorMessage: `Rule ${name} has no target ${TargetId}.`,
          }));
        return { FailedEntryCount: failed.length, FailedEntries: failed };
      },
    }),
    ListTargetsByRule: operation<ListTargetsByRuleRequest, ListTargetsByRuleResponse>({
      permissions: onRule('ListTargetsByRule'),
      run({ Rule: name = '', EventBusName, Limit, NextToken }) {
        const { targets } = rules.rule(busName(EventBusName), name);
        const sorted = [...targets].sort((a, b) => ((a.Id ?? '') < (b.Id ?? '') ? -1 : 1));
        const { page, next } = pageOf(sorted, ({ Id }) => Id ?? '', Limit, NextToken);
        return { Targets: [...page], ...next };
      },
    }),
  };
}

/** Adds targets to a rule, in place of those with the same ids. Throws ValidationException or LimitExceededException. */
export function putTargets(rules: RuleBook, rule: Rule, targets: readonly Target[]): void {
  for (const target of targets) checkTarget(target);
  const all = [...new Map([...rule.targets, ...targets].map((target) => [target.Id, target])).values()];
  if (all.length > MOST_TARGETS) {
    throw new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
  }
  rules.putTargets(rule, all);
}
