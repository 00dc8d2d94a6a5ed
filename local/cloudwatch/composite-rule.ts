import { AwsError } from '../kernel/aws-error.ts';
import type { AlarmState } from './judge-alarm.ts';

/** The rule of a composite alarm, parsed. */
export type CompositeRule =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'state'; readonly state: AlarmState; readonly alarm: string }
  | { readonly kind: 'not'; readonly of: CompositeRule }
  | { readonly kind: 'and' | 'or'; readonly left: CompositeRule; readonly right: CompositeRule };

const TOKEN = /[()]|"[^"]*"|[^\s()"]+/g;

/** Parses an AlarmRule such as `ALARM("a") AND NOT OK(b)`. An alarm may be named by its name or its ARN. */
export function parseCompositeRule(source: string): CompositeRule {
  const tokens = source.match(TOKEN) ?? [];
  let at = 0;
  const fail = () =>
    new AwsError('ValidationError', `AlarmRule is not valid at '${tokens[at] ?? 'its end'}': ${source}`);
  const take = (...wanted: readonly string[]): string | undefined => {
    const token = tokens[at];
    if (token === undefined || !wanted.includes(token)) return undefined;
    at += 1;
    return token;
  };
  const either = (): CompositeRule => {
    let left = both();
    while (take('OR') !== undefined) left = { kind: 'or', left, right: both() };
    return left;
  };
  const both = (): CompositeRule => {
    let left = single();
    while (take('AND') !== undefined) left = { kind: 'and', left, right: single() };
    return left;
  };
  const single = (): CompositeRule => {
    if (take('NOT') !== undefined) return { kind: 'not', of: single() };
    if (take('(') !== undefined) {
      const inner = either();
      if (take(')') === undefined) throw fail();
      return inner;
    }
    const constant = take('TRUE', 'FALSE');
    if (constant !== undefined) return { kind: 'constant', value: constant === 'TRUE' };
    const state = stateOf(take('ALARM', 'OK', 'INSUFFICIENT_DATA'));
    const alarm = take('(') === undefined ? undefined : tokens[at++];
    if (state === undefined || alarm === undefined || take(')') === undefined) throw fail();
    return {
      kind: 'state',
      state,
      alarm: alarm.replaceAll('"', '').replace(/^arn:aws:cloudwatch:[^:]*:[^:]*:alarm:/, ''),
    };
  };
  const rule = either();
  if (at < tokens.length) throw fail();
  return rule;
}

function stateOf(token: string | undefined): AlarmState | undefined {
  return token === 'ALARM' || token === 'OK' || token === 'INSUFFICIENT_DATA' ? token : undefined;
}

/** Whether the rule holds. An alarm that does not exist is in no state. */
export function holds(rule: CompositeRule, stateOf: (alarm: string) => AlarmState | undefined): boolean {
  switch (rule.kind) {
    case 'constant':
      return rule.value;
    case 'state':
      return stateOf(rule.alarm) === rule.state;
    case 'not':
      return !holds(rule.of, stateOf);
    case 'and':
      return holds(rule.left, stateOf) && holds(rule.right, stateOf);
    case 'or':
      return holds(rule.left, stateOf) || holds(rule.right, stateOf);
    default:
      return rule satisfies never;
  }
}

/** The names of the alarms that a rule looks at. */
export function alarmsIn(rule: CompositeRule): readonly string[] {
  switch (rule.kind) {
    case 'constant':
      return [];
    case 'state':
      return [rule.alarm];
    case 'not':
      return alarmsIn(rule.of);
    case 'and':
    case 'or':
      return [...alarmsIn(rule.left), ...alarmsIn(rule.right)];
    default:
      return rule satisfies never;
  }
}
