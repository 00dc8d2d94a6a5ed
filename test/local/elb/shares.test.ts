import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Shares } from '../../../local/elb/shares.ts';

const weights = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 999 })),
  { minKeys: 1 },
);

test('after any number of requests each group is less than one request away from its share', () => {
  fc.assert(
    fc.property(weights, fc.integer({ min: 1, max: 300 }), (given, requests) => {
      const total = Object.values(given).reduce((sum, weight) => sum + weight, 0);
      fc.pre(total > 0);
      const shares = new Shares(given);
      const taken = new Map<string, number>();
      for (let count = 1; count <= requests; count += 1) {
        const group = shares.next() ?? 'nobody';
        taken.set(group, (taken.get(group) ?? 0) + 1);
        for (const [name, weight] of Object.entries(given)) {
          expect(Math.abs((taken.get(name) ?? 0) - (count * weight) / total)).toBeLessThan(1);
        }
      }
    }),
  );
});

test('a group of weight 0 never gets a request', () => {
  fc.assert(
    fc.property(weights, (given) => {
      const shares = new Shares(given);
      for (let count = 0; count < 50; count += 1) {
        const group = shares.next();
        if (group !== undefined) expect(given[group]).toBeGreaterThan(0);
        else expect(Object.values(given).every((weight) => weight === 0)).toBe(true);
      }
    }),
  );
});

test('a canary of 10 percent gets every tenth request', () => {
  const shares = new Shares({ old: 90, new: 10 });
  const order = Array.from({ length: 20 }, () => shares.next());
  expect(order.flatMap((group, index) => (group === 'new' ? [index] : []))).toHaveLength(2);
  expect(order.indexOf('new')).toBeLessThan(10);
  expect(order.lastIndexOf('new') - order.indexOf('new')).toBe(10);
});
