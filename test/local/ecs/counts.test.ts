import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { breakerThreshold } from '../../../local/ecs/engine/monitors.ts';
import { rollingMove } from '../../../local/ecs/engine/rolling.ts';
import { stepsForward } from '../../../local/ecs/engine/steps.ts';
import { DEFAULT_SWITCHES } from '../../../local/ecs/switches.ts';
import { pinned } from '../../../local/ecs/tasks/image-digest.ts';

describe('the threshold of the circuit breaker', () => {
  test.each([
    [1, 3],
    [25, 13],
    [400, 200],
    [1000, 200],
  ])('is for %i tasks %i', (desired, threshold) => {
    expect(breakerThreshold(undefined, desired)).toBe(threshold);
  });

  test('is a count or an unbounded percentage where that is configured', () => {
    const with_ = (type: 'COUNT' | 'UNBOUNDED_PERCENT', value: number): number =>
      breakerThreshold({ enable: true, rollback: true, thresholdConfiguration: { type, value } }, 1000);
    expect(with_('COUNT', 7)).toBe(7);
    expect(with_('UNBOUNDED_PERCENT', 50)).toBe(500);
  });
});

test('a rolling move never goes over the maximum and never under the healthy minimum', () => {
  const side = fc.nat(60).chain((active) => fc.record({ active: fc.constant(active), healthy: fc.nat(active) }));
  const counts = fc.record({
    desired: fc.integer({ min: 1, max: 60 }),
    minimumHealthyPercent: fc.integer({ min: 0, max: 100 }),
    maximumPercent: fc.integer({ min: 100, max: 200 }),
    leading: side,
    older: side,
  });
  fc.assert(
    fc.property(counts, (given) => {
      const { start, stop } = rollingMove(given);
      const healthy = given.leading.healthy + given.older.healthy;
      const minimum = Math.ceil((given.desired * given.minimumHealthyPercent) / 100);
      if (stop > 0) expect(healthy - stop).toBeGreaterThanOrEqual(minimum);
      if (start > 0) {
        const total = given.leading.active + given.older.active + start;
        expect(total).toBeLessThanOrEqual(Math.floor((given.desired * given.maximumPercent) / 100));
      }
    }),
  );
});

test('the shares of every linear deployment rise to 100, once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 30, max: 1000 }), (tenths) => {
      const configuration = { strategy: 'LINEAR' as const, linearConfiguration: { stepPercent: tenths / 10 } };
      const steps = stepsForward(
        { configuration, reconcile: false, first: false, testRule: true, alarmsWatched: false },
        DEFAULT_SWITCHES,
      );
      const shares = steps.flatMap((step) => (step.act === 'shiftProduction' ? [step.share] : []));
      expect(shares.at(-1)).toBe(100);
      expect(shares).toEqual([...new Set(shares)].sort((a, b) => a - b));
    }),
  );
});

test.each([
  ['shop/web:1', 'shop/web@sha256:a'],
  ['host:4510/shop/web', 'host:4510/shop/web@sha256:a'],
  ['host:4510/shop/web:1', 'host:4510/shop/web@sha256:a'],
])('%s is pinned as %s', (image, expected) => {
  expect(pinned(image, 'sha256:a')).toBe(expected);
});
