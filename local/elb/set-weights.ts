import { actOf, reweighted } from './actions.ts';
import { find } from './find.ts';
import { putRule } from './put-rule.ts';
import type { RecordBook } from './record-book.ts';
import type { RuleRecord } from './records.ts';

/** Gives the target groups of a rule, or of a listener's default actions, other weights. Groups that are not named keep theirs. */
export function setWeights(book: RecordBook, ruleOrListener: string, weights: Readonly<Record<string, number>>): void {
  const rule = ruleAt(book, ruleOrListener);
  putRule(book, { ...rule, actions: reweighted(rule.actions, weights) });
}

/** The weights of a rule, or of a listener's default actions, by target group; none when it does not forward. */
export function weightsOf(book: RecordBook, ruleOrListener: string): Readonly<Record<string, number>> {
  const act = actOf(ruleAt(book, ruleOrListener).actions);
  return act.kind === 'forward' ? act.weights : {};
}

/** The rule that holds the default actions of a listener. */
export function defaultRuleOf(book: RecordBook, listener: string): RuleRecord | undefined {
  return book.all('rule').find((rule) => rule.listener === listener && rule.priority === 'default');
}

function ruleAt(book: RecordBook, ruleOrListener: string): RuleRecord {
  const listener = book.get('listener', ruleOrListener);
  return find(book, 'rule', listener === undefined ? ruleOrListener : defaultRuleOf(book, listener.arn)?.arn);
}
