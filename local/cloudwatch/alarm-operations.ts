import type {
  DeleteAlarmsInput,
  DescribeAlarmHistoryInput,
  DescribeAlarmHistoryOutput,
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  PutCompositeAlarmInput,
  PutMetricAlarmInput,
  SetAlarmStateInput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../kernel/aws-error.ts';
import { type Operations, operation, type Permission } from '../kernel/aws-service.ts';
import type { AlarmBook } from './alarm-book.ts';
import { alarmArn } from './alarm-record.ts';
import type { AlarmWatch } from './alarm-watch.ts';
import { describeCompositeAlarm, describeMetricAlarm } from './describe-alarm.ts';
import { pageOf } from './page.ts';
import { putCompositeAlarm, putMetricAlarm } from './put-alarm.ts';

/** The operations on alarms. */
export function alarmOperations(book: AlarmBook, watch: AlarmWatch): Operations {
  return {
    PutMetricAlarm: operation<PutMetricAlarmInput, object>({
      permissions: ({ AlarmName, Tags = [] }) => [
        ...onAlarms('PutMetricAlarm', [AlarmName]),
        ...(Tags.length > 0 ? onAlarms('TagResource', [AlarmName]) : []),
      ],
      run: (input) => {
        putMetricAlarm(input, 'api', book, watch);
        return {};
      },
    }),
    PutCompositeAlarm: operation<PutCompositeAlarmInput, object>({
      permissions: ({ AlarmName }) => onAlarms('PutCompositeAlarm', [AlarmName]),
      run: (input) => {
        putCompositeAlarm(input, 'api', book, watch);
        return {};
      },
    }),
    DeleteAlarms: operation<DeleteAlarmsInput, object>({
      permissions: ({ AlarmNames }) => onAlarms('DeleteAlarms', AlarmNames ?? []),
      run: ({ AlarmNames }) => {
        for (const name of AlarmNames ?? []) required(name, book);
        for (const name of AlarmNames ?? []) book.delete(name);
        return {};
      },
    }),
    SetAlarmState: operation<SetAlarmStateInput, object>({
      permissions: ({ AlarmName }) => onAlarms('SetAlarmState', [AlarmName]),
      run: ({ AlarmName = '', StateValue, StateReason = '', StateReasonData }) => {
        required(AlarmName, book);
        if (StateReasonData !== undefined && !isJson(StateReasonData))
          throw new AwsError('InvalidFormatFault', 'StateReasonData is not JSON.');
        if (StateValue !== undefined)
          book.change(AlarmName, { value: StateValue, reason: StateReason, reasonData: StateReasonData });
        watch.alarmChanged(AlarmName);
        return {};
      },
    }),
    DescribeAlarms: operation<DescribeAlarmsInput, DescribeAlarmsOutput>({
      permissions: ({ AlarmNames }) => onAlarms('DescribeAlarms', AlarmNames ?? ['*']),
      run: (input) => describeAlarms(input, book),
    }),
    DescribeAlarmHistory: operation<DescribeAlarmHistoryInput, DescribeAlarmHistoryOutput>({
      permissions: ({ AlarmName }) => onAlarms('DescribeAlarmHistory', [AlarmName ?? '*']),
      run: (input) => describeHistory(input, book),
    }),
  };
}

function describeAlarms(input: DescribeAlarmsInput, book: AlarmBook): DescribeAlarmsOutput {
  const unsupported = (['ChildrenOfAlarmName', 'ParentsOfAlarmName', 'ActionPrefix'] as const).find(
    (member) => input[member] !== undefined,
  );
  if (unsupported !== undefined)
    throw new AwsError(
      'InvalidParameterValueException',
      `${unsupported} is not supported by the local CloudWatch; use AlarmNames.`,
    );
  if (input.AlarmNames !== undefined && input.AlarmNamePrefix !== undefined) {
    throw new AwsError('InvalidParameterCombinationException', 'AlarmNames and AlarmNamePrefix exclude each other.');
  }
  // Without AlarmTypes AWS gives metric alarms alone.
  const types = input.AlarmTypes ?? ['MetricAlarm'];
  const wanted = book.list().filter((alarm) => {
    if (!types.includes(alarm.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm')) return false;
    if (input.AlarmNames !== undefined && !input.AlarmNames.includes(alarm.name)) return false;
    if (!alarm.name.startsWith(input.AlarmNamePrefix ?? '')) return false;
    return input.StateValue === undefined || alarm.state.value === input.StateValue;
  });
  const { items, next } = pageOf(wanted, input.MaxRecords ?? 50, input.NextToken);
  return {
    MetricAlarms: items.flatMap((alarm) => (alarm.kind === 'metric' ? [describeMetricAlarm(alarm)] : [])),
    CompositeAlarms: items.flatMap((alarm) => (alarm.kind === 'composite' ? [describeCompositeAlarm(alarm)] : [])),
    NextToken: next,
  };
}

function describeHistory(input: DescribeAlarmHistoryInput, book: AlarmBook): DescribeAlarmHistoryOutput {
  if (input.AlarmContributorId !== undefined)
    throw new AwsError(
      'InvalidParameterValueException',
      'AlarmContributorId is not supported by the local CloudWatch.',
    );
  const types = input.AlarmTypes ?? ['MetricAlarm'];
  const lines = book.history().filter((line) => {
    if (line.AlarmType === undefined || !types.includes(line.AlarmType)) return false;
    if (input.AlarmName !== undefined && line.AlarmName !== input.AlarmName) return false;
    if (input.HistoryItemType !== undefined && line.HistoryItemType !== input.HistoryItemType) return false;
    return (
      line.at >= (input.StartDate?.getTime() ?? 0) && line.at <= (input.EndDate?.getTime() ?? Number.POSITIVE_INFINITY)
    );
  });
  const ordered = input.ScanBy === 'TimestampAscending' ? lines.toReversed() : lines;
  const { items, next } = pageOf(ordered, input.MaxRecords ?? 100, input.NextToken);
  return { AlarmHistoryItems: items.map(({ at, ...line }) => ({ ...line, Timestamp: new Date(at) })), NextToken: next };
}

function onAlarms(action: string, names: readonly (string | undefined)[]): readonly Permission[] {
  return names.map((name) => ({ action: `cloudwatch:${action}`, resource: alarmArn(name ?? '*') }));
}

function required(name: string, book: AlarmBook): void {
  if (book.get(name) === undefined) throw new AwsError('ResourceNotFound', `Unknown alarm: ${name}`, 404);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
