import { expect, test } from 'vitest';
import { arn } from '../../../local/kernel/account.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { createSqs, type Sqs } from '../../../local/sqs/create-sqs.ts';
import { call, settle } from './call.ts';
import { crashableState } from './crashable-state.ts';

const QUEUE = arn('sqs', 'q');
const OPTIONS = { batchSize: 10, visibilitySeconds: 30 };

async function aQueue(): Promise<{ sqs: Sqs; clock: VirtualClock }> {
  const clock = new VirtualClock();
  const sqs = createSqs({ clock, state: crashableState(), endpointUrl: 'http://127.0.0.1:4566' });
  await call(sqs.service, 'CreateQueue', { QueueName: 'dead' });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn('sqs', 'dead'), maxReceiveCount: 3 });
  await call(sqs.service, 'CreateQueue', { QueueName: 'q', Attributes: { RedrivePolicy } });
  return { sqs, clock };
}

test('messages are handed over as they come and deleted when they are done', async () => {
  const { sqs } = await aQueue();
  sqs.queues.send(QUEUE, 'before', { kind: 'x' });
  const seen: unknown[] = [];
  sqs.queues.consume(QUEUE, OPTIONS, async (messages) => {
    seen.push(...messages);
    return [];
  });
  await settle();
  sqs.queues.send(QUEUE, 'after');
  await settle();
  expect(seen).toMatchObject([
    { body: 'before', messageAttributes: { kind: 'x' }, attributes: { ApproximateReceiveCount: '1' } },
    { body: 'after' },
  ]);
  const { Attributes } = await call(sqs.service, 'GetQueueAttributes', { QueueUrl: 'q', AttributeNames: ['All'] });
  expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' });
});

test('what failed comes back after its timeout, and is in the dead-letter queue after three times', async () => {
  const { sqs, clock } = await aQueue();
  const handled: string[] = [];
  sqs.queues.consume(QUEUE, OPTIONS, async (messages) => {
    handled.push(...messages.map(({ body }) => body));
    return messages.filter(({ body }) => body === 'bad').map(({ messageId }) => messageId);
  });
  sqs.queues.send(QUEUE, 'good');
  sqs.queues.send(QUEUE, 'bad');
  await settle();
  await clock.advance(29_000);
  expect(handled).toEqual(['good', 'bad']);
  await clock.advance(120_000);
  expect(handled).toEqual(['good', 'bad', 'bad', 'bad']);
  expect(sqs.queues.depth(arn('sqs', 'dead'))).toBe(1);
});

test('a handler that throws fails its whole batch', async () => {
  const { sqs, clock } = await aQueue();
  let times = 0;
  sqs.queues.consume(QUEUE, OPTIONS, () => {
    times++;
    return times === 1 ? Promise.reject(new Error('crashed')) : Promise.resolve([]);
  });
  sqs.queues.send(QUEUE, 'x');
  await clock.advance(31_000);
  expect(times).toBe(2);
  expect(sqs.queues.depth(QUEUE)).toBe(0);
});

test('at most five batches are under way, and none begins after the cancel', async () => {
  const { sqs } = await aQueue();
  const release: (() => void)[] = [];
  const cancel = sqs.queues.consume(QUEUE, { batchSize: 1, visibilitySeconds: 30 }, async () => {
    await new Promise<void>((resolve) => release.push(resolve));
    return [];
  });
  for (let n = 0; n < 8; n++) sqs.queues.send(QUEUE, String(n));
  await settle();
  expect(release).toHaveLength(5);
  release[0]?.();
  await settle();
  expect(release).toHaveLength(6);
  cancel();
  for (const each of release) each();
  await settle();
  expect(release).toHaveLength(6);
  expect(sqs.queues.depth(QUEUE)).toBe(2);
});

test('a message that was handled too slowly and is with somebody else is not deleted', async () => {
  const { sqs, clock } = await aQueue();
  const release: (() => void)[] = [];
  const cancel = sqs.queues.consume(QUEUE, { batchSize: 1, visibilitySeconds: 5 }, async () => {
    await new Promise<void>((resolve) => release.push(resolve));
    return [];
  });
  sqs.queues.send(QUEUE, 'slow');
  await settle();
  cancel();
  await clock.advance(5_000);
  const { Messages } = await call(sqs.service, 'ReceiveMessage', { QueueUrl: 'q' });
  expect(Messages).toHaveLength(1);
  release[0]?.();
  await settle();
  await clock.advance(30_000);
  expect(sqs.queues.depth(QUEUE)).toBe(1);
});
