import type { FailedDelivery } from '../eventbridge/failed-delivery.ts';
import { executionId, type Invocation, timeText } from './invocation.ts';
import type { SchedulerWorld } from './ports.ts';

/** Puts a firing that was given up into the schedule's dead-letter queue with the schedule's role, or says it was dropped. */
export function buryOrDrop(
  { authorize, queues, log }: Pick<SchedulerWorld, 'authorize' | 'queues' | 'log'>,
  invocation: Invocation,
  failure: FailedDelivery,
): void {
  const { scheduleArn, time, target } = invocation;
  const queueArn = target.DeadLetterConfig?.Arn;
  const what = `the invocation of ${target.Arn} by ${scheduleArn} for ${timeText(time)}`;
  const why = `${failure.code}: ${failure.message}`;
  if (queueArn === undefined) {
    log(`dropped ${what}, it has no dead-letter queue; ${why}`);
    return;
  }
  const attributes = {
    ERROR_CODE: failure.code,
    ERROR_MESSAGE: failure.message,
    EXECUTION_ID: executionId(invocation),
    IS_PAYLOAD_TRUNCATED: 'false',
    RETRY_ATTEMPTS: String(failure.retries),
    SCHEDULED_TIME: timeText(time),
    SCHEDULE_ARN: scheduleArn,
    TARGET_ARN: target.Arn ?? '',
    ...(failure.exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: failure.exhausted }),
  };
  try {
    authorize(target.RoleArn ?? '', [{ action: 'sqs:SendMessage', resource: queueArn }]);
    queues.send(queueArn, target.Input ?? '{}', attributes);
  } catch (error) {
    log(`dropped ${what}, ${queueArn} took it not (${error instanceof Error ? error.message : String(error)}); ${why}`);
  }
}
