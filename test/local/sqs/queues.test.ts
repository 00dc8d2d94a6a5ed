import { expect, test } from 'vitest';
import { ACCOUNT, arn } from '../../../local/kernel/account.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { createSqs, type Sqs } from '../../../local/sqs/create-sqs.ts';
import { call, settle } from './call.ts';
import { crashableState } from './crashable-state.ts';

const QUEUE = arn('sqs', 'q');
const CONTEXT = { stack: 'Belay', logicalId: 'Slack', metadata: {}, directory: '/', previous: undefined };

function anSqs(clock = new VirtualClock()): Sqs {
  return createSqs({ clock, state: crashableState(), endpointUrl: 'http://127.0.0.1:4566' });
}

test('a queue is made once, and again only with the same attributes', async () => {
  const { service } = anSqs();
  const make = (Attributes: object): Promise<object> => call(service, 'CreateQueue', { QueueName: 'q', Attributes });
  const QueueUrl = `http://127.0.0.1:4566/${ACCOUNT}/q`;
  expect(await make({ DelaySeconds: '1' })).toEqual({ QueueUrl });
  expect(await make({ DelaySeconds: '1' })).toEqual({ QueueUrl });
  expect(await make({})).toEqual({ QueueUrl });
  await expect(make({ DelaySeconds: '2' })).rejects.toMatchObject({ name: 'QueueNameExists' });
  expect(await call(service, 'GetQueueUrl', { QueueName: 'q' })).toEqual({ QueueUrl });
  await call(service, 'CreateQueue', { QueueName: 'a' });
  expect(await call(service, 'ListQueues', { MaxResults: 1 })).toMatchObject({ NextToken: 'a' });
  expect(await call(service, 'ListQueues', { QueueNamePrefix: 'q' })).toEqual({ QueueUrls: [QueueUrl] });
  await call(service, 'DeleteQueue', { QueueUrl });
  await expect(call(service, 'GetQueueUrl', { QueueName: 'q' })).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
});

test('attributes have AWS defaults and can be changed, the type of the queue not', async () => {
  const { service } = anSqs();
  await call(service, 'CreateQueue', { QueueName: 'q', Attributes: { VisibilityTimeout: '5' } });
  const QueueUrl = 'q';
  await call(service, 'SetQueueAttributes', { QueueUrl, Attributes: { DelaySeconds: '3' } });
  expect(await call(service, 'GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] })).toEqual({
    Attributes: {
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesDelayed: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
      CreatedTimestamp: '1795168800',
      DelaySeconds: '3',
      LastModifiedTimestamp: '1795168800',
      MaximumMessageSize: '1048576',
      MessageRetentionPeriod: '345600',
      QueueArn: QUEUE,
      ReceiveMessageWaitTimeSeconds: '0',
      SqsManagedSseEnabled: 'true',
      VisibilityTimeout: '5',
    },
  });
  const toFifo = call(service, 'SetQueueAttributes', { QueueUrl, Attributes: { FifoQueue: 'true' } });
  await expect(toFifo).rejects.toThrow('Modifying queue type is not supported.');
});

test.each([
  ['a number out of its range', { DelaySeconds: '901' }, 'InvalidAttributeValue'],
  ['an attribute that there is not', { Colour: 'red' }, 'InvalidAttributeName'],
  ['an attribute of FIFO queues', { ContentBasedDeduplication: 'true' }, 'InvalidAttributeName'],
  ['a policy that is no JSON', { Policy: '{' }, 'InvalidAttributeValue'],
  ['a FIFO queue without .fifo', { FifoQueue: 'true' }, 'InvalidParameterValueException'],
  ['a dead-letter queue without a count', { RedrivePolicy: '{"deadLetterTargetArn":"x"}' }, 'InvalidAttributeValue'],
  [
    'a dead-letter queue that is not there',
    { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn('sqs', 'x'), maxReceiveCount: 3 }) },
    'InvalidParameterValueException',
  ],
])('CreateQueue refuses %s', async (_what, Attributes, name) => {
  await expect(call(anSqs().service, 'CreateQueue', { QueueName: 'q', Attributes })).rejects.toMatchObject({ name });
});

test('a queue is purged, once a minute', async () => {
  const clock = new VirtualClock();
  const sqs = anSqs(clock);
  await call(sqs.service, 'CreateQueue', { QueueName: 'q' });
  sqs.queues.send(QUEUE, 'x');
  await call(sqs.service, 'PurgeQueue', { QueueUrl: 'q' });
  expect(sqs.queues.depth(QUEUE)).toBe(0);
  const again = (): Promise<object> => call(sqs.service, 'PurgeQueue', { QueueUrl: 'q' });
  await expect(again()).rejects.toMatchObject({ name: 'PurgeQueueInProgress' });
  await clock.advance(60_000);
  await again();
});

test('the depth is told whenever it changes, when a message becomes visible again too', async () => {
  const clock = new VirtualClock();
  const sqs = anSqs(clock);
  await call(sqs.service, 'CreateQueue', { QueueName: 'q' });
  const depths: number[] = [];
  const stop = sqs.queues.onDepthChange((queueArn, depth) => {
    expect(queueArn).toBe(QUEUE);
    depths.push(depth);
  });
  sqs.queues.send(QUEUE, 'x');
  await settle();
  await call(sqs.service, 'ReceiveMessage', { QueueUrl: 'q', VisibilityTimeout: 30 });
  await clock.advance(30_000);
  await settle();
  stop();
  sqs.queues.send(QUEUE, 'y');
  await settle();
  expect(depths).toEqual([1, 0, 1]);
});

test('a policy lets in the service, the action, the resource and the source that it names', async () => {
  const sqs = anSqs();
  const rule = arn('events', 'rule/r');
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: ['sqs:SendMessage', 'sqs:GetQueueUrl'],
    Resource: QUEUE,
    Condition: { ArnLike: { 'aws:SourceArn': arn('events', 'rule/*') } },
  };
  const tls = {
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: 'sqs:*',
    Resource: QUEUE,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  const allows = async (...Statement: object[]): Promise<boolean> => {
    const Attributes = { Policy: JSON.stringify({ Version: '2012-10-17', Statement }) };
    await call(sqs.service, 'CreateQueue', { QueueName: 'q' });
    await call(sqs.service, 'SetQueueAttributes', { QueueUrl: 'q', Attributes });
    return sqs.queues.allows(QUEUE, 'events.amazonaws.com', rule);
  };
  expect(await allows(statement, tls)).toBe(true);
  expect(await allows({ ...statement, Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } })).toBe(true);
  expect(await allows({ ...statement, Condition: { ArnEquals: { 'aws:SourceArn': arn('events', 'rule/s') } } })).toBe(
    false,
  );
  expect(await allows({ ...statement, Principal: { Service: 's3.amazonaws.com' } })).toBe(false);
  expect(await allows({ ...statement, Action: 'sqs:ReceiveMessage' })).toBe(false);
  expect(await allows({ ...statement, Resource: arn('sqs', 'other') })).toBe(false);
  expect(await allows(statement, { ...statement, Effect: 'Deny' })).toBe(false);
  await expect(allows({ ...statement, Condition: { IpAddress: {} } })).rejects.toThrow('Condition');
});

test('queues of the template have CloudFormation values, and keep messages and policy when made again', async () => {
  const sqs = anSqs();
  const queue = sqs.provisioners['AWS::SQS::Queue'];
  await queue.provision({ QueueName: 'dead.fifo', FifoQueue: true }, CONTEXT);
  const properties = {
    FifoQueue: true,
    ContentBasedDeduplication: true,
    VisibilityTimeout: 60,
    RedrivePolicy: { deadLetterTargetArn: arn('sqs', 'dead.fifo'), maxReceiveCount: 3 },
    Tags: [],
  };
  const QueueUrl = `http://127.0.0.1:4566/${ACCOUNT}/Belay-Slack.fifo`;
  const made = {
    ref: QueueUrl,
    attributes: { Arn: arn('sqs', 'Belay-Slack.fifo'), QueueName: 'Belay-Slack.fifo', QueueUrl },
  };
  expect(await queue.provision(properties, CONTEXT)).toEqual(made);
  const Principal = { Service: 'events.amazonaws.com' };
  const PolicyDocument = { Statement: { Effect: 'Allow', Principal, Action: 'sqs:SendMessage', Resource: '*' } };
  await sqs.provisioners['AWS::SQS::QueuePolicy'].provision({ Queues: [QueueUrl], PolicyDocument }, CONTEXT);
  sqs.queues.send(made.attributes.Arn, 'x', {}, 'g');

  expect(await queue.provision({ ...properties, VisibilityTimeout: 90 }, CONTEXT)).toEqual(made);
  expect(sqs.queues.depth(made.attributes.Arn)).toBe(1);
  expect(sqs.queues.allows(made.attributes.Arn, 'events.amazonaws.com', 'any')).toBe(true);
  expect(() => queue.provision({ KmsMasterKeyId: 'k' }, CONTEXT)).toThrow('KmsMasterKeyId');
});
