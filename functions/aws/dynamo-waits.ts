import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Wait } from '../../core/domain/deployment.ts';
import { Refused } from '../../core/domain/refused.ts';
import type { Waits } from '../../core/ports.ts';
import { asRecord, asStored, isConditionFailure } from './document-client.ts';

/** The one partition of the index by due time: what is overdue is one query, and mostly an empty one. */
const WAITING = 'yes';

/** What the machines wait for: an item beside the head of each service. Tokens are long, and the head is written often: they lie apart. */
export function dynamoWaits(client: DynamoDBDocumentClient, table: string): Waits {
  return {
    async store(wait) {
      try {
        await client.send(
          new TransactWriteCommand({
            TransactItems: [
              {
                ConditionCheck: {
                  TableName: table,
                  Key: { pk: wait.service, sk: 'head' },
                  ConditionExpression: 'live.id = :id',
                  ExpressionAttributeValues: { ':id': wait.deployment },
                },
              },
              { Put: { TableName: table, Item: { pk: wait.service, sk: 'wait', waiting: WAITING, ...wait } } },
            ],
          }),
        );
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        throw new Refused('FenceLost', `${wait.deployment} no longer holds the lock of ${wait.service}.`);
      }
    },

    async get(service) {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: { pk: service, sk: 'wait' }, ConsistentRead: true }),
      );
      return Item && asWait(Item);
    },

    async clear(wait) {
      try {
        await client.send(
          new DeleteCommand({
            TableName: table,
            Key: { pk: wait.service, sk: 'wait' },
            ConditionExpression: '#token = :token',
            ExpressionAttributeNames: { '#token': 'token' },
            ExpressionAttributeValues: { ':token': wait.token },
          }),
        );
      } catch (error) {
        // The machine is waiting for the next thing already: that wait is not ours to forget.
        if (!isConditionFailure(error)) throw error;
      }
    },

    async overdue(now, limit) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'byDue',
          KeyConditionExpression: 'waiting = :yes AND dueAt < :now',
          ExpressionAttributeValues: { ':yes': WAITING, ':now': now },
          Limit: limit,
        }),
      );
      const keys = Items.map((item) => asStored<{ pk: string }>(item));
      const waits = await Promise.all(
        keys.map(({ pk }) => client.send(new GetCommand({ TableName: table, Key: { pk, sk: 'wait' } }))),
      );
      return waits.flatMap(({ Item }) => (Item === undefined ? [] : [asWait(Item)]));
    },
  };
}

function asWait({ waiting: _, ...item }: Readonly<Record<string, unknown>>): Wait {
  return asRecord<Wait>(item);
}
