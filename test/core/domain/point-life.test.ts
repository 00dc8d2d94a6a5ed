import { expect, test } from 'vitest';
import { statusOf, wentBackTo } from '../../../core/domain/point-life.ts';
import { aDeployment, aLive, aPoint, SERVICE } from '../../builders.ts';

test.each([
  ['deploy', 'SUCCEEDED', undefined],
  ['deploy', 'ROLLED_BACK', 'rp-web-own'],
  ['deploy', 'REFUSED', undefined],
  ['deploy', 'STUCK', undefined],
  ['rollback', 'SUCCEEDED', 'rp-target'],
  ['rollback', 'REFUSED', undefined],
  ['rollback', 'STUCK', undefined],
] as const)('after a %s that ended %s, gone back to is %s', (kind, verdict, point) => {
  const target = kind === 'rollback' ? { target: 'rp-target' } : {};
  expect(wentBackTo(aDeployment({ id: 'web-own', kind, verdict, ...target }))).toBe(point);
});

test('a point is active while its deployment is under way, and completed when that is over', () => {
  const live = aLive(aDeployment());
  expect(statusOf(aPoint(), { service: SERVICE, live })).toBe('active');
  expect(statusOf(aPoint(), { service: SERVICE })).toBe('completed');
  expect(statusOf(aPoint({ deployment: aDeployment({ id: 'web-before' }).id }), { service: SERVICE, live })).toBe(
    'completed',
  );
});

test('a point by hand stays as it was made until a way back goes to it', () => {
  const { deployment: _, ...byHand } = aPoint();
  expect(statusOf(byHand, { service: SERVICE })).toBe('created');
  expect(statusOf({ ...byHand, status: 'rolled-back' }, { service: SERVICE })).toBe('rolled-back');
  expect(statusOf(aPoint({ status: 'expired' }), { service: SERVICE })).toBe('expired');
});
