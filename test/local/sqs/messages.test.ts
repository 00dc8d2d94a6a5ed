import { expect, test } from 'vitest';
import { ACCOUNT, arn } from '../../../local/kernel/account.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { createSqs, type Sqs } from '../../../local/sqs/create-sqs.ts';
import { call, permissions, settle } from './call.ts';
import { type CrashableState, crashableState } from './crashable-state.ts';

const URL = `http://127.0.0.1:4566/${ACCOUNT}/q`;

async function aQueue(
  Attributes: Record<string, string> = {},
  name = 'q',
): Promise<{ sqs: Sqs; clock: VirtualClock; state: CrashableState; url: string }> {
  const clock = new VirtualClock();
  const state = crashableState();
  const sqs = createSqs({ clock, state, endpointUrl: 'http://127.0.0.1:4566' });
  const { QueueUrl } = await call(sqs.service, 'CreateQueue', { QueueName: name, Attributes });
  return { sqs, clock, state, url: String(QueueUrl) };
}

async function receive(sqs: Sqs, more: object = {}, QueueUrl = URL): Promise<Record<string, string>[]> {
  const { Messages } = await call(sqs.service, 'ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10, ...more });
  return Messages === undefined ? [] : [Messages].flat().map((each) => Object(each));
}

const bodies = (messages: Record<string, string>[]): (string | undefined)[] => messages.map(({ Body }) => Body);

test('a message is sent, received and deleted, with the digests that clients check', async () => {
  const { sqs, url } = await aQueue();
  expect(url).toBe(URL);
  const BinaryValue = new TextEncoder().encode(
    'traceparent\x1e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01',
  );
  const MessageAttributes = { attr1: { DataType: 'Binary', BinaryValue } };
  const sent = await call(sqs.service, 'SendMessage', { QueueUrl: URL, MessageBody: 'test', MessageAttributes });
  const digests = {
    MD5OfMessageBody: '098f6bcd4621d373cade4e832627b4f6',
    MD5OfMessageAttributes: '8cbe4db156db8a94db8b801b7addb984',
  };
  expect(sent).toEqual({ ...digests, MessageId: expect.any(String) });

  const [message] = await receive(sqs, { MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] });
  expect(message).toEqual({
    MessageId: sent.MessageId,
    ReceiptHandle: expect.any(String),
    Body: 'test',
    MD5OfBody: digests.MD5OfMessageBody,
    MD5OfMessageAttributes: digests.MD5OfMessageAttributes,
    MessageAttributes: { attr1: { DataType: 'Binary', BinaryValue } },
    Attributes: {
      ApproximateReceiveCount: '1',
      ApproximateFirstReceiveTimestamp: '1795168800000',
      SentTimestamp: '1795168800000',
      SenderId: 'arn:aws:iam::000000000000:root',
    },
  });
  await call(sqs.service, 'DeleteMessage', { QueueUrl: URL, ReceiptHandle: message?.ReceiptHandle });
  expect(await call(sqs.service, 'GetQueueAttributes', { QueueUrl: URL, AttributeNames: ['All'] })).toMatchObject({
    Attributes: { ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' },
  });
});

test('only the attributes that were asked for are shown', async () => {
  const { sqs } = await aQueue({ VisibilityTimeout: '0' });
  const text = (StringValue: string): object => ({ DataType: 'String', StringValue });
  const MessageAttributes = { 'a.x': text('1'), 'a.y': text('2'), b: text('3') };
  await call(sqs.service, 'SendMessage', { QueueUrl: URL, MessageBody: 'm', MessageAttributes });
  const [none] = await receive(sqs);
  expect(none).not.toHaveProperty('MessageAttributes');
  const [some] = await receive(sqs, { MessageAttributeNames: ['a.*'], AttributeNames: ['SentTimestamp'] });
  expect(Object.keys(Object(some?.MessageAttributes))).toEqual(['a.x', 'a.y']);
  expect(Object.keys(Object(some?.Attributes))).toEqual(['SentTimestamp']);
});

test('a received message is hidden until its timeout, and comes back with a higher count', async () => {
  const { sqs, clock } = await aQueue({ VisibilityTimeout: '20' });
  await call(sqs.service, 'SendMessage', { QueueUrl: URL, MessageBody: 'm' });
  const [first] = await receive(sqs);
  expect(await receive(sqs)).toEqual([]);
  await call(sqs.service, 'ChangeMessageVisibility', {
    QueueUrl: URL,
    ReceiptHandle: first?.ReceiptHandle,
    VisibilityTimeout: 60,
  });
  await clock.advance(59_000);
  expect(await receive(sqs)).toEqual([]);
  await clock.advance(1_000);
  const [again] = await receive(sqs, { AttributeNames: ['ApproximateReceiveCount'] });
  expect(again).toMatchObject({ Attributes: { ApproximateReceiveCount: '2' } });
  await call(sqs.service, 'DeleteMessage', { QueueUrl: URL, ReceiptHandle: first?.ReceiptHandle });
  expect(sqs.queues.depth(arn('sqs', 'q'))).toBe(0);
  await clock.advance(20_000);
  expect(await receive(sqs)).toHaveLength(1);
});

test('a delayed message comes after its delay', async () => {
  const { sqs, clock } = await aQueue({ DelaySeconds: '5' });
  await call(sqs.service, 'SendMessage', { QueueUrl: URL, MessageBody: 'queue' });
  await call(sqs.service, 'SendMessage', { QueueUrl: URL, MessageBody: 'own', DelaySeconds: 2 });
  expect(await receive(sqs)).toEqual([]);
  await clock.advance(2_000);
  expect(bodies(await receive(sqs))).toEqual(['own']);
  await clock.advance(3_000);
  expect(bodies(await receive(sqs))).toEqual(['queue']);
});

test('a long poll waits for a message, and gives up after its time', async () => {
  const { sqs, clock } = await aQueue();
  const waiting = receive(sqs, { WaitTimeSeconds: 20 });
  await clock.advance(5_000);
  sqs.queues.send(arn('sqs', 'q'), 'late');
  expect(bodies(await waiting)).toEqual(['late']);

  const idle = receive(sqs, { WaitTimeSeconds: 10 });
  await clock.advance(10_000);
  expect(await idle).toEqual([]);
});

test('two long polls share what comes', async () => {
  const { sqs } = await aQueue();
  const both = Promise.all([receive(sqs, { WaitTimeSeconds: 20 }), receive(sqs, { WaitTimeSeconds: 20 })]);
  sqs.queues.send(arn('sqs', 'q'), 'one');
  await settle();
  sqs.queues.send(arn('sqs', 'q'), 'two');
  expect((await both).flatMap(bodies).sort()).toEqual(['one', 'two']);
});

test('a message that was received too often goes to the dead-letter queue and says where it is from', async () => {
  const { sqs, clock } = await aQueue({}, 'dead');
  const deadLetterTargetArn = arn('sqs', 'dead');
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 });
  await call(sqs.service, 'CreateQueue', { QueueName: 'q', Attributes: { RedrivePolicy, VisibilityTimeout: '1' } });
  await call(sqs.service, 'SendMessage', { QueueUrl: URL, MessageBody: 'poison' });
  for (let time = 0; time < 2; time++) {
    expect(await receive(sqs)).toHaveLength(1);
    await clock.advance(1_000);
  }
  expect(await receive(sqs)).toEqual([]);
  const [buried] = await receive(sqs, { AttributeNames: ['All'] }, deadLetterTargetArn);
  expect(buried).toMatchObject({
    Body: 'poison',
    Attributes: { ApproximateReceiveCount: '1', DeadLetterQueueSourceArn: arn('sqs', 'q') },
  });
});

test('a message is forgotten after its retention', async () => {
  const { sqs, clock } = await aQueue({ MessageRetentionPeriod: '60' });
  await call(sqs.service, 'SendMessage', { QueueUrl: URL, MessageBody: 'old' });
  await clock.advance(61_000);
  expect(await receive(sqs)).toEqual([]);
});

test('a batch does each entry for itself', async () => {
  const { sqs } = await aQueue({ MaximumMessageSize: '1024' });
  const Entries = [
    { Id: 'good', MessageBody: 'x' },
    { Id: 'big', MessageBody: 'x'.repeat(1_025) },
  ];
  const sent = await call(sqs.service, 'SendMessageBatch', { QueueUrl: URL, Entries });
  expect(sent).toMatchObject({
    Successful: [{ Id: 'good', MD5OfMessageBody: '9dd4e461268c8034f5c8564e155c67a6' }],
    Failed: [{ Id: 'big', Code: 'InvalidParameterValueException', SenderFault: true }],
  });
  const [message] = await receive(sqs);
  const deletions = [
    { Id: 'a', ReceiptHandle: message?.ReceiptHandle },
    { Id: 'b', ReceiptHandle: 'nonsense' },
  ];
  expect(await call(sqs.service, 'DeleteMessageBatch', { QueueUrl: URL, Entries: deletions })).toMatchObject({
    Successful: [{ Id: 'a' }],
    Failed: [{ Id: 'b', Code: 'ReceiptHandleIsInvalid' }],
  });
});

test.each([
  ['an empty batch', 'SendMessageBatch', { Entries: [] }, 'EmptyBatchRequest'],
  ['ids twice', 'DeleteMessageBatch', { Entries: [{ Id: 'a' }, { Id: 'a' }] }, 'BatchEntryIdsNotDistinct'],
  ['a strange id', 'SendMessageBatch', { Entries: [{ Id: 'a:b', MessageBody: 'x' }] }, 'InvalidBatchEntryId'],
  ['an empty body', 'SendMessage', { MessageBody: '' }, 'MissingRequiredParameterException'],
  ['characters that are not allowed', 'SendMessage', { MessageBody: '\u0000' }, 'InvalidMessageContents'],
  ['eleven messages', 'ReceiveMessage', { MaxNumberOfMessages: 11 }, 'InvalidParameterValueException'],
  ['too long a wait', 'ReceiveMessage', { WaitTimeSeconds: 21 }, 'InvalidParameterValueException'],
  ['a queue that is not there', 'SendMessage', { QueueUrl: 'x/nope', MessageBody: 'x' }, 'QueueDoesNotExist'],
  [
    'an empty attribute',
    'SendMessage',
    { MessageBody: 'x', MessageAttributes: { a: { DataType: 'String', StringValue: '' } } },
    'InvalidParameterValueException',
  ],
  [
    'a deduplication id',
    'SendMessage',
    { MessageBody: 'x', MessageDeduplicationId: 'd' },
    'InvalidParameterValueException',
  ],
])('%s is refused', async (_what, operation, input, name) => {
  const { sqs } = await aQueue();
  await expect(call(sqs.service, operation, { QueueUrl: URL, ...input })).rejects.toMatchObject({ name });
});

test('messages and what is hidden survive a crash', async () => {
  const { sqs, clock, state } = await aQueue({ VisibilityTimeout: '10' });
  for (const body of ['one', 'two']) sqs.queues.send(arn('sqs', 'q'), body);
  await receive(sqs, { MaxNumberOfMessages: 1 });
  const next = createSqs({ clock, state: state.copy(), endpointUrl: 'http://127.0.0.1:4566' });
  expect(bodies(await receive(next))).toEqual(['two']);
  await clock.advance(10_000);
  expect(bodies(await receive(next))).toEqual(['one', 'two']);
});

test('IAM is asked for the action on the queue', () => {
  const sqs = createSqs({ clock: new VirtualClock(), state: crashableState(), endpointUrl: 'http://x' });
  expect(permissions(sqs.service, 'SendMessageBatch', { QueueUrl: URL })).toEqual([
    { action: 'sqs:SendMessage', resource: arn('sqs', 'q') },
  ]);
});
