import * as z from 'zod/mini';
import { stopOnAlarm } from '../core/operations/stop-on-alarm.ts';
import { log } from './log.ts';
import { productionPorts } from './production.ts';

const AlarmStateChange = z.object({
  source: z.literal('aws.cloudwatch'),
  detail: z.object({
    alarmName: z.string().check(z.minLength(1), z.maxLength(255)),
    state: z.object({
      value: z.literal('ALARM'),
      reason: z._default(z.string(), ''),
      timestamp: z.optional(z.string()),
    }),
  }),
});

const ports = productionPorts();

/** An alarm fired: the shortest way back, in the first hop. */
export async function handler(event: unknown): Promise<void> {
  const { alarmName: name, state } = AlarmStateChange.parse(event).detail;
  const outcomes = await stopOnAlarm(ports, { name, reason: state.reason, ...firedAt(state) });
  log.info(`alarm ${name} fired`, { event: 'version:alarm:seen', alarm: name, outcomes });
}

/** An alarm is obeyed whatever its time looks like. */
function firedAt({ timestamp = '' }: { readonly timestamp?: string | undefined }): { readonly firedAt?: number } {
  const at = Date.parse(timestamp);
  return Number.isNaN(at) ? {} : { firedAt: at };
}
