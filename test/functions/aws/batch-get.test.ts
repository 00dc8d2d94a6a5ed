import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { batchGet } from '../../../functions/aws/batch-get.ts';
import { documentsOf } from '../../../functions/aws/documents.ts';

/** A table that holds every key, and answers so many of those that it is asked for at once. */
function tableThatAnswers(most: number) {
  const asked: number[] = [];
  const handler = {
    async handle({ body }: { body?: unknown }) {
      const { RequestItems } = JSON.parse(String(body)) as { RequestItems: { things: { Keys: object[] } } };
      const { Keys } = RequestItems.things;
      asked.push(Keys.length);
      const answer = {
        Responses: { things: Keys.slice(0, most) },
        UnprocessedKeys: Keys.length > most ? { things: { Keys: Keys.slice(most) } } : {},
      };
      return { response: { statusCode: 200, headers: {}, body: Buffer.from(JSON.stringify(answer)) } };
    },
  };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ region: 'us-east-1', credentials, requestHandler: handler });
  return { asked, documents: documentsOf(DynamoDBDocumentClient.from(client)) };
}

const KEYS = Array.from({ length: 250 }, (_, number) => ({ pk: String(number) }));

test('more keys than DynamoDB takes are asked for in turns', async () => {
  const { documents, asked } = tableThatAnswers(100);
  expect(await batchGet(documents, 'things', KEYS, { consistent: true })).toEqual(KEYS);
  expect(asked).toEqual([100, 100, 50]);
});

test('what is left unanswered is asked for again', async () => {
  const { documents, asked } = tableThatAnswers(40);
  expect(await batchGet(documents, 'things', KEYS.slice(0, 100), { consistent: true })).toEqual(KEYS.slice(0, 100));
  expect(asked).toEqual([100, 60, 20]);
});

test('a table that answers nothing is an error, and not an empty list', async () => {
  const { documents } = tableThatAnswers(0);
  await expect(batchGet(documents, 'things', KEYS, { consistent: true })).rejects.toThrow(
    'things leaves 100 keys unanswered',
  );
});

test('nobody is asked for no keys', async () => {
  const { documents, asked } = tableThatAnswers(100);
  expect(await batchGet(documents, 'things', [], { consistent: true })).toEqual([]);
  expect(asked).toEqual([]);
});
