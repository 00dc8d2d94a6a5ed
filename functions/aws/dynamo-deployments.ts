import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Deployment, Head } from '../../core/domain/deployment.ts';
import type { LogLine } from '../../core/domain/log-line.ts';
import type { DeploymentId, ServiceKey } from '../../core/domain/names.ts';
import { Refused } from '../../core/domain/refused.ts';
import type { Deployments } from '../../core/ports.ts';
import { fromCursor, toCursor } from './cursor.ts';
import { beginTransaction, endTransaction } from './deployment-transactions.ts';
import { asRecord, asStored, isConditionFailure } from './document-client.ts';
import { lineItem } from './log-line-item.ts';
import { setFields } from './update-expression.ts';

/**
 * The Deployments table. Under a service: `head` (the lock) and `history#…` (one small item a deployment). Under `deployment#<id>`:
 * `record` and `line#…`.
 */
export function dynamoDeployments(client: DynamoDBDocumentClient, table: string): Deployments {
  const recordKey = (id: DeploymentId) => ({ pk: `deployment#${id}`, sk: 'record' });
  const headKey = (service: ServiceKey) => ({ pk: service, sk: 'head' });

  async function head(service: ServiceKey): Promise<Head> {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: headKey(service), ConsistentRead: true }),
    );
    return { service, ...(Item && asRecord<Omit<Head, 'service'>>(Item)) };
  }

  async function get(id: DeploymentId): Promise<Deployment | undefined> {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: recordKey(id), ConsistentRead: true }));
    return Item && asStored<{ deployment: Deployment }>(Item).deployment;
  }

  /** Numbers the next line. A number that a crash left unused is a gap, which nothing depends on. */
  async function nextSeq(id: DeploymentId): Promise<number> {
    const { Attributes } = await client.send(
      new UpdateCommand({
        TableName: table,
        Key: recordKey(id),
        UpdateExpression: 'ADD seq :one',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':one': 1 },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return asStored<{ seq: number }>(Attributes ?? {}).seq;
  }

  /** One conditional write on the head. `undefined`: the condition did not hold. */
  async function changeHead(
    service: ServiceKey,
    change: Omit<ConstructorParameters<typeof UpdateCommand>[0], 'TableName' | 'Key'>,
  ) {
    try {
      const { Attributes } = await client.send(
        new UpdateCommand({ TableName: table, Key: headKey(service), ...change }),
      );
      return asRecord<Head>(Attributes ?? {});
    } catch (error) {
      if (isConditionFailure(error)) return undefined;
      throw error;
    }
  }

  return {
    head,
    get,

    async newest(service, limit, cursor) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :service AND begins_with(sk, :history)',
          ExpressionAttributeValues: { ':service': service, ':history': 'history#' },
          ScanIndexForward: false,
          Limit: limit,
          ExclusiveStartKey: fromCursor(cursor, ['pk', 'sk'], { pk: service }, { sk: 'history#' }),
        }),
      );
      if (Items.length === 0) return { items: [] };
      const ids = Items.map((item) => asStored<{ deployment: DeploymentId }>(item).deployment);
      const { Responses } = await client.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys: ids.map(recordKey) } } }),
      );
      const records = (Responses?.[table] ?? []).map((item) => asStored<{ deployment: Deployment }>(item).deployment);
      return {
        items: ids.flatMap((id) => records.find((record) => record.id === id) ?? []),
        ...toCursor(LastEvaluatedKey),
      };
    },

    async begin(deployment, live, line) {
      const { queued } = await head(deployment.service);
      const takesQueued = queued?.digest === deployment.to.digest;
      try {
        await client.send(beginTransaction(table, deployment, live, line, takesQueued));
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },

    async queue(service, queued) {
      const changed = await changeHead(service, {
        UpdateExpression: 'SET queued = :queued',
        ConditionExpression: 'attribute_exists(live)',
        ExpressionAttributeValues: { ':queued': queued },
      });
      return changed !== undefined;
    },

    async advance(service, id, change) {
      const { expression, names, values } = setFields('live', change);
      const changed = await changeHead(service, {
        UpdateExpression: expression,
        ConditionExpression: 'live.id = :id',
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ...values, ':id': id },
      });
      if (changed === undefined) throw new Refused('FenceLost', `${id} no longer holds the lock of ${service}.`);
    },

    async amend(id, change) {
      const { expression, names, values } = setFields('deployment', change);
      try {
        await client.send(
          new UpdateCommand({
            TableName: table,
            Key: recordKey(id),
            UpdateExpression: expression,
            ConditionExpression: 'deployment.#status <> :ended',
            ExpressionAttributeNames: { ...names, '#status': 'status' },
            ExpressionAttributeValues: { ...values, ':ended': 'ended' },
          }),
        );
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        throw new Refused('FenceLost', `${id} has ended; nothing is added to it.`);
      }
    },

    async requestStop(service, id, request) {
      const changed = await changeHead(service, {
        UpdateExpression: 'SET live.stopRequested = if_not_exists(live.stopRequested, :request)',
        ConditionExpression: 'live.id = :id',
        ExpressionAttributeValues: { ':id': id, ':request': request },
      });
      return changed !== undefined;
    },

    async noteDeadTask(service, id, task, why) {
      const changed = await changeHead(service, {
        UpdateExpression: 'SET live.deadTasks.#task = :why',
        ConditionExpression: 'live.id = :id',
        ExpressionAttributeNames: { '#task': task },
        ExpressionAttributeValues: { ':id': id, ':why': why },
        ReturnValues: 'ALL_NEW',
      });
      return changed && Object.keys(changed.live?.deadTasks ?? {}).length;
    },

    async end(deployment, line, after) {
      if ((await get(deployment.id))?.status === 'ended') return;
      const numbered: LogLine = { ...line, seq: await nextSeq(deployment.id) };
      try {
        await client.send(endTransaction(table, deployment, numbered, after));
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        // Somebody else ended it in between: that end stands.
      }
    },

    async log(line) {
      const seq = await nextSeq(line.deployment);
      await client.send(new PutCommand({ TableName: table, Item: lineItem({ ...line, seq }) }));
      return seq;
    },

    async lines(id) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :line)',
          ExpressionAttributeValues: { ':pk': `deployment#${id}`, ':line': 'line#' },
        }),
      );
      return Items.map((item) => asStored<{ line: LogLine }>(item).line);
    },
  };
}
