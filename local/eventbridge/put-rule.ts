import { AwsError } from '../kernel/aws-error.ts';
import type { Clock } from '../kernel/clock.ts';
import { DEFAULT_BUS, type Rule } from './rule.ts';
import type { RuleBook } from './rule-book.ts';
import { isRuleSchedule, nextDue, type RuleSchedules } from './rule-schedules.ts';

/** Makes a rule or changes one; its targets stay. Throws what PutRule throws. */
export type PutRule = (draft: Omit<Rule, 'targets' | 'dueAt'>) => Rule;

export function createPutRule(rules: RuleBook, schedules: RuleSchedules, clock: Clock): PutRule {
  return (draft) => {
    rules.bus(draft.bus);
    check(draft);
    const before = rules.find(draft.bus, draft.name);
    // A rate counts from the day the rule was made or last enabled, so what stays the same keeps its time.
    const counts = before?.schedule === draft.schedule && before?.state === draft.state;
    const fresh = draft.schedule === undefined ? undefined : nextDue(draft.schedule, clock.now());
    const rule: Rule = { ...draft, targets: before?.targets ?? [], dueAt: counts ? before?.dueAt : fresh };
    rules.put(rule);
    schedules.plan(rule);
    return rule;
  };
}

function check({ bus, name, pattern, schedule }: Omit<Rule, 'targets'>): void {
  const refusal = (message: string): AwsError => new AwsError('ValidationException', message);
  if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(name)) throw refusal(`Rule name ${name} must be 1 to 64 of [.-_A-Za-z0-9].`);
  if (pattern === undefined && schedule === undefined) {
    throw refusal('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (schedule === undefined) return;
  if (bus !== DEFAULT_BUS) throw refusal('ScheduleExpression is supported only on the default event bus.');
  if (!isRuleSchedule(schedule)) throw refusal('Parameter ScheduleExpression is not valid.');
}
