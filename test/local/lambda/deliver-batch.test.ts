import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deliverBatch } from '../../../local/lambda/deliver-batch.ts';
import type { StreamRecord } from '../../../local/lambda/event-sources.ts';

test('each record is done or given up exactly once, in order, whatever fails', async () => {
  const scenario = fc.record({
    count: fc.integer({ min: 1, max: 12 }),
    poison: fc.uniqueArray(fc.integer({ min: 0, max: 11 })),
    bisect: fc.boolean(),
    reports: fc.boolean(),
    retries: fc.integer({ min: 0, max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ count, poison, bisect, reports, retries }) => {
      const all: StreamRecord[] = Array.from({ length: count }, (_, index) => ({
        shard: 's',
        sequence: String(index),
        createdAt: 0,
        record: {},
      }));
      const isPoison = ({ sequence }: StreamRecord): boolean => poison.includes(Number(sequence));
      const done: string[] = [];
      const givenUp: string[] = [];
      let passed = -1;
      await deliverBatch(all, {
        bisect,
        retries,
        isTooOld: () => false,
        attempt: async (records) => {
          const first = records.findIndex(isPoison);
          const fine = first < 0 ? records : reports ? records.slice(0, first) : [];
          done.push(...fine.map(({ sequence }) => sequence));
          return first < 0 ? { kind: 'done' } : { kind: 'failed', failedFrom: reports ? first : 0, requestId: 'r' };
        },
        pause: async () => {},
        passed: ({ sequence }) => {
          expect(Number(sequence)).toBeGreaterThan(passed);
          passed = Number(sequence);
        },
        discard: async (records) => void givenUp.push(...records.map(({ sequence }) => sequence)),
        stopped: () => false,
      });
      const order = (sequences: string[]): string[] => [...sequences].sort((a, b) => Number(a) - Number(b));
      expect(order([...done, ...givenUp])).toEqual(all.map(({ sequence }) => sequence));
      expect(passed).toBe(count - 1);
      expect(done).toEqual(order(done));
      if (bisect) expect(givenUp).toEqual(all.filter(isPoison).map(({ sequence }) => sequence));
    }),
  );
});
