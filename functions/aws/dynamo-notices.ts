import type { Notice } from '../../core/domain/log-line.ts';
import type { Notices } from '../../core/ports.ts';
import { asStored, isConditionFailure } from './document-client.ts';
import type { Documents } from './documents.ts';

/** Notices in the Deployments table, whose stream is the outbox: `kind` is what its filter looks for. */
export function dynamoNotices(documents: Documents, table: string): Notices {
  return {
    async tell(key, notice) {
      const Item = { pk: `notice#${notice.service}`, sk: key, kind: 'log-line', line: notice };
      try {
        await documents.put({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' });
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
      }
    },
    async told(service, beginning, limit) {
      const { Items = [] } = await documents.query({
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :beginning)',
        ExpressionAttributeValues: { ':pk': `notice#${service}`, ':beginning': beginning },
        ScanIndexForward: false,
        Limit: limit,
      });
      return Items.map((item) => asStored<{ line: Notice }>(item).line);
    },
  };
}
