import type { EnvironmentRule, Freeze, StopTheLine, Window } from './environment-rule.ts';
import { nextSpan, type Span, spanAt, spanBefore } from './recurrence.ts';

/** When a freeze or a window is, asked with a moment in milliseconds since 1970. */
export interface Times {
  /** The span that the moment lies in, up to where the last span that touches it ends. */
  at(moment: number): Span | undefined;
  /** The first span that begins after the moment. */
  next(moment: number): Span | undefined;
  /** The last span that was over at the moment. */
  before(moment: number): Span | undefined;
}

export type FreezeInTime = Freeze & { readonly times: Times };
export type WindowInTime = Window & { readonly times: Times };
/** A rule that can be asked when it is. What judges by rules takes them so, and knows nothing of calendars. */
export type RuleInTime = StopTheLine | FreezeInTime | WindowInTime;

export function inTime(rule: EnvironmentRule): RuleInTime {
  if (rule.kind === 'stop-the-line') return rule;
  const times: Times = {
    at: (moment) => spanAt(rule, moment),
    next: (moment) => nextSpan(rule, moment),
    before: (moment) => spanBefore(rule, moment),
  };
  return { ...rule, times };
}
