import { afterAll, beforeAll, expect, test } from 'vitest';
import { aDynamoDb, type DynamoDbBench, REPLICAS, THINGS } from './a-dynamodb.ts';

let bench: DynamoDbBench;
beforeAll(async () => {
  bench = await aDynamoDb();
});
afterAll(() => bench.end());

const put = { TableName: 'things', Item: { pk: { S: 'a' }, sk: { S: '1' }, due: { S: 'now' } } };

test('a table is made once, keeps its data, and shows the ARNs of the local account alone', async () => {
  const first = await bench.provision('GlobalTable', { ...THINGS, ...REPLICAS });
  await bench.call('PutItem', put);
  const again = await bench.provision('GlobalTable', { ...THINGS, ...REPLICAS });

  expect(again).toEqual(first);
  expect(first.ref).toBe('things');
  expect(first.attributes.Arn).toBe('arn:aws:dynamodb:us-east-1:000000000000:table/things');
  expect(first.attributes.StreamArn).toMatch(/^arn:aws:dynamodb:us-east-1:000000000000:table\/things\/stream\/./);
  expect(JSON.stringify(await bench.call('DescribeTable', { TableName: 'things' }))).not.toContain('dynoxide');
  expect(
    await bench.call('Query', {
      TableName: 'things',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'a' } },
    }),
  ).toMatchObject({ Items: [put.Item] });
});

test('an index comes and goes with the template', async () => {
  const indexes = async (): Promise<unknown> => {
    const { Table } = await bench.call('DescribeTable', { TableName: 'things' });
    return Object(Table).GlobalSecondaryIndexes?.map((index: { IndexName: string }) => index.IndexName);
  };
  const { GlobalSecondaryIndexes, ...without } = THINGS;
  await bench.provision('GlobalTable', {
    ...without,
    AttributeDefinitions: THINGS.AttributeDefinitions.slice(0, 2),
    ...REPLICAS,
  });
  expect(await indexes()).toBeUndefined();

  await bench.provision('GlobalTable', { ...THINGS, ...REPLICAS });
  expect(await indexes()).toEqual(['by-due']);
});

test('a change of keys is refused and says what to do', async () => {
  const changed = { ...THINGS, ...REPLICAS, KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] };
  await expect(bench.provision('GlobalTable', changed)).rejects.toThrow(/Table things: KeySchema changed .*--reset/);
});

test('what the local DynamoDB does not know is refused by name', async () => {
  await expect(bench.provision('Table', { ...THINGS, ImportSourceSpecification: {} })).rejects.toThrow(
    'ImportSourceSpecification',
  );
  const elsewhere = { ...THINGS, Replicas: [{ Region: 'eu-central-1' }] };
  await expect(bench.provision('GlobalTable', elsewhere)).rejects.toThrow('eu-central-1');
});

test('consumed capacity is told to whoever measures, and to the caller only when asked for', async () => {
  const fresh = { TableName: 'things', Item: { ...put.Item, sk: { S: 'fresh' } } };
  bench.consumed.length = 0;
  expect(await bench.call('PutItem', fresh)).toEqual({});
  expect(await bench.call('PutItem', { ...fresh, ReturnConsumedCapacity: 'TOTAL' })).toEqual({
    ConsumedCapacity: { TableName: 'things', CapacityUnits: 1 },
  });
  await bench.call('GetItem', { TableName: 'things', Key: { pk: { S: 'a' }, sk: { S: '1' } } });

  // The second write changes nothing in the index, and is charged for the table alone.
  expect(bench.consumed).toEqual([
    { operation: 'PutItem', table: 'things', readUnits: 0, writeUnits: 2 },
    { operation: 'PutItem', table: 'things', readUnits: 0, writeUnits: 1 },
    { operation: 'GetItem', table: 'things', readUnits: 0.5, writeUnits: 0 },
  ]);
});

test('the errors of the engine go through as they are', async () => {
  expect(await bench.call('PutItem', { ...put, ConditionExpression: 'attribute_not_exists(pk)' })).toMatchObject({
    status: 400,
    __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
  });
});

test('a stream gives records in order, after a position, and says when there is more', async () => {
  const { attributes } = await bench.provision('GlobalTable', { ...THINGS, ...REPLICAS });
  const streamArn = attributes.StreamArn ?? '';
  const end = await bench.dynamodb.streams.end(streamArn);
  let pokes = 0;
  const cancel = bench.dynamodb.streams.onWrite(streamArn, () => {
    pokes += 1;
  });
  for (const sk of ['x', 'y', 'z'])
    await bench.call('PutItem', { TableName: 'things', Item: { pk: { S: 'b' }, sk: { S: sk } } });
  cancel();
  await bench.call('PutItem', { TableName: 'things', Item: { pk: { S: 'c' }, sk: { S: 'c' } } });

  expect(pokes).toBe(3);
  const two = await bench.dynamodb.streams.read(streamArn, end, 2);
  const rest = await bench.dynamodb.streams.read(streamArn, two.at(-1), 10);
  const keys = [...two, ...rest].map(({ record }) => Object(record).dynamodb.Keys.sk.S);
  expect(keys).toEqual(['x', 'y', 'z', 'c']);
  expect(two[0]?.record).toMatchObject({ awsRegion: 'us-east-1', eventName: 'INSERT', eventSourceARN: streamArn });
  expect(await bench.dynamodb.streams.read(streamArn, rest.at(-1), 10)).toEqual([]);

  const { StreamDescription } = await bench.call('DescribeStream', { StreamArn: streamArn });
  const shard = Object(StreamDescription).Shards[0];
  expect(shard.SequenceNumberRange).not.toHaveProperty('EndingSequenceNumber');
  const from = { StreamArn: streamArn, ShardId: shard.ShardId, ShardIteratorType: 'TRIM_HORIZON' };
  const { ShardIterator } = await bench.call('GetShardIterator', from);
  expect(ShardIterator).toContain(`${streamArn}|1|`);
  expect(Object(await bench.call('GetRecords', { ShardIterator, Limit: 1 })).Records).toHaveLength(1);
});
