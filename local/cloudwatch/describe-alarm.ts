import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { type AlarmRecord, alarmArn } from './alarm-record.ts';

/** A metric alarm as DescribeAlarms shows it. */
export function describeMetricAlarm(alarm: AlarmRecord & { kind: 'metric' }): MetricAlarm {
  const { Tags: _, ...definition } = alarm.definition;
  return {
    ...definition,
    ...actionsOf(definition),
    ...stateOf(alarm),
    ...(definition.Metrics === undefined ? { Dimensions: definition.Dimensions ?? [] } : {}),
  };
}

/** A composite alarm as DescribeAlarms shows it. */
export function describeCompositeAlarm(alarm: AlarmRecord & { kind: 'composite' }): CompositeAlarm {
  const { Tags: _, ...definition } = alarm.definition;
  return { ...definition, ...actionsOf(definition), ...stateOf(alarm) };
}

function actionsOf({ ActionsEnabled }: { ActionsEnabled?: boolean | undefined }) {
  return { ActionsEnabled: ActionsEnabled ?? true, OKActions: [], AlarmActions: [], InsufficientDataActions: [] };
}

function stateOf({ name, state, configuredAt }: AlarmRecord) {
  return {
    AlarmName: name,
    AlarmArn: alarmArn(name),
    AlarmConfigurationUpdatedTimestamp: new Date(configuredAt),
    StateValue: state.value,
    StateReason: state.reason,
    StateReasonData: state.reasonData,
    StateUpdatedTimestamp: new Date(state.updatedAt),
    StateTransitionedTimestamp: new Date(state.updatedAt),
  };
}
