import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Notices } from '../../core/ports.ts';
import { isConditionFailure } from './document-client.ts';

/** Notices in the Deployments table, whose stream is the outbox: `kind` is what its filter looks for. */
export function dynamoNotices(client: DynamoDBDocumentClient, table: string): Notices {
  return {
    async tell(key, notice) {
      const Item = { pk: `notice#${notice.service}`, sk: key, kind: 'log-line', line: notice };
      try {
        await client.send(new PutCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
      }
    },
  };
}
