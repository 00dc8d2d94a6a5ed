import { expect, test } from 'vitest';
import { aDynamoDb, THINGS } from '../dynamodb/a-dynamodb.ts';
import { aLambdaBench, until } from './a-lambda.ts';

test('a write to a table reaches the function that reads its stream, without any wait', async () => {
  const table = await aDynamoDb();
  const { attributes } = await table.provision('Table', THINGS);
  const bench = aLambdaBench({ streams: table.dynamodb.streams });
  await bench.aFunction(
    'reader',
    `export const handler = async ({ Records }) => {
       for (const { eventName, dynamodb, eventSourceARN } of Records) console.log(eventName, dynamodb.Keys.sk.S, eventSourceARN);
     };`,
  );
  await bench.add('AWS::Lambda::EventSourceMapping', 'Source', {
    EventSourceArn: attributes.StreamArn,
    FunctionName: 'reader',
    StartingPosition: 'LATEST',
  });
  await bench.lambda.start();

  const Key = { pk: { S: 'a' }, sk: { S: '1' } };
  await table.call('PutItem', { TableName: 'things', Item: Key });
  await table.call('TransactWriteItems', { TransactItems: [{ Delete: { TableName: 'things', Key } }] });
  await until(() => bench.logs.length === 2);
  expect(bench.logs).toEqual([`reader: INSERT 1 ${attributes.StreamArn}`, `reader: REMOVE 1 ${attributes.StreamArn}`]);
  await bench.end();
  await table.end();
});
