import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { EnvironmentRule } from '../../core/domain/environment-rule.ts';
import type { Rules } from '../../core/ports/order.ts';
import { asStored } from './document-client.ts';

/** All rules lie in one partition of the Fleet table: few and small, so that one query brings those of every environment. */
const PARTITION = 'rules';

/** Freezes, windows and stops. */
export function dynamoRules(client: DynamoDBDocumentClient, table: string): Rules {
  const keyOf = (rule: EnvironmentRule) => ({
    pk: PARTITION,
    sk: `${rule.kind}#${rule.environment}#${rule.kind === 'stop-the-line' ? '' : rule.name}`,
  });
  return {
    async put(rule) {
      await client.send(new PutCommand({ TableName: table, Item: { ...keyOf(rule), rule } }));
    },

    async remove(rule) {
      await client.send(new DeleteCommand({ TableName: table, Key: keyOf(rule) }));
    },

    async all() {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': PARTITION },
          // Who stops the line must be able to rely on it from that moment on.
          ConsistentRead: true,
        }),
      );
      return Items.map((item) => asStored<{ rule: EnvironmentRule }>(item).rule);
    },
  };
}
