import type {
  DeleteRuleRequest,
  DescribeRuleRequest,
  DescribeRuleResponse,
  ListRulesRequest,
  ListRulesResponse,
  PutRuleRequest,
  PutRuleResponse,
  Rule as SdkRule,
} from '@aws-sdk/client-eventbridge';
import { ACCOUNT } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import { type Operations, operation, type Permission } from '../kernel/aws-service.ts';
import { pageOf } from './page.ts';
import type { PutRule } from './put-rule.ts';
import { busName, type Rule, ruleArn } from './rule.ts';
import type { RuleBook } from './rule-book.ts';
import type { RuleSchedules } from './rule-schedules.ts';

export function ruleOperations(rules: RuleBook, schedules: RuleSchedules, putRule: PutRule): Operations {
  return {
    PutRule: operation<PutRuleRequest, PutRuleResponse>({
      permissions: (input) => [...onRule('PutRule')(input), ...passRole(input.RoleArn)],
      run({ Name: name = '', EventBusName, EventPattern, ScheduleExpression, State, Description, RoleArn, Tags }) {
        if (Tags !== undefined) {
          throw new AwsError('ValidationException', 'The local EventBridge does not support Tags of a rule.');
        }
        const rule = putRule({
          bus: busName(EventBusName),
          name,
          pattern: EventPattern,
          schedule: ScheduleExpression,
          state: State ?? 'ENABLED',
          description: Description,
          roleArn: RoleArn,
        });
        return { RuleArn: ruleArn(rule) };
      },
    }),
    DeleteRule: operation<DeleteRuleRequest, object>({
      permissions: onRule('DeleteRule'),
      run({ Name: name = '', EventBusName }) {
        const rule = rules.find(rules.bus(busName(EventBusName)).name, name);
        if (rule === undefined) return {};
        if (rule.targets.length > 0) {
          throw new AwsError('ValidationException', "Rule can't be deleted since it has targets.");
        }
        schedules.forget(rule);
        rules.remove(rule);
        return {};
      },
    }),
    DescribeRule: operation<DescribeRuleRequest, DescribeRuleResponse>({
      permissions: onRule('DescribeRule'),
      run: ({ Name = '', EventBusName }) => ({ ...shown(rules.rule(busName(EventBusName), Name)), CreatedBy: ACCOUNT }),
    }),
    ListRules: operation<ListRulesRequest, ListRulesResponse>({
      permissions: ({ EventBusName, NamePrefix = '' }) => [
        { action: 'events:ListRules', resource: ruleArn({ bus: busName(EventBusName), name: `${NamePrefix}*` }) },
      ],
      run({ EventBusName, NamePrefix: prefix = '', Limit, NextToken }) {
        const { name: bus } = rules.bus(busName(EventBusName));
        const found = rules.rules(bus).filter(({ name }) => name.startsWith(prefix));
        const { page, next } = pageOf(found, ({ name }) => name, Limit, NextToken);
        return { Rules: page.map(shown), ...next };
      },
    }),
  };
}

interface OnRule {
  readonly Name?: string | undefined;
  readonly Rule?: string | undefined;
  readonly EventBusName?: string | undefined;
}

/** The permission for an action on the rule that a request names. */
export function onRule(action: string): (input: OnRule) => readonly Permission[] {
  return ({ Name, Rule, EventBusName }) => {
    const resource = ruleArn({ bus: busName(EventBusName), name: Name ?? Rule ?? '' });
    return [{ action: `events:${action}`, resource }];
  };
}

/** The permission to hand a role to EventBridge. */
export function passRole(roleArn: string | undefined): readonly Permission[] {
  if (roleArn === undefined) return [];
  const context = { 'iam:PassedToService': 'events.amazonaws.com' };
  return [{ action: 'iam:PassRole', resource: roleArn, context }];
}

function shown({ bus, name, pattern, schedule, state, description, roleArn }: Rule): SdkRule {
  return {
    Name: name,
    Arn: ruleArn({ bus, name }),
    EventBusName: bus,
    State: state,
    ...(pattern === undefined ? {} : { EventPattern: pattern }),
    ...(schedule === undefined ? {} : { ScheduleExpression: schedule }),
    ...(description === undefined ? {} : { Description: description }),
    ...(roleArn === undefined ? {} : { RoleArn: roleArn }),
  };
}
