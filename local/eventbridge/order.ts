import type { Target } from '@aws-sdk/client-eventbridge';
import type { BusEvent } from './bus-event.ts';
import type { Patience } from './deliveries.ts';

/** One event on its way to one target of one rule. */
export interface Order {
  readonly event: BusEvent;
  readonly ruleArn: string;
  readonly ruleName: string;
  readonly target: Target;
}

/** How long EventBridge tries: a day and 185 times, unless the target says less. */
export function patienceOf({ target: { RetryPolicy: policy } }: Order): Patience {
  return {
    maximumRetries: policy?.MaximumRetryAttempts ?? 185,
    maximumAgeSeconds: policy?.MaximumEventAgeInSeconds ?? 86_400,
  };
}
