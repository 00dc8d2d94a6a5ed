import { awsTime } from './alarm-reason.ts';
import { type AlarmRecord, alarmArn, type StateRecord } from './alarm-record.ts';
import { alarmsIn, holds, parseCompositeRule } from './composite-rule.ts';

/** The state that the rule of a composite alarm gives. `trigger` is the alarm whose change led here, if one did. */
export function evaluateComposite(
  rule: string,
  alarm: (name: string) => AlarmRecord | undefined,
  trigger: AlarmRecord | undefined,
): Omit<StateRecord, 'updatedAt'> {
  const parsed = parseCompositeRule(rule);
  const value = holds(parsed, (name) => alarm(name)?.state.value) ? 'ALARM' : 'OK';
  const children = alarmsIn(parsed).flatMap((name) => alarm(name) ?? []);
  const [first = trigger] = children;
  const cause = trigger ?? first;
  return {
    value,
    reason:
      cause === undefined
        ? `Rule evaluated to ${value}`
        : `${alarmArn(cause.name)} transitioned to ${cause.state.value} at ${longDate(cause.state.updatedAt)}`,
    reasonData: JSON.stringify({
      triggeringAlarms: children.map(({ name, state }) => ({
        arn: alarmArn(name),
        state: { value: state.value, timestamp: awsTime(state.updatedAt) },
      })),
    }),
  };
}

const days = new Intl.DateTimeFormat('en-US', {
  weekday: 'long',
  day: '2-digit',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** `Friday 20 November, 2026 10:01:05 UTC` */
function longDate(time: number): string {
  const part = Object.fromEntries(days.formatToParts(time).map(({ type, value }) => [type, value]));
  return `${part.weekday} ${part.day} ${part.month}, ${part.year} ${new Date(time).toISOString().slice(11, 19)} UTC`;
}
