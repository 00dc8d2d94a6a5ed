import { parseServiceKey } from '../../core/domain/names.ts';
import { fleet } from '../../core/operations/service-status.ts';
import { aDigest, aService } from '../../test/builders.ts';
import type { Figure } from '../figure.ts';
import { growth } from '../growth.ts';
import { type Stores, withStores } from '../stores.ts';

const SIZES = [100, 1_000, 10_000] as const;
/** DynamoDB answers no more bytes at once. */
const ANSWER_KB = 1_024;
const AT_ONCE = 20;

export const fleetPage: Figure = {
  id: 'fleetPage',
  what: 'calls to DynamoDB, and kilobytes that the API answers, for the whole fleet with what runs where, by how many services it has',
  unit: 'calls, kB',
  peer: Object.fromEntries(SIZES.map((size) => [`calls, ${size}`, size / 10])),
  peerWhat:
    'DescribeServices, which takes ten services a call, and says of each what runs but neither version nor hold',
  how: `The operation behind \`GET /v1/fleet\`, all pages, on the real engine; calls as the engine is asked. One call a page cannot be beaten while an answer is under ${ANSWER_KB} kB. \`growth\` is the exponent over the number of services: 1 is one call more for each so many.`,
  measure: () =>
    withStores(async (stores) => {
      const value: Record<string, number> = {};
      const calls: [number, number][] = [];
      let there = 0;
      for (const size of SIZES) {
        await adopt(stores, there, size);
        there = size;
        let bytes = 0;
        const { consumed } = await stores.counted(async () => {
          bytes = await readAll(stores);
        });
        calls.push([size, consumed.length]);
        value[`calls, ${size}`] = consumed.length;
        value[`kB, ${size}`] = Math.round(bytes / 1024);
      }
      return { ...value, growth: growth(calls) };
    }),
};

/** Bytes of all pages. */
async function readAll({ ports }: Stores): Promise<number> {
  let bytes = 0;
  let cursor: string | undefined;
  do {
    const page = await fleet(ports, cursor);
    bytes += Buffer.byteLength(JSON.stringify(page));
    cursor = page.next;
  } while (cursor !== undefined);
  return bytes;
}

/** Tells Belay of services `from` to `to`, each with something that runs. */
async function adopt({ ports }: Stores, from: number, to: number): Promise<void> {
  const one = async (number: number): Promise<void> => {
    const key = parseServiceKey(`production/service-${number}`);
    await ports.services.put(aService({ key }));
    await ports.deployments.noteServing(key, { version: '1.4.2', digest: aDigest(number) });
  };
  for (let next = from; next < to; next += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, to - next) }, (_, index) => one(next + index)));
}
