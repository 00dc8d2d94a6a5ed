import { BatchWriteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { registerVersion } from '../../core/operations/register-version.ts';
import { aDigest } from '../../test/builders.ts';
import { aPush, MANUAL } from '../a-push.ts';
import type { Figure } from '../figure.ts';
import { growth } from '../growth.ts';
import { type Stores, sum, withStores } from '../stores.ts';

const SIZES = [100, 1_000, 10_000, 100_000] as const;
const PAGE = 20;
/** DynamoDB takes no more items at once. */
const BATCH = 25;
const AT_ONCE = 4;

export const historyPageReads: Figure = {
  id: 'historyPageReads',
  what: 'read units of the newest 20 versions of a repository, by how many it has',
  unit: 'read units',
  floor: 1,
  bar: { ...Object.fromEntries(SIZES.map((size) => [String(size), 1])), growth: 0.02 },
  how: 'ConsumedCapacity of the real engine for the query behind `belay versions`. `growth` is the exponent over the length of the history.',
  measure: () =>
    withStores(async (stores) => {
      await stores.ports.services.put(MANUAL);
      await registerVersion(stores.ports, aPush(stores, 1));
      const points: [number, number][] = [];
      let filled = 1;
      for (const size of SIZES) {
        await fill(stores, filled, size);
        filled = size;
        const { consumed } = await stores.counted(() => stores.ports.versions.list('web', PAGE));
        points.push([size, sum(consumed).readUnits]);
      }
      return { ...Object.fromEntries(points.map(([size, units]) => [String(size), units])), growth: growth(points) };
    }),
};

/** Makes the history longer: more versions like the first, each pushed a minute after the one before. */
async function fill({ client, tables }: Stores, from: number, to: number): Promise<void> {
  const { VersionHistory = '' } = tables;
  const Key = { pk: 'web', sk: aDigest(1_001) };
  const { Item: first = {} } = await client.send(new GetCommand({ TableName: VersionHistory, Key }));
  const start = Date.parse(String(first.pushedAt));
  const batches = Array.from({ length: Math.ceil((to - from) / BATCH) }, (_, index) => from + index * BATCH);
  const put = async (next: number): Promise<void> => {
    const batch = Array.from({ length: Math.min(BATCH, to - next) }, (_, index) => {
      const number = next + index;
      const pushedAt = new Date(start + number * 60_000).toISOString();
      return { PutRequest: { Item: { ...first, sk: aDigest(10_000 + number), pushedAt } } };
    });
    await client.send(new BatchWriteCommand({ RequestItems: { [VersionHistory]: batch } }));
  };
  for (let done = 0; done < batches.length; done += AT_ONCE)
    await Promise.all(batches.slice(done, done + AT_ONCE).map(put));
}
