/** The event `CloudWatch Alarm State Change`. */
import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { AwsEvent } from '../kernel/aws-event.ts';
import { alarmRuleOf } from './alarm-definition.ts';
import { awsTime } from './alarm-reason.ts';
import { type AlarmRecord, alarmArn, type StateRecord } from './alarm-record.ts';
import { metricIdOf } from './metric-id.ts';

/** What CloudWatch sends when `alarm` has left the state `previous`. */
export function stateChangeEvent(alarm: AlarmRecord, previous: StateRecord): AwsEvent {
  return {
    source: 'aws.cloudwatch',
    detailType: 'CloudWatch Alarm State Change',
    resources: [alarmArn(alarm.name)],
    time: `${new Date(alarm.state.updatedAt).toISOString().slice(0, 19)}Z`,
    detail: {
      alarmName: alarm.name,
      state: stateDetail(alarm.state),
      previousState: stateDetail(previous),
      configuration: configurationOf(alarm),
    },
  };
}

function stateDetail({ value, reason, reasonData, updatedAt }: StateRecord): object {
  return { value, reason, ...(reasonData === undefined ? {} : { reasonData }), timestamp: awsTime(updatedAt) };
}

function configurationOf(alarm: AlarmRecord): object {
  const description = alarm.definition.AlarmDescription;
  return {
    ...(description === undefined ? {} : { description }),
    ...(alarm.kind === 'composite'
      ? { alarmRule: alarm.definition.AlarmRule }
      : { metrics: alarmRuleOf(alarm.definition).queries.map(metricDetail) }),
  };
}

function metricDetail(query: MetricDataQuery): object {
  const { Id, Expression, Label, MetricStat, ReturnData } = query;
  const rest = { ...(Label === undefined ? {} : { label: Label }), returnData: ReturnData !== false };
  if (MetricStat?.Metric === undefined) return { id: Id, expression: Expression, ...rest };
  const { namespace, name, dimensions } = metricIdOf(MetricStat.Metric);
  return {
    id: Id,
    metricStat: { metric: { namespace, name, dimensions }, period: MetricStat.Period, stat: MetricStat.Stat },
    ...rest,
  };
}
