import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arn } from '../../../local/kernel/account.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { createSqs, type Sqs } from '../../../local/sqs/create-sqs.ts';
import { call, settle } from './call.ts';
import { crashableState } from './crashable-state.ts';

const QUEUE = arn('sqs', 'q.fifo');

async function aFifo(more: Record<string, string> = {}): Promise<{ sqs: Sqs; clock: VirtualClock }> {
  const clock = new VirtualClock();
  const sqs = createSqs({ clock, state: crashableState(), endpointUrl: 'http://127.0.0.1:4566' });
  const Attributes = { FifoQueue: 'true', ContentBasedDeduplication: 'true', VisibilityTimeout: '1', ...more };
  await call(sqs.service, 'CreateQueue', { QueueName: 'q.fifo', Attributes });
  return { sqs, clock };
}

async function receive(sqs: Sqs, MaxNumberOfMessages = 10): Promise<{ Body: string; ReceiptHandle: string }[]> {
  const { Messages } = await call(sqs.service, 'ReceiveMessage', { QueueUrl: 'q.fifo', MaxNumberOfMessages });
  return Messages === undefined ? [] : [Messages].flat().map((each) => Object(each));
}

const send = (sqs: Sqs, MessageBody: string, more: object = {}): Promise<Record<string, unknown>> =>
  call(sqs.service, 'SendMessage', { QueueUrl: 'q.fifo', MessageBody, MessageGroupId: 'g', ...more });

test.each([
  ['no group', { MessageGroupId: undefined }, 'MissingRequiredParameterException'],
  ['a delay of its own', { DelaySeconds: 2 }, 'InvalidParameterValueException'],
  ['a group with a space', { MessageGroupId: 'a b' }, 'InvalidParameterValueException'],
])('a message with %s is refused', async (_what, more, name) => {
  const { sqs } = await aFifo();
  await expect(send(sqs, 'x', more)).rejects.toMatchObject({ name });
});

test('without content-based deduplication a message needs an id', async () => {
  const { sqs } = await aFifo({ ContentBasedDeduplication: 'false' });
  await expect(send(sqs, 'x')).rejects.toThrow('MessageDeduplicationId provided explicitly');
});

test('a duplicate within five minutes is answered like the first and not added, even after the first was deleted', async () => {
  const { sqs, clock } = await aFifo();
  const first = await send(sqs, 'x');
  const [message] = await receive(sqs);
  await call(sqs.service, 'DeleteMessage', { QueueUrl: 'q.fifo', ReceiptHandle: message?.ReceiptHandle });
  await clock.advance(299_999);
  expect(await send(sqs, 'x', { MessageGroupId: 'other' })).toEqual(first);
  expect(await receive(sqs)).toEqual([]);
  await clock.advance(1);
  const later = await send(sqs, 'x');
  expect(later.MessageId).not.toBe(first.MessageId);
  expect(String(later.SequenceNumber) > String(first.SequenceNumber)).toBe(true);
});

test('the scope of deduplication can be the group', async () => {
  const { sqs } = await aFifo({ DeduplicationScope: 'messageGroup', FifoThroughputLimit: 'perMessageGroupId' });
  await send(sqs, 'x');
  await send(sqs, 'x');
  await send(sqs, 'x', { MessageGroupId: 'other' });
  expect(await receive(sqs)).toHaveLength(2);
});

test.each([
  [0, []],
  [1, ['foo']],
  [2, ['foo', 'bar']],
])('when message %i of a group stays hidden, so do all after it', async (position, visible) => {
  const { sqs, clock } = await aFifo();
  for (const body of ['foo', 'bar', 'baz']) await send(sqs, body);
  const ReceiptHandle = (await receive(sqs))[position]?.ReceiptHandle;
  await call(sqs.service, 'ChangeMessageVisibility', { QueueUrl: 'q.fifo', ReceiptHandle, VisibilityTimeout: 4 });
  await clock.advance(2_500);
  expect((await receive(sqs)).map(({ Body }) => Body)).toEqual(visible);
});

test('a receipt handle that has expired deletes nothing', async () => {
  const { sqs, clock } = await aFifo();
  await send(sqs, 'x');
  const [message] = await receive(sqs);
  await clock.advance(1_000);
  const late = call(sqs.service, 'DeleteMessage', { QueueUrl: 'q.fifo', ReceiptHandle: message?.ReceiptHandle });
  await expect(late).rejects.toThrow('The receipt handle has expired.');
});

test('whoever receives and whatever fails, a group is always handled in order and nothing is lost', async () => {
  const group = fc.constantFrom('a', 'b', 'c');
  await fc.assert(
    fc.asyncProperty(
      fc.array(group, { maxLength: 20 }),
      fc.array(fc.boolean(), { maxLength: 30 }),
      async (groups, failures) => {
        const { sqs, clock } = await aFifo();
        const done: Record<string, number[]> = { a: [], b: [], c: [] };
        const underWay = new Set<string>();
        const stop = sqs.queues.consume(QUEUE, { batchSize: 3, visibilitySeconds: 5 }, async (messages) => {
          const here = new Set(messages.map(({ attributes }) => attributes.MessageGroupId ?? ''));
          for (const each of here) expect(underWay.has(each)).toBe(false);
          for (const each of here) underWay.add(each);
          await new Promise((resolve) => setImmediate(resolve));
          for (const each of here) underWay.delete(each);
          if (failures.shift()) return messages.map(({ messageId }) => messageId);
          for (const { attributes, body } of messages) done[attributes.MessageGroupId ?? '']?.push(Number(body));
          return [];
        });
        for (const [number, each] of groups.entries()) {
          sqs.queues.send(QUEUE, String(number), {}, each);
          if (number % 4 === 0) await settle();
        }
        for (let round = 0; round < 40; round++) {
          await settle();
          await clock.advance(5_000);
        }
        stop();
        for (const name of ['a', 'b', 'c']) {
          const expected = groups.flatMap((each, number) => (each === name ? [number] : []));
          expect(done[name]).toEqual(expected);
        }
      },
    ),
    { numRuns: 30 },
  );
});
