import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { RollbackPoint } from '../../core/domain/rollback-point.ts';
import type { RollbackPoints } from '../../core/ports.ts';
import { asRecord } from './document-client.ts';

/** Rollback points of each service. Their ids sort by time. */
export function dynamoRollbackPoints(client: DynamoDBDocumentClient, table: string): RollbackPoints {
  return {
    async put(point) {
      await client.send(new PutCommand({ TableName: table, Item: { pk: point.service, sk: point.id, ...point } }));
    },

    async get(service, id) {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: { pk: service, sk: id }, ConsistentRead: true }),
      );
      return Item && asRecord<RollbackPoint>(Item);
    },

    async newest(service, limit) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :service',
          ExpressionAttributeValues: { ':service': service },
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      return Items.map((item) => asRecord<RollbackPoint>(item));
    },
  };
}
