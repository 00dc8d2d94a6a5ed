import { AwsError } from '../kernel/aws-error.ts';
import { actOf } from './actions.ts';
import { compileConditions } from './conditions.ts';
import { find } from './find.ts';
import type { RecordBook } from './record-book.ts';
import type { RuleRecord } from './records.ts';

/** Puts a rule in force, for the very next request. Throws what AWS would when it cannot work. */
export function putRule(book: RecordBook, rule: RuleRecord): void {
  find(book, 'listener', rule.listener);
  compileConditions(rule.conditions);
  const act = actOf(rule.actions);
  if (act.kind === 'forward') for (const group of Object.keys(act.weights)) find(book, 'targetGroup', group);
  if (rule.priority !== 'default' && rule.conditions.length === 0)
    throw new AwsError('ValidationError', 'A rule needs a condition.');
  const rival = book.all('rule').find(({ arn, listener, priority }) => {
    return arn !== rule.arn && listener === rule.listener && priority === rule.priority;
  });
  if (rival !== undefined)
    throw new AwsError('PriorityInUse', `Priority '${rule.priority}' is currently in use by ${rival.arn}`);
  book.put('rule', rule);
}
