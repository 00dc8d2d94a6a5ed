import type { AlarmHistoryItem, PutCompositeAlarmInput, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { arn } from '../kernel/account.ts';
import type { AlarmState } from './judge-alarm.ts';

/** The state of an alarm, and why. Times are milliseconds since 1970. */
export interface StateRecord {
  readonly value: AlarmState;
  readonly reason: string;
  /** JSON text. */
  readonly reasonData: string | undefined;
  readonly updatedAt: number;
}

interface Common {
  readonly name: string;
  readonly state: StateRecord;
  readonly configuredAt: number;
  /** An alarm of the template is asleep after a restart until the template makes it again; one of the API is not. */
  readonly madeBy: 'template' | 'api';
}

/** An alarm as it is kept. */
export type AlarmRecord = Common &
  (
    | { readonly kind: 'metric'; readonly definition: PutMetricAlarmInput }
    | { readonly kind: 'composite'; readonly definition: PutCompositeAlarmInput }
  );

/** A line of an alarm's history, as it is kept: JSON has no dates. */
export type HistoryRecord = Omit<AlarmHistoryItem, 'Timestamp' | 'AlarmName'> & {
  readonly AlarmName: string;
  readonly at: number;
};

export function alarmArn(name: string): string {
  return arn('cloudwatch', `alarm:${name}`);
}
