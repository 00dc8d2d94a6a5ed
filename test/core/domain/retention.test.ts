import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expiring, previousPoint } from '../../../core/domain/retention.ts';
import type { RollbackPoint } from '../../../core/domain/rollback-point.ts';
import { aDigest, aPoint } from '../../builders.ts';

const NOW = '2026-11-20T12:00:00.000Z';
const hour = (ago: number): string => new Date(Date.parse(NOW) - ago * 3_600_000).toISOString();

/** Points, newest first, an hour apart. */
const made = (...changes: readonly Partial<RollbackPoint>[]): readonly RollbackPoint[] =>
  changes.map((change, ago) => aPoint({ id: `rp-${100 - ago}`, createdAt: hour(ago), ...change }));
const idsOf = (points: readonly RollbackPoint[]): readonly string[] => points.map(({ id }) => id);

const anyPoints = fc
  .array(
    fc.record({ name: fc.option(fc.constant('kept'), { nil: undefined }), digest: fc.integer({ min: 1, max: 4 }) }),
    {
      maxLength: 30,
    },
  )
  .map((points) => made(...points.map(({ name, digest }) => ({ digest: aDigest(digest), ...(name && { name }) }))));
const anySituation = fc.record({
  points: anyPoints,
  keep: fc.integer({ min: 1, max: 12 }),
  retention: fc.option(fc.integer({ min: 1, max: 20 * 3600 }), { nil: undefined }),
  used: fc.array(fc.integer({ min: 71, max: 100 })),
  unwanted: fc.subarray([1, 2, 3, 4]),
});

test('the ones beyond the newest so many expire', () => {
  const points = made({}, {}, {}, {});
  expect(idsOf(expiring(points, { keep: 2 }, { inUse: new Set(), unwanted: [aDigest(1)] }, NOW))).toEqual([
    'rp-98',
    'rp-97',
  ]);
});

test('names and uses do not count, and do not expire', () => {
  const points = made({ name: 'a' }, {}, {}, { name: 'b' }, {}, {});
  const use = { inUse: new Set(['rp-99']), unwanted: [aDigest(1)] };
  expect(idsOf(expiring(points, { keep: 1 }, use, NOW))).toEqual(['rp-96', 'rp-95']);
});

test('age takes what the count would leave', () => {
  const use = { inUse: new Set<string>(), unwanted: [aDigest(1)] };
  expect(idsOf(expiring(made({}, {}, {}), { keep: 10, retention: 5400 }, use, NOW))).toEqual(['rp-98']);
});

test('never is one taken that has a name, is in use or is the way back; never are more left than shall be kept', () => {
  fc.assert(
    fc.property(anySituation, ({ points, keep, retention, used, unwanted: digests }) => {
      const inUse = new Set(used.map((number) => `rp-${number}`));
      const unwanted = digests.map(aDigest);
      const wayBack = previousPoint(points, unwanted);
      const gone = new Set(idsOf(expiring(points, { keep, retention }, { inUse, unwanted }, NOW)));
      const left = points.filter(({ id }) => !gone.has(id));
      expect(previousPoint(left, unwanted)).toEqual(wayBack);
      for (const point of points)
        if (gone.has(point.id))
          expect([point.name, inUse.has(point.id), point.id === wayBack?.id]).toEqual([undefined, false, false]);
      const counted = left.filter(({ id, name }) => name === undefined && !inUse.has(id) && id !== wayBack?.id);
      expect(counted.length).toBeLessThanOrEqual(keep);
    }),
  );
});

test('what was taken once leaves nothing to take', () => {
  fc.assert(
    fc.property(anySituation, ({ points, keep, retention, used, unwanted: digests }) => {
      const use = { inUse: new Set(used.map((number) => `rp-${number}`)), unwanted: digests.map(aDigest) };
      const gone = new Set(idsOf(expiring(points, { keep, retention }, use, NOW)));
      expect(
        expiring(
          points.filter(({ id }) => !gone.has(id)),
          { keep, retention },
          use,
          NOW,
        ),
      ).toEqual([]);
    }),
  );
});
