import { afterEach, expect, test } from 'vitest';
import { type StateFiles, stateFilesInMemory } from '../../../local/kernel/state-files.ts';
import type { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import type { StreamRecord } from '../../../local/lambda/event-sources.ts';
import { aLambdaBench, QUEUE, ROLE, STREAM, until } from './a-lambda.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

function aBench(options?: Parameters<typeof aLambdaBench<VirtualClock>>[0]) {
  const bench = aLambdaBench<VirtualClock>(options);
  ends.push(() => bench.end());
  return bench;
}

const NOW = Date.parse('2026-11-20T10:00:00Z');

function records(from: number, to: number, createdAt = NOW): StreamRecord[] {
  return Array.from({ length: to - from + 1 }, (_, index) => {
    const sequence = String(from + index);
    return {
      shard: 'shard-1',
      sequence,
      createdAt,
      record: { dynamodb: { SequenceNumber: sequence }, n: from + index },
    };
  });
}

/** Prints the numbers that it gets; fails on what `bad` says. */
const READER = (bad = 'false', answer = 'undefined') => `
  export const handler = async ({ Records }) => {
    const ns = Records.map(({ n }) => n);
    console.log(ns.join());
    if (ns.some((n) => ${bad})) throw new Error('poison');
    return ${answer};
  };`;

const mapping = (properties: object = {}) => ({
  EventSourceArn: STREAM,
  FunctionName: 'reader',
  StartingPosition: 'TRIM_HORIZON',
  ...properties,
});

test('a function gets the records in order and in batches, and where it stood survives a restart', async () => {
  const memory = stateFilesInMemory();
  let stands = '';
  const files: StateFiles = {
    ...memory,
    save(name, document) {
      memory.save(name, document);
      if (name.includes('stream')) stands = JSON.stringify(document);
    },
  };
  const stream = records(1, 5);
  const first = aBench({ files, stream });
  await first.aFunction('reader', READER());
  await first.add('AWS::Lambda::EventSourceMapping', 'Source', mapping({ BatchSize: 2 }));
  await first.lambda.start();
  await until(() => first.logs.length === 3);
  expect(first.logs).toEqual(['reader: 1,2', 'reader: 3,4', 'reader: 5']);
  expect(first.asked[0]).toEqual({
    role: ROLE,
    permissions: ['DescribeStream', 'GetShardIterator', 'GetRecords'].map((name) => ({
      action: `dynamodb:${name}`,
      resource: STREAM,
    })),
  });
  // What was handed over and not yet noted would come again: at least once.
  await until(() => stands.includes('"5"'));
  await first.lambda.stop();

  stream.push(...records(6, 7));
  const second = aBench({ files, stream });
  await second.aFunction('reader', READER());
  await second.add('AWS::Lambda::EventSourceMapping', 'Source', mapping({ BatchSize: 2 }));
  await second.lambda.start();
  await until(() => second.logs.length === 1);
  stream.push(...records(8, 8));
  second.poke();
  await until(() => second.logs.length === 2);
  expect(second.logs).toEqual(['reader: 6,7', 'reader: 8']);
});

test('LATEST begins after what is there', async () => {
  const bench = aBench({ stream: records(1, 3) });
  await bench.aFunction('reader', READER());
  await bench.add('AWS::Lambda::EventSourceMapping', 'Source', mapping({ StartingPosition: 'LATEST' }));
  await bench.lambda.start();
  bench.stream.push(...records(4, 4));
  bench.poke();
  await until(() => bench.logs.length === 1);
  expect(bench.logs).toEqual(['reader: 4']);
});

test('only what a filter lets through reaches the function', async () => {
  const bench = aBench({ stream: records(1, 4) });
  await bench.aFunction('reader', READER());
  const FilterCriteria = { Filters: [{ Pattern: '{"n":2}' }, { Pattern: '{"n":4}' }] };
  await bench.add('AWS::Lambda::EventSourceMapping', 'Source', mapping({ FilterCriteria }));
  await bench.lambda.start();
  await until(() => bench.logs.length === 1);
  expect(bench.logs).toEqual(['reader: 2,4']);
});

test('a poison record is cut out by bisecting, given up after its retries, and named in the failure queue', async () => {
  const bench = aBench({ stream: records(1, 4) });
  await bench.aFunction('reader', READER('n === 3'));
  await bench.add(
    'AWS::Lambda::EventSourceMapping',
    'Source',
    mapping({
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: QUEUE } },
    }),
  );
  await bench.lambda.start();
  while (!bench.logs.includes('reader: 4')) {
    await bench.clock.advance(60_000);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const batches = bench.logs.filter((line) => /^reader: [\d,]+$/.test(line));
  expect(batches).toEqual(['reader: 1,2,3,4', 'reader: 1,2', 'reader: 3,4', 'reader: 3', 'reader: 3', 'reader: 4']);
  expect(bench.sent).toMatchObject([
    {
      queue: QUEUE,
      body: {
        requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 },
        DDBStreamBatchInfo: {
          shardId: 'shard-1',
          startSequenceNumber: '3',
          endSequenceNumber: '3',
          batchSize: 1,
          streamArn: STREAM,
        },
      },
    },
  ]);
});

test('with ReportBatchItemFailures only the rest is tried again', async () => {
  const bench = aBench({ stream: records(1, 4) });
  const answer = `(globalThis.tried ??= 0, globalThis.tried++ === 0 ? { batchItemFailures: [{ itemIdentifier: '3' }] } : null)`;
  await bench.aFunction('reader', READER('false', answer));
  const FunctionResponseTypes = ['ReportBatchItemFailures'];
  await bench.add('AWS::Lambda::EventSourceMapping', 'Source', mapping({ FunctionResponseTypes }));
  await bench.lambda.start();
  while (bench.logs.length < 2) {
    await bench.clock.advance(1000);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(bench.logs).toEqual(['reader: 1,2,3,4', 'reader: 3,4']);
});

test('records that are too old are given up unseen', async () => {
  const bench = aBench({ stream: [...records(1, 2, NOW - 120_000), ...records(3, 3)] });
  await bench.aFunction('reader', READER());
  const DestinationConfig = { OnFailure: { Destination: QUEUE } };
  await bench.add(
    'AWS::Lambda::EventSourceMapping',
    'Source',
    mapping({ MaximumRecordAgeInSeconds: 60, DestinationConfig }),
  );
  await bench.lambda.start();
  await until(() => bench.logs.length === 1);
  expect(bench.logs).toEqual(['reader: 3']);
  expect(bench.sent[0]?.body).toMatchObject({
    requestContext: { condition: 'RecordAgeExceeded' },
    DDBStreamBatchInfo: { batchSize: 2 },
  });
});

test.each(['GetRecords', 'ListStreams'])('a role without %s stops the start, and the stop names it', async (action) => {
  const bench = aBench({ stream: records(1, 1) });
  await bench.aFunction('reader', READER());
  await bench.add('AWS::Lambda::EventSourceMapping', 'Source', mapping());
  bench.denied.add(`dynamodb:${action}`);
  await expect(bench.lambda.start()).rejects.toThrow(`${ROLE} is not authorized to perform: dynamodb:${action}`);
});

const aMessage = (id: string, body: string) => ({ messageId: id, body, receiptHandle: `r-${id}`, attributes: {} });

test('messages of a queue come as records, and those that fail are named', async () => {
  const bench = aBench();
  await bench.aFunction(
    'reader',
    `export const handler = async ({ Records }) => {
       console.log(JSON.stringify(Records[0]));
       if (Records.some(({ body }) => body === 'poison')) throw new Error('poison');
       return { batchItemFailures: Records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({ itemIdentifier: messageId })) };
     };`,
  );
  const properties = {
    EventSourceArn: QUEUE,
    FunctionName: 'reader',
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  };
  await bench.add('AWS::Lambda::EventSourceMapping', 'Source', properties);
  await bench.lambda.start();
  const handle = bench.queues.get(QUEUE);

  expect(await handle?.([aMessage('1', 'good'), aMessage('2', 'bad')])).toEqual(['2']);
  expect(JSON.parse(bench.logs[0]?.replace('reader: ', '') ?? '')).toMatchObject({
    messageId: '1',
    receiptHandle: 'r-1',
    body: 'good',
    eventSource: 'aws:sqs',
    eventSourceARN: QUEUE,
    awsRegion: 'us-east-1',
    md5OfBody: '755f85c2723bb39381c7379a604160d8',
  });
  expect(await handle?.([aMessage('1', 'good'), aMessage('2', 'poison')])).toEqual(['1', '2']);
  bench.denied.add('sqs:DeleteMessage');
  expect(await handle?.([aMessage('3', 'good')])).toEqual(['3']);
});

test.each([
  [{ EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s' }, 'neither a DynamoDB stream nor an SQS queue'],
  [{ ParallelizationFactor: 2 }, 'ParallelizationFactor'],
  [{ TumblingWindowInSeconds: 2 }, 'TumblingWindowInSeconds'],
])('a mapping with %j is refused by name', async (properties, message) => {
  const bench = aBench();
  await bench.aFunction('reader', READER());
  await expect(bench.add('AWS::Lambda::EventSourceMapping', 'Source', mapping(properties))).rejects.toThrow(message);
});
