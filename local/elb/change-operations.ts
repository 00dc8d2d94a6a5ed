import { randomUUID } from 'node:crypto';
import type {
  CreateRuleInput,
  CreateRuleOutput,
  DeleteRuleInput,
  ModifyListenerInput,
  ModifyListenerOutput,
  ModifyRuleInput,
  ModifyRuleOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../kernel/aws-error.ts';
import { type Operations, operation, type Permission } from '../kernel/aws-service.ts';
import { describeListener, describeRule } from './describe-records.ts';
import { find } from './find.ts';
import { idOf, ruleArn } from './names.ts';
import { putRule } from './put-rule.ts';
import type { RecordBook } from './record-book.ts';
import type { Kind } from './records.ts';
import { defaultRuleOf } from './set-weights.ts';

/** The operations that change rules and listeners. */
export function changeOperations(book: RecordBook): Operations {
  const on = (action: string, kind: Kind, arn = '*'): readonly Permission[] => {
    const tags = book.get(kind, arn)?.tags ?? [];
    const context = Object.fromEntries(tags.map(({ Key, Value = '' }) => [`aws:ResourceTag/${Key}`, Value]));
    return [{ action: `elasticloadbalancing:${action}`, resource: arn, context }];
  };
  return {
    CreateRule: operation<CreateRuleInput, CreateRuleOutput>({
      permissions: ({ ListenerArn }) => on('CreateRule', 'listener', ListenerArn),
      run: ({ ListenerArn, Priority = 1, Conditions = [], Actions = [], Tags = [], Transforms }) => {
        refuse({ Transforms });
        const { arn: listener } = find(book, 'listener', ListenerArn);
        const arn = ruleArn(listener, idOf(randomUUID()));
        const made = { owner: undefined, template: undefined, tags: Tags };
        putRule(book, { arn, listener, priority: Priority, conditions: Conditions, actions: Actions, ...made });
        return { Rules: [describeRule(find(book, 'rule', arn))] };
      },
    }),
    DeleteRule: operation<DeleteRuleInput, object>({
      permissions: ({ RuleArn }) => on('DeleteRule', 'rule', RuleArn),
      run: ({ RuleArn }) => {
        const rule = find(book, 'rule', RuleArn);
        if (rule.priority === 'default')
          throw new AwsError('OperationNotPermitted', 'Default rules cannot be deleted.');
        book.remove('rule', rule.arn);
        return {};
      },
    }),
    ModifyRule: operation<ModifyRuleInput, ModifyRuleOutput>({
      permissions: ({ RuleArn }) => on('ModifyRule', 'rule', RuleArn),
      run: ({ RuleArn, Conditions, Actions, Transforms, ResetTransforms }) => {
        refuse({ Transforms, ResetTransforms });
        const rule = find(book, 'rule', RuleArn);
        if (rule.priority === 'default')
          throw new AwsError('OperationNotPermitted', 'Default rules cannot be modified; use ModifyListener.');
        putRule(book, { ...rule, conditions: Conditions ?? rule.conditions, actions: Actions ?? rule.actions });
        return { Rules: [describeRule(find(book, 'rule', rule.arn))] };
      },
    }),
    ModifyListener: operation<ModifyListenerInput, ModifyListenerOutput>({
      permissions: ({ ListenerArn }) => on('ModifyListener', 'listener', ListenerArn),
      run: ({ ListenerArn, DefaultActions, ...others }) => {
        refuse(others);
        const listener = find(book, 'listener', ListenerArn);
        const rule = defaultRuleOf(book, listener.arn);
        if (rule !== undefined && DefaultActions !== undefined) putRule(book, { ...rule, actions: DefaultActions });
        return { Listeners: [describeListener(listener, defaultRuleOf(book, listener.arn))] };
      },
    }),
  };
}

function refuse(members: Readonly<Record<string, unknown>>): void {
  const given = Object.keys(members).find((name) => members[name] !== undefined);
  if (given !== undefined)
    throw new AwsError(
      'ValidationError',
      `${given} is not supported by the local load balancer; change it in the template`,
    );
}
