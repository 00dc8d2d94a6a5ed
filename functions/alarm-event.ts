import * as z from 'zod/mini';
import type { FiredAlarm } from '../core/operations/stop-on-alarm.ts';

const AlarmStateChange = z.object({
  source: z.literal('aws.cloudwatch'),
  detail: z.object({
    alarmName: z.string().check(z.minLength(1), z.maxLength(255)),
    state: z.object({
      value: z.literal('ALARM'),
      reason: z.catch(z.string(), 'it gave no reason'),
      timestamp: z.catch(z.string(), ''),
    }),
  }),
});

/** Reads a CloudWatch Alarm State Change. An alarm is obeyed whatever its reason and its time look like. */
export function readAlarm(event: unknown): FiredAlarm {
  const { alarmName: name, state } = AlarmStateChange.parse(event).detail;
  const firedAt = Date.parse(state.timestamp);
  return { name, reason: state.reason, ...(!Number.isNaN(firedAt) && { firedAt }) };
}
