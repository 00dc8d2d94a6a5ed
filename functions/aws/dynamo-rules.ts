import type { EnvironmentRule } from '../../core/domain/environment-rule.ts';
import type { Rules } from '../../core/ports/order.ts';
import { asStored } from './document-client.ts';
import type { Documents } from './documents.ts';

/** All rules lie in one partition of the Fleet table: few and small, so that one query brings those of every environment. */
const PARTITION = 'rules';

/** Freezes, windows and stops. */
export function dynamoRules(documents: Documents, table: string): Rules {
  const keyOf = (rule: EnvironmentRule) => ({
    pk: PARTITION,
    sk: `${rule.kind}#${rule.environment}#${rule.kind === 'stop-the-line' ? '' : rule.name}`,
  });
  return {
    async put(rule) {
      await documents.put({ TableName: table, Item: { ...keyOf(rule), rule } });
    },

    async remove(rule) {
      await documents.delete({ TableName: table, Key: keyOf(rule) });
    },

    async all() {
      const { Items = [] } = await documents.query({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': PARTITION },
        // Who stops the line must be able to rely on it from that moment on.
        ConsistentRead: true,
      });
      return Items.map((item) => asStored<{ rule: EnvironmentRule }>(item).rule);
    },
  };
}
