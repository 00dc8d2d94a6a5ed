import { Duration, type Stack } from 'aws-cdk-lib';
import { type Alias, EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Queues } from './queues.ts';
import { anywhere } from './rights/only-star.ts';
import type { Right } from './rights/right.ts';
import { sendTo } from './rights/send-to.ts';
import type { Tables } from './tables.ts';

/** The stream of the deployments table. */
export function streamOf(tables: Tables): string {
  const arn = tables.deployments.tableStreamArn;
  if (arn === undefined) throw new Error('The table Deployments has no stream. tables.ts turns it on.');
  return arn;
}

/** What Lambda needs to read the stream for a function, and to say where it gave up. */
export function rightOnStream(tables: Tables, queues: Queues): { readonly readStream: Right } {
  return {
    readStream: {
      statements: [
        {
          actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
          resources: [streamOf(tables)],
        },
        anywhere(['dynamodb:ListStreams']),
        ...sendTo(queues.streamGivenUp).statements,
      ],
    },
  };
}

/** The outbox: every log line that was written goes to on-change, at least once. */
export function connectStream(stack: Stack, tables: Tables, queues: Queues, onChange: Alias): void {
  new EventSourceMapping(stack, 'LogLines', {
    target: onChange,
    eventSourceArn: streamOf(tables),
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 100,
    reportBatchItemFailures: true,
    bisectBatchOnError: true,
    // Without these two a record that always fails would hold up its shard for a day.
    retryAttempts: 5,
    maxRecordAge: Duration.hours(1),
    onFailure: { bind: () => ({ destination: queues.streamGivenUp.queueArn }) },
    filters: [
      FilterCriteria.filter({
        eventName: FilterRule.isEqual('INSERT'),
        dynamodb: { NewImage: { kind: { S: FilterRule.isEqual('log-line') } } },
      }),
    ],
  });
}
