import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Right } from './right.ts';

/** The right to put messages into a queue, as Lambda does for a function that failed. */
export function sendTo(queue: Queue): Right {
  return { statements: [{ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }] };
}
