import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { ServiceKey } from '../../core/domain/names.ts';
import type { RollbackPoint } from '../../core/domain/rollback-point.ts';
import type { RollbackPoints } from '../../core/ports.ts';
import { asRecord, asStored, isConditionFailure } from './document-client.ts';
import type { Documents } from './documents.ts';

/** Seconds that an expired point can still be looked at. */
const REMEMBERED = 90 * 24 * 60 * 60;

type Change = Omit<UpdateCommandInput, 'TableName' | 'Key'>;

/**
 * Rollback points of each service. Their ids sort by time; expired ones lie under `expired#<id>`, so that no list reads them, until
 * DynamoDB forgets them. The index `byId` finds one without its service.
 */
export function dynamoRollbackPoints(documents: Documents, table: string): RollbackPoints {
  async function read(service: ServiceKey, sk: string): Promise<RollbackPoint | undefined> {
    const { Item } = await documents.get({ TableName: table, Key: { pk: service, sk }, ConsistentRead: true });
    if (Item === undefined) return undefined;
    const { expiresAt: _, ...point } = asRecord<RollbackPoint & { expiresAt?: number }>(Item);
    return point;
  }

  /** `false`: the condition did not hold. */
  async function change(service: ServiceKey, id: string, how: Change): Promise<boolean> {
    try {
      await documents.update({ TableName: table, Key: { pk: service, sk: id }, ...how });
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  }

  return {
    async put(point) {
      await documents.put({ TableName: table, Item: { pk: point.service, sk: point.id, ...point } });
    },

    get: async (service, id) => (await read(service, id)) ?? (await read(service, `expired#${id}`)),

    async find(id) {
      const { Items = [] } = await documents.query({
        TableName: table,
        IndexName: 'byId',
        KeyConditionExpression: 'id = :id',
        ExpressionAttributeValues: { ':id': id },
      });
      const [found] = Items.map((item) => asStored<{ pk: ServiceKey; sk: string }>(item));
      return found && read(found.pk, found.sk);
    },

    async newest(service, limit) {
      const { Items = [] } = await documents.query({
        TableName: table,
        KeyConditionExpression: 'pk = :service AND begins_with(sk, :living)',
        ExpressionAttributeValues: { ':service': service, ':living': 'rp-' },
        ScanIndexForward: false,
        Limit: limit,
        ConsistentRead: true,
      });
      return Items.map((item) => asRecord<RollbackPoint>(item));
    },

    settle: (service, id, status) =>
      change(service, id, {
        UpdateExpression: 'SET #status = :status',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':status': status },
      }),

    noteReadiness: (service, id, ready) =>
      change(service, id, {
        UpdateExpression: 'SET ready = :ready',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':ready': ready },
      }),

    beginRehearsal: (service, id, rehearsal, overdue) =>
      change(service, id, {
        UpdateExpression: 'SET rehearsal = :rehearsal',
        ConditionExpression:
          'attribute_exists(pk) AND (attribute_not_exists(rehearsal) OR attribute_exists(rehearsal.outcome) OR rehearsal.startedAt < :overdue)',
        ExpressionAttributeValues: { ':rehearsal': rehearsal, ':overdue': overdue },
      }),

    async nameRehearsal(service, id, startedAt, task) {
      await change(service, id, {
        UpdateExpression: 'SET rehearsal.task = :task',
        ConditionExpression: 'rehearsal.startedAt = :startedAt',
        ExpressionAttributeValues: { ':task': task, ':startedAt': startedAt },
      });
    },

    endRehearsal: (service, id, startedAt, outcome) =>
      change(service, id, {
        UpdateExpression: 'SET rehearsal.outcome = :outcome',
        ConditionExpression: `rehearsal.startedAt = :startedAt AND (attribute_not_exists(rehearsal.outcome)${outcome.ok ? '' : ' OR rehearsal.outcome.ok = :good'})`,
        ExpressionAttributeValues: {
          ':outcome': outcome,
          ':startedAt': startedAt,
          ...(!outcome.ok && { ':good': true }),
        },
      }),

    async expire(point, at) {
      const expired = { ...point, status: 'expired', expiresAt: Math.floor(Date.parse(at) / 1000) + REMEMBERED };
      await documents.transactWrite({
        TransactItems: [
          { Delete: { TableName: table, Key: { pk: point.service, sk: point.id } } },
          { Put: { TableName: table, Item: { ...expired, pk: point.service, sk: `expired#${point.id}` } } },
        ],
      });
    },

    async remove(service, id) {
      await documents.delete({ TableName: table, Key: { pk: service, sk: id } });
    },
  };
}
