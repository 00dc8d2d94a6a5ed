import { expect, test } from 'vitest';
import { directionOf, refuseDirection } from '../../../core/domain/direction.ts';

test.each([
  ['1.0.0', '1.1.0', 'upgrade'],
  ['v1.1.0', '1.0.9', 'downgrade'],
  ['1.0.0', '1.0.0', undefined],
  ['abc1234', '1.0.0', undefined],
  [undefined, '1.0.0', undefined],
] as const)('from %s to %s is %s', (from, to, direction) => {
  expect(directionOf(from, to)).toBe(direction);
});

test.each([
  ['1.1.0', '1.0.0', undefined, 'NeedsDowngrade'],
  ['1.1.0', '1.0.0', 'downgrade', undefined],
  ['1.1.0', '1.0.0', 'upgrade', 'BadRequest'],
  ['1.0.0', '1.1.0', 'downgrade', 'BadRequest'],
  ['1.0.0', '1.1.0', undefined, undefined],
  ['main-abc', '1.1.0', 'downgrade', undefined],
] as const)('from %s to %s, meant as %s: %s', (from, to, asked, code) => {
  expect(refuseDirection(from, to, asked)?.code).toBe(code);
});
