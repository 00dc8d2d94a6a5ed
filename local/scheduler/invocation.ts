import { createHash } from 'node:crypto';
import type { Target } from '@aws-sdk/client-scheduler';
import { asUndeliverable, Undeliverable } from '../eventbridge/failed-delivery.ts';
import { ACCOUNT, REGION } from '../kernel/account.ts';
import type { SchedulerWorld } from './ports.ts';

/** One firing of one schedule. `time` is the time it was planned for, in milliseconds since 1970. */
export interface Invocation {
  readonly scheduleArn: string;
  readonly time: number;
  readonly target: Target;
}

/** Invokes the target with the schedule's role, once. Throws when it could not. */
export async function invoke(
  { authorize, lambdas }: Pick<SchedulerWorld, 'authorize' | 'lambdas'>,
  invocation: Invocation,
  retries: number,
): Promise<void> {
  const { Arn: functionArn = '', RoleArn: role = '' } = invocation.target;
  try {
    authorize(role, [{ action: 'lambda:InvokeFunction', resource: functionArn }]);
    await lambdas.send(functionArn, inputOf(invocation, retries));
  } catch (error) {
    throw asUndeliverable(error);
  }
}

/** The id of a firing: the same for every try of it. */
export function executionId({ scheduleArn, time }: Invocation): string {
  return createHash('sha256').update(`${scheduleArn} ${time}`).digest('hex').slice(0, 16);
}

/** RFC 3339, to the second. */
export function timeText(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function inputOf(invocation: Invocation, retries: number): unknown {
  const { scheduleArn, time, target } = invocation;
  if (target.Input === undefined) {
    return {
      version: '0',
      id: executionId(invocation),
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      account: ACCOUNT,
      time: timeText(time),
      region: REGION,
      resources: [scheduleArn],
      detail: '{}',
    };
  }
  const text = target.Input.replaceAll('<aws.scheduler.schedule-arn>', scheduleArn)
    .replaceAll('<aws.scheduler.scheduled-time>', timeText(time))
    .replaceAll('<aws.scheduler.execution-id>', executionId(invocation))
    .replaceAll('<aws.scheduler.attempt-number>', String(retries + 1));
  try {
    return JSON.parse(text);
  } catch {
    throw new Undeliverable('INVALID_JSON', `the Input of ${scheduleArn} is no JSON: ${text}`);
  }
}
