import { assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { atMost, lasting } from '../../cli/time-words.ts';

test.each([
  [0, '0 s', 'at most 0 s'],
  [45, '45 s', 'at most 45 s'],
  [60, '1 min', 'at most 1 min'],
  [90, '90 s', 'at most 90 s'],
  [300, '5 min', 'at most 5 min'],
  [455, 'about 8 min', 'at most 8 min'],
  [508, 'about 8 min', 'at most 9 min'],
  [3600, '1 h', 'at most 1 h'],
  [5400, '90 min', 'at most 90 min'],
  [9000, 'about 3 h', 'at most 3 h'],
  [86_400, '24 h', 'at most 24 h'],
  [7 * 86_400, '7 days', 'at most 7 days'],
])('%i seconds are %s, and %s', (seconds, lasts, longest) => {
  expect([lasting(seconds), atMost(seconds)]).toEqual([lasts, longest]);
});

test('what is told as the longest time is never shorter than it', () => {
  const seconds = { s: 1, min: 60, h: 3600, days: 86_400 } as const;
  assert(
    property(integer({ min: 0, max: 3_000_000 }), (longest) => {
      const [, count, unit] = /^at most (\d+) (s|min|h|days)$/.exec(atMost(longest)) ?? [];
      expect(Number(count) * seconds[unit as keyof typeof seconds]).toBeGreaterThanOrEqual(longest);
    }),
  );
});
