import type { PutCompositeAlarmInput, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../kernel/aws-error.ts';
import type { AlarmBook } from './alarm-book.ts';
import { alarmRuleOf, refuseActions } from './alarm-definition.ts';
import type { AlarmRecord } from './alarm-record.ts';
import type { AlarmWatch } from './alarm-watch.ts';
import { alarmsIn, parseCompositeRule } from './composite-rule.ts';

/** Makes or changes a metric alarm, from the API or from a template. Throws a ValidationError that names what is wrong. */
export function putMetricAlarm(
  input: PutMetricAlarmInput,
  madeBy: AlarmRecord['madeBy'],
  book: AlarmBook,
  watch: AlarmWatch,
): void {
  const name = nameOf(input.AlarmName);
  alarmRuleOf(input);
  if (book.get(name)?.kind === 'composite')
    throw new AwsError('ValidationError', `The alarm ${name} is a composite alarm.`);
  book.put(name, { kind: 'metric', definition: input }, madeBy);
  watch.alarmChanged(name);
}

/** Makes or changes a composite alarm, from the API or from a template. */
export function putCompositeAlarm(
  input: PutCompositeAlarmInput,
  madeBy: AlarmRecord['madeBy'],
  book: AlarmBook,
  watch: AlarmWatch,
): void {
  const name = nameOf(input.AlarmName);
  refuseActions(input);
  const unsupported = (
    [
      'ActionsSuppressor',
      'ActionsSuppressorWaitPeriod',
      'ActionsSuppressorExtensionPeriod',
      'ActionConfiguration',
    ] as const
  ).find((member) => input[member] !== undefined);
  if (unsupported !== undefined)
    throw new AwsError('ValidationError', `${unsupported} is not supported by the local CloudWatch; leave it out.`);
  for (const child of alarmsIn(parseCompositeRule(input.AlarmRule ?? ''))) {
    if (book.get(child) === undefined)
      throw new AwsError('ValidationError', `AlarmRule of ${name} names ${child}, and there is no such alarm.`);
    if (child === name || reaches(child, name, book))
      throw new AwsError('ValidationError', `AlarmRule of ${name} names ${child}, which depends on ${name} itself.`);
  }
  if (book.get(name)?.kind === 'metric') throw new AwsError('ValidationError', `The alarm ${name} is a metric alarm.`);
  book.put(name, { kind: 'composite', definition: input }, madeBy);
  watch.alarmChanged(name);
}

function nameOf(name: string | undefined): string {
  if (name !== undefined && name.length > 0 && name.length <= 255) return name;
  throw new AwsError('ValidationError', 'AlarmName must have 1 to 255 characters.');
}

/** Whether a composite alarm watches another one, directly or through others. */
function reaches(from: string, to: string, book: AlarmBook): boolean {
  const alarm = book.get(from);
  if (alarm?.kind !== 'composite') return false;
  return alarmsIn(parseCompositeRule(alarm.definition.AlarmRule ?? '')).some(
    (child) => child === to || reaches(child, to, book),
  );
}
