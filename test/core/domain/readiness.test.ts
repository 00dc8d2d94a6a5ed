import { expect, test } from 'vitest';
import { judgeReadiness, type PointReading } from '../../../core/domain/readiness.ts';
import { aPoint } from '../../builders.ts';

const AT = '2026-11-20T12:00:00.000Z';
const GOOD: PointReading = {
  service: 'ACTIVE',
  imageIsThere: true,
  taskDefinitionIsThere: true,
  secrets: { 'arn:a': 'there' },
};
const judge = (change: Partial<PointReading>) => judgeReadiness(aPoint(), 'web', { ...GOOD, ...change }, AT);

test('a point of which everything is there is ready', () => {
  expect(judge({})).toEqual({ ok: true, because: [], unchecked: [], checkedAt: AT });
});

test.each<[string, Partial<PointReading>, RegExp]>([
  ['the service is gone', { service: undefined }, /staging\/web.*Create/],
  ['the service drains', { service: 'DRAINING' }, /staging\/web.*Create/],
  ['the image is gone', { imageIsThere: false }, /1\.0\.0 \(sha256:.*gone from web\. Push/],
  [
    'the task definition was deleted',
    { taskDefinitionIsThere: false },
    /task-definition\/web:1 was deleted.*belay deploy/,
  ],
  ['a secret is gone', { secrets: { 'arn:a': 'there', 'arn:b': 'gone' } }, /arn:b is gone\. Restore/],
])('%s: it is red, and says so', (_, change, says) => {
  expect(judge(change)).toMatchObject({ ok: false, because: [expect.stringMatching(says)] });
});

test('what cannot be looked at is named, and counts neither way', () => {
  expect(judge({ secrets: { '/app/key': 'unseen' } })).toMatchObject({ ok: true, unchecked: ['/app/key'] });
});

test('all that is wrong is told at once', () => {
  const nothing = { service: undefined, imageIsThere: false, taskDefinitionIsThere: false, secrets: {} };
  expect(judge(nothing).because).toHaveLength(3);
});
