import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countPattern, mostInAMinute } from '../../../core/domain/pattern-count.ts';

const watched = { container: 'web', group: '/ecs/web', prefix: 'web/web/', pattern: 'ERROR', perMinute: 1 };
const tasks = [
  { task: 'new', taskDefinition: 'web:2' },
  { task: 'old', taskDefinition: 'web:1' },
];
const line = (at: number, task = 'new', text = 'ERROR no database') => ({ at, stream: `web/web/${task}`, text });

test.each([
  { name: 'no line at all', times: [], most: 0 },
  { name: 'one line', times: [5], most: 1 },
  { name: 'lines that come late and in no order', times: [59_999, 0, 30_000], most: 3 },
  { name: 'lines a minute apart', times: [0, 60_000, 120_000], most: 1 },
  { name: 'a burst across the turn of a minute', times: [0, 59_000, 61_000, 62_000, 200_000], most: 3 },
])('of $name, at most $most come within a minute', ({ times, most }) => {
  expect(mostInAMinute(times.map((at) => ({ at })))).toBe(most);
});

test('as many lines as are borne are borne, and one more is told with the last line, without its secrets', () => {
  expect(countPattern(watched, [line(0), line(60_000)], tasks, 'web:2')).toBeUndefined();
  const lines = [line(1, 'new', 'ERROR login failed,\n  password=hunter2 '), line(0)];
  expect(countPattern(watched, lines, tasks, 'web:2')).toBe(
    'container web wrote ERROR 2 times within a minute, more than 1: ERROR login failed, password=***',
  );
  expect(countPattern({ ...watched, perMinute: 0 }, [line(0)], tasks, 'web:2')).toMatch(
    /wrote ERROR once, more than 0/,
  );
});

test('what old tasks write never counts, nor what tasks wrote that ECS has forgotten', () => {
  const old = fc.array(fc.record({ at: fc.nat(300_000), task: fc.constantFrom('old', 'forgotten', '') }));
  const fresh = fc.array(fc.nat(300_000));
  fc.assert(
    fc.property(old, fresh, fc.nat(3), (others, times, perMinute) => {
      const ours = times.map((at) => line(at));
      const all = [...others.map(({ at, task }) => line(at, task, 'ERROR of before')), ...ours];
      const count = (lines: typeof all) => countPattern({ ...watched, perMinute }, lines, tasks, 'web:2');
      expect(count(all)).toBe(count(ours));
    }),
  );
});

test('before a task definition is known nothing counts', () => {
  expect(countPattern(watched, [line(0), line(1)], [], undefined)).toBeUndefined();
});
