import { parseServiceKey, partsOf, type ServiceKey } from '../../core/domain/names.ts';
import type { Hold, ServiceSettings, ServiceState } from '../../core/domain/service.ts';
import type { Services } from '../../core/ports.ts';
import { batchGet } from './batch-get.ts';
import { fromCursor, toCursor } from './cursor.ts';
import { asStored, held, isConditionFailure } from './document-client.ts';
import type { Documents } from './documents.ts';
import { serviceState } from './service-state.ts';

/** Seconds that what waited is still shown after it has ended: the table's TTL takes it away. */
const DAY = 24 * 60 * 60;

const PREFIX = 'service#';
/** In the index of what is due: a deployment that waits to start. */
const DUE = 'deployment';

/** A transaction takes no more items. */
const MOST_AT_ONCE = 100;

/** What a service is concerned by, as partitions of the Fleet table: from a repository, an alarm or an ECS service to its key in one query. */
function concernsOf(settings: ServiceSettings): ReadonlySet<string> {
  return new Set([
    ...Object.values(settings.containers).map((repository) => `repository#${repository}`),
    ...settings.alarms.map((alarm) => `alarm#${alarm}`),
    `ecs-service#${settings.cluster}/${partsOf(settings.key).name}`,
  ]);
}

/** Services, holds and denied digests. All that one service has lies in one partition, so that a decision costs one query. */
export function dynamoServices(documents: Documents, table: string): Services {
  const partition = (key: ServiceKey): string => `${PREFIX}${key}`;

  async function get(key: ServiceKey): Promise<ServiceState | undefined> {
    const { Items = [] } = await documents.query({
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': partition(key) },
      ConsistentRead: true,
    });
    return serviceState(Items);
  }

  async function put(key: ServiceKey, item: Readonly<Record<string, unknown>>): Promise<void> {
    await documents.put({ TableName: table, Item: { pk: partition(key), ...item } });
  }

  async function remove(key: ServiceKey, sk: string): Promise<void> {
    await documents.delete({ TableName: table, Key: { pk: partition(key), sk } });
  }

  return {
    get,

    async holds(keys) {
      const wanted = keys.map((key) => ({ pk: partition(key), sk: 'hold' }));
      const items = await batchGet(documents, table, wanted, { consistent: true });
      return keys.map((key) => {
        const item = items.find(({ pk }) => pk === partition(key));
        return item && asStored<{ hold: Hold }>(item).hold;
      });
    },

    async put(settings) {
      const before = await get(settings.key);
      const concerns = concernsOf(settings);
      const stale = [...(before ? concernsOf(before.settings) : [])].filter((concern) => !concerns.has(concern));
      const sk = `service#${settings.key}`;
      await documents.transactWrite({
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
      });
    },

    async list(cursor) {
      const { Items = [], LastEvaluatedKey } = await documents.query({
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
      });
      return {
        items: Items.map((item) => asStored<{ settings: ServiceSettings }>(item).settings),
        ...toCursor(LastEvaluatedKey),
      };
    },

    async concernedBy(kind, name) {
      const { Items = [] } = await documents.query({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `${kind}#${name}` },
      });
      return Items.map((item) => asStored<{ service: ServiceKey }>(item).service);
    },

    async guardedBy(alarm) {
      const { Items = [] } = await documents.query({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `alarm#${alarm}` },
        ConsistentRead: true,
      });
      const items = Items.map((item) => asStored<{ sk: string; service: ServiceKey }>(item));
      const settled = items.filter(({ sk }) => sk.startsWith(PREFIX)).map(({ service }) => service);
      const asked = items.map(({ service }) => service).filter((service) => !settled.includes(service));
      return [
        ...settled.map((service) => ({ service, by: 'settings' as const })),
        ...asked.map((service) => ({ service, by: 'request' as const })),
      ];
    },

    async nameAlarms(key, alarms, until) {
      const expiresAt = Math.floor(Date.parse(until) / 1000);
      const items = [...new Set(alarms)].map((alarm) => ({
        pk: `alarm#${alarm}`,
        sk: `request#${key}`,
        service: key,
        expiresAt,
      }));
      await documents.transactWrite({ TransactItems: items.map((Item) => ({ Put: { TableName: table, Item } })) });
    },

    async hold(key, hold, denied) {
      const items = [
        { sk: 'hold', hold },
        ...(denied === undefined ? [] : [{ sk: `denied#${denied.digest}`, denied }]),
      ];
      await documents.transactWrite({
        TransactItems: items.map((item) => ({ Put: { TableName: table, Item: { pk: partition(key), ...item } } })),
      });
    },

    async deny(key, denied) {
      await documents.put({ TableName: table, Item: { pk: partition(key), sk: `denied#${denied.digest}`, denied } });
    },

    async remove(key) {
      const state = await get(key);
      if (state === undefined) return;
      const own = [
        ...['hold', 'lock', 'maintenance'],
        ...state.denied.map(({ digest }) => `denied#${digest}`),
        ...state.waiting.map(({ id }) => `waiting#${id}`),
      ].map((sk) => ({ pk: partition(key), sk }));
      const awaited = state.waiting.map(({ id }) => ({ pk: `waiting#${id}`, sk: `service#${key}` }));
      const all = [...own, ...awaited];
      for (let start = 0; start < all.length; start += MOST_AT_ONCE)
        await documents.transactWrite({
          TransactItems: all.slice(start, start + MOST_AT_ONCE).map((Key) => ({ Delete: { TableName: table, Key } })),
        });
      const concerns = [...concernsOf(state.settings)].map((pk) => ({ pk, sk: `service#${key}` }));
      await documents.transactWrite({
        TransactItems: [...concerns, { pk: partition(key), sk: 'settings' }].map((Key) => ({
          Delete: { TableName: table, Key },
        })),
      });
    },

    async lift(key, { hold, digest }) {
      const pk = partition(key);
      const ofHold = {
        TableName: table,
        Key: { pk, sk: 'hold' },
        ConditionExpression: 'attribute_not_exists(pk) OR #hold.since = :since',
        ExpressionAttributeNames: { '#hold': 'hold' },
        ExpressionAttributeValues: { ':since': hold?.since },
      };
      const ofDigest = { TableName: table, Key: { pk, sk: `denied#${digest}` } };
      const deletes = [...(hold === undefined ? [] : [ofHold]), ...(digest === undefined ? [] : [ofDigest])];
      if (deletes.length === 0) return true;
      return held(documents.transactWrite({ TransactItems: deletes.map((Delete) => ({ Delete })) }));
    },

    async lock(key, lock) {
      try {
        await documents.put({
          TableName: table,
          Item: { pk: partition(key), sk: 'lock', lock },
          ConditionExpression: 'attribute_not_exists(pk) OR #lock.#owner = :owner OR #lock.#until <= :now',
          ExpressionAttributeNames: { '#lock': 'lock', '#owner': 'owner', '#until': 'until' },
          ExpressionAttributeValues: { ':owner': lock.owner, ':now': lock.since },
        });
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },

    unlock: (key) => remove(key, 'lock'),

    async maintain(key, maintenance) {
      if (maintenance === undefined) await remove(key, 'maintenance');
      else await put(key, { sk: 'maintenance', maintenance });
    },

    async keepWaiting(key, waiting) {
      const { id, ended, expectedAt } = waiting;
      const pk = `waiting#${id}`;
      const expires = ended && { expiresAt: Math.floor(Date.parse(ended.at) / 1000) + DAY };
      const open = ended === undefined && { due: DUE, dueAt: expectedAt };
      const items = [
        { pk: partition(key), sk: pk, waiting, ...open, ...expires },
        { pk, sk: `service#${key}`, service: key, ...expires },
      ];
      await documents.transactWrite({ TransactItems: items.map((Item) => ({ Put: { TableName: table, Item } })) });
    },

    async overdueWaiting(before, limit) {
      const { Items = [] } = await documents.query({
        TableName: table,
        IndexName: 'byDue',
        KeyConditionExpression: 'due = :due AND dueAt < :before',
        ExpressionAttributeValues: { ':due': DUE, ':before': before },
        Limit: limit,
      });
      return [...new Set(Items.map((item) => parseServiceKey(asStored<{ pk: string }>(item).pk.slice(PREFIX.length))))];
    },
  };
}
