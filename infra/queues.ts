import { Duration, type Stack, Validations } from 'aws-cdk-lib';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';

/** Where what was lost ends up, each with an alarm: received = applied + deduplicated + what lies here. */
export interface Queues {
  /** Events that EventBridge or the scheduler could not hand to a function. */
  readonly notDelivered: Queue;
  /** Events that a function got, and failed on three times. */
  readonly failed: Queue;
  /** Where in a stream records were given up; the records themselves stay in the table. */
  readonly streamGivenUp: Queue;
  /** Log lines on their way to Slack, in order. */
  readonly slack: Queue;
  /** Log lines that Slack would not take. */
  readonly slackRefused: Queue;
}

/** Time that notify-slack has for one batch: ten messages, each of which may take Slack five seconds. */
export const SLACK_TIMEOUT = Duration.seconds(60);

const SECURE = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true } satisfies QueueProps;
const KEPT = { ...SECURE, retentionPeriod: Duration.days(14) } satisfies QueueProps;

export function makeQueues(stack: Stack): Queues {
  const slackRefused = lastStop(new Queue(stack, 'SlackRefused', { ...KEPT, fifo: true }));
  const slack = new Queue(stack, 'Slack', {
    ...SECURE,
    fifo: true,
    contentBasedDeduplication: true,
    // AWS asks for six times the function's timeout, so that a batch is not handed out twice at once.
    visibilityTimeout: Duration.seconds(6 * SLACK_TIMEOUT.toSeconds()),
    deadLetterQueue: { queue: slackRefused, maxReceiveCount: 5 },
  });
  alarmAbove(slack, 100, 'Slack has not been told for a while');

  return {
    notDelivered: lastStop(new Queue(stack, 'NotDelivered', KEPT)),
    failed: lastStop(new Queue(stack, 'Failed', KEPT)),
    streamGivenUp: lastStop(new Queue(stack, 'StreamGivenUp', KEPT)),
    slack,
    slackRefused,
  };
}

function lastStop(queue: Queue): Queue {
  alarmAbove(queue, 0, `${queue.node.id} is not empty: something was lost on the way`);
  Validations.of(queue).acknowledge({
    id: 'AwsSolutions-SQS3',
    reason: 'This is a dead-letter queue itself; an alarm watches it.',
  });
  return queue;
}

function alarmAbove(queue: Queue, messages: number, what: string): void {
  queue
    .metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' })
    .createAlarm(queue, 'Depth', {
      alarmDescription: what,
      threshold: messages,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
}
