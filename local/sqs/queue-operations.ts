import type {
  CreateQueueRequest,
  CreateQueueResult,
  DeleteQueueRequest,
  GetQueueAttributesRequest,
  GetQueueAttributesResult,
  GetQueueUrlRequest,
  GetQueueUrlResult,
  ListQueuesRequest,
  ListQueuesResult,
  PurgeQueueRequest,
  SetQueueAttributesRequest,
} from '@aws-sdk/client-sqs';
import { ACCOUNT, arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import { type Operations, operation } from '../kernel/aws-service.ts';
import type { Clock } from '../kernel/clock.ts';
import { onQueue } from './message-operations.ts';
import { type Listed, type QueueDirectory, queueNameExists } from './queue-directory.ts';
import { DEFAULTS, FIFO_DEFAULTS } from './queue-settings.ts';
import { invalid, missing, noSuchQueue } from './refusals.ts';

export function queueOperations(directory: QueueDirectory, clock: Clock, urlOf: (name: string) => string): Operations {
  const purgedAt = new Map<string, number>();
  return {
    CreateQueue: operation<CreateQueueRequest, CreateQueueResult>({
      permissions: ({ QueueName }) => [{ action: 'sqs:CreateQueue', resource: arn('sqs', QueueName ?? '') }],
      run({ QueueName: name, Attributes: attributes = {}, tags }) {
        if (name === undefined) throw missing('QueueName');
        if (tags !== undefined) throw invalid('The local SQS does not support tags of a queue.');
        const before = directory.find(name);
        if (before === undefined) directory.put(name, attributes);
        else {
          const known = allAttributes(before);
          const different = Object.entries(attributes).find(([attribute, value]) => known[attribute] !== value);
          if (different !== undefined) throw queueNameExists(different[0]);
        }
        return { QueueUrl: urlOf(name) };
      },
    }),
    DeleteQueue: operation<DeleteQueueRequest, object>({
      permissions: onQueue('DeleteQueue'),
      run({ QueueUrl }) {
        directory.remove(directory.named(QueueUrl ?? '').name);
        return {};
      },
    }),
    GetQueueUrl: operation<GetQueueUrlRequest, GetQueueUrlResult>({
      permissions: ({ QueueName }) => [{ action: 'sqs:GetQueueUrl', resource: arn('sqs', QueueName ?? '') }],
      run({ QueueName: name = '', QueueOwnerAWSAccountId: owner = ACCOUNT }) {
        if (directory.find(name) === undefined || owner !== ACCOUNT) throw noSuchQueue();
        return { QueueUrl: urlOf(name) };
      },
    }),
    GetQueueAttributes: operation<GetQueueAttributesRequest, GetQueueAttributesResult>({
      permissions: onQueue('GetQueueAttributes'),
      run({ QueueUrl, AttributeNames: names = [] }) {
        const all = Object.entries(allAttributes(directory.named(QueueUrl ?? '')));
        const asked: readonly string[] = names;
        const wanted = all.filter(([name]) => asked.includes('All') || asked.includes(name));
        return wanted.length === 0 ? {} : { Attributes: Object.fromEntries(wanted) };
      },
    }),
    SetQueueAttributes: operation<SetQueueAttributesRequest, object>({
      permissions: onQueue('SetQueueAttributes'),
      run({ QueueUrl, Attributes = {} }) {
        const { name, attributes } = directory.named(QueueUrl ?? '');
        if ('FifoQueue' in Attributes) {
          const reason = 'Modifying queue type is not supported.';
          throw new AwsError('InvalidAttributeValue', `Invalid value for the parameter FifoQueue. Reason: ${reason}`);
        }
        directory.put(name, withoutEmpty({ ...attributes, ...Attributes }));
        return {};
      },
    }),
    ListQueues: operation<ListQueuesRequest, ListQueuesResult>({
      permissions: () => [{ action: 'sqs:ListQueues', resource: '*' }],
      run({ QueueNamePrefix = '', MaxResults, NextToken }) {
        const names = directory.names().filter((name) => name.startsWith(QueueNamePrefix) && name > (NextToken ?? ''));
        const page = names.slice(0, MaxResults ?? 1_000);
        const more = MaxResults !== undefined && page.length < names.length;
        return {
          ...(page.length === 0 ? {} : { QueueUrls: page.map(urlOf) }),
          ...(more ? { NextToken: page.at(-1) } : {}),
        };
      },
    }),
    PurgeQueue: operation<PurgeQueueRequest, object>({
      permissions: onQueue('PurgeQueue'),
      run({ QueueUrl }) {
        const { name, queue } = directory.named(QueueUrl ?? '');
        const now = clock.now();
        if (now - (purgedAt.get(name) ?? Number.NEGATIVE_INFINITY) < 60_000) {
          const message = `Only one PurgeQueue operation on ${name} is allowed every 60 seconds.`;
          throw new AwsError('PurgeQueueInProgress', message);
        }
        purgedAt.set(name, now);
        queue.purge();
        return {};
      },
    }),
  };
}

function allAttributes({
  arn: queueArn,
  attributes,
  createdAt,
  modifiedAt,
  queue,
  settings,
}: Listed): Record<string, string> {
  const { visible, inFlight, delayed } = queue.counts();
  return {
    ...DEFAULTS,
    ...(settings.fifo ? FIFO_DEFAULTS : {}),
    ...attributes,
    QueueArn: queueArn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(createdAt / 1_000)),
    LastModifiedTimestamp: String(Math.floor(modifiedAt / 1_000)),
  };
}

/** An empty policy is how one is taken away. */
function withoutEmpty(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));
}
