import type { PlannedDeployment } from '../../core/domain/planned-deployment.ts';
import type { Plans } from '../../core/ports.ts';
import { asStored } from './document-client.ts';
import type { Documents } from './documents.ts';

/** Plans, in the Fleet table. DynamoDB forgets them when they can no longer be run. */
export function dynamoPlans(documents: Documents, table: string): Plans {
  return {
    async put(planned) {
      const expiresAt = Math.ceil(Date.parse(planned.expiresAt) / 1000);
      const Item = { pk: `plan#${planned.id}`, sk: 'plan', planned, expiresAt };
      await documents.put({ TableName: table, Item });
    },

    async get(id) {
      const { Item } = await documents.get({ TableName: table, Key: { pk: `plan#${id}`, sk: 'plan' } });
      return Item && asStored<{ planned: PlannedDeployment }>(Item).planned;
    },
  };
}
