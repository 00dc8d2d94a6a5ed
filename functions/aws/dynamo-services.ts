import { type DynamoDBDocumentClient, PutCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { partsOf, type ServiceKey } from '../../core/domain/names.ts';
import type { Denied, Hold, ServiceSettings, ServiceState } from '../../core/domain/service.ts';
import type { Services } from '../../core/ports.ts';
import { fromCursor, toCursor } from './cursor.ts';
import { asStored } from './document-client.ts';

/** What a service is concerned by, as partitions of the Fleet table: from a repository, an alarm or an ECS service to its key in one query. */
function concernsOf(settings: ServiceSettings): ReadonlySet<string> {
  return new Set([
    ...Object.values(settings.containers).map((repository) => `repository#${repository}`),
    ...settings.alarms.map((alarm) => `alarm#${alarm}`),
    `ecs-service#${settings.cluster}/${partsOf(settings.key).name}`,
  ]);
}

/** Services, holds and denied digests. All that one service has lies in one partition, so that a decision costs one query. */
export function dynamoServices(client: DynamoDBDocumentClient, table: string): Services {
  const partition = (key: ServiceKey): string => `service#${key}`;

  async function get(key: ServiceKey): Promise<ServiceState | undefined> {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': partition(key) },
        ConsistentRead: true,
      }),
    );
    const settings = Items.find(({ sk }) => sk === 'settings');
    if (settings === undefined) return undefined;
    const hold = Items.find(({ sk }) => sk === 'hold');
    return {
      settings: asStored<{ settings: ServiceSettings }>(settings).settings,
      ...(hold && { hold: asStored<{ hold: Hold }>(hold).hold }),
      denied: Items.filter(({ sk }) => String(sk).startsWith('denied#')).map(
        (item) => asStored<{ denied: Denied }>(item).denied,
      ),
    };
  }

  return {
    get,

    async put(settings) {
      const before = await get(settings.key);
      const concerns = concernsOf(settings);
      const stale = [...(before ? concernsOf(before.settings) : [])].filter((concern) => !concerns.has(concern));
      const sk = `service#${settings.key}`;
      await client.send(
        new TransactWriteCommand({
          TransactItems: [
            {
              Put: {
                TableName: table,
                Item: { pk: partition(settings.key), sk: 'settings', kind: 'service', settings },
              },
            },
            ...[...concerns].map((pk) => ({ Put: { TableName: table, Item: { pk, sk, service: settings.key } } })),
            ...stale.map((pk) => ({ Delete: { TableName: table, Key: { pk, sk } } })),
          ],
        }),
      );
    },

    async list(cursor) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'byKind',
          KeyConditionExpression: 'kind = :kind',
          ExpressionAttributeValues: { ':kind': 'service' },
          Limit: 100,
          ExclusiveStartKey: fromCursor(
            cursor,
            ['pk', 'sk', 'kind'],
            { kind: 'service', sk: 'settings' },
            { pk: 'service#' },
          ),
        }),
      );
      return {
        items: Items.map((item) => asStored<{ settings: ServiceSettings }>(item).settings),
        ...toCursor(LastEvaluatedKey),
      };
    },

    async concernedBy(kind, name) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': `${kind}#${name}` },
        }),
      );
      return Items.map((item) => asStored<{ service: ServiceKey }>(item).service);
    },

    async hold(key, hold, denied) {
      await client.send(
        new TransactWriteCommand({
          TransactItems: [
            { Put: { TableName: table, Item: { pk: partition(key), sk: 'hold', hold } } },
            { Put: { TableName: table, Item: { pk: partition(key), sk: `denied#${denied.digest}`, denied } } },
          ],
        }),
      );
    },

    async deny(key, denied) {
      await client.send(
        new PutCommand({ TableName: table, Item: { pk: partition(key), sk: `denied#${denied.digest}`, denied } }),
      );
    },

    async lift(key, digest) {
      const sks = ['hold', ...(digest === undefined ? [] : [`denied#${digest}`])];
      await client.send(
        new TransactWriteCommand({
          TransactItems: sks.map((sk) => ({ Delete: { TableName: table, Key: { pk: partition(key), sk } } })),
        }),
      );
    },
  };
}
