import type { FailedDelivery } from './failed-delivery.ts';
import type { Order } from './order.ts';
import type { EventBridgeWorld } from './ports.ts';

/** Puts an event that was given up into the target's dead-letter queue, or says that it was dropped. */
export function buryOrDrop(
  { queues, log }: Pick<EventBridgeWorld, 'queues' | 'log'>,
  { event, ruleArn, target }: Order,
  failure: FailedDelivery,
): void {
  const what = `event ${event.id} (${event['detail-type']}) of ${ruleArn} to ${target.Arn}`;
  const why = `${failure.code}: ${failure.message}`;
  const queueArn = target.DeadLetterConfig?.Arn;
  if (queueArn === undefined) {
    log(`dropped ${what}, the target has no dead-letter queue; ${why}`);
    return;
  }
  const attributes = {
    RULE_ARN: ruleArn,
    TARGET_ARN: target.Arn ?? '',
    ERROR_CODE: failure.code,
    ERROR_MESSAGE: failure.message,
    RETRY_ATTEMPTS: String(failure.retries),
    ...(failure.exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: failure.exhausted }),
  };
  try {
    if (!queues.allows(queueArn, 'events.amazonaws.com', ruleArn)) {
      log(`dropped ${what}, the policy of ${queueArn} does not let EventBridge send to it; ${why}`);
      return;
    }
    queues.send(queueArn, JSON.stringify(event), attributes);
  } catch (error) {
    log(`dropped ${what}, ${queueArn} took it not (${error instanceof Error ? error.message : String(error)}); ${why}`);
  }
}
