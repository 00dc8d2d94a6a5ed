import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Asked, judgeBake, judgeBeforeTraffic, type Readings } from '../../../core/domain/judge.ts';

const NAMES = ['a', 'b'];
const reading = fc.record({
  name: fc.constantFrom(...NAMES),
  state: fc.constantFrom('OK' as const, 'ALARM' as const, 'INSUFFICIENT_DATA' as const),
  reason: fc.string(),
  since: fc.constant('2026-11-20T10:00:00.000Z'),
});
const readings: fc.Arbitrary<Readings> = fc.record({
  alarms: fc.uniqueArray(reading, { selector: ({ name }) => name }),
  failedChecks: fc.array(fc.string({ minLength: 1 }), { maxLength: 2 }),
  targets: fc.option(fc.record({ healthy: fc.nat(3), registered: fc.nat(3) }), { nil: undefined }),
  requests: fc.nat(20),
  patterns: fc.record({
    tooMany: fc.array(fc.string({ minLength: 1 }), { maxLength: 2 }),
    unread: fc.array(fc.string({ minLength: 1 }), { maxLength: 2 }),
  }),
});
const asked: fc.Arbitrary<Asked> = fc.record({
  alarms: fc.subarray(NAMES),
  minimumRequests: fc.nat(20),
  extensionsLeft: fc.integer({ min: -1, max: 2 }),
  notEnoughData: fc.constantFrom('give-up' as const, 'ask' as const),
  person: fc.option(fc.constant('somebody'), { nil: undefined }),
});
const quiet: Readings = {
  alarms: [],
  failedChecks: [],
  targets: { healthy: 2, registered: 2 },
  requests: 20,
  patterns: { tooMany: [], unread: [] },
};

test('an alarm that fires always goes back, at both gates', () => {
  fc.assert(
    fc.property(readings, asked, (read, wanted) => {
      fc.pre(read.alarms.some(({ state }) => state === 'ALARM'));
      expect(judgeBeforeTraffic(read).next).toBe('back');
      expect(judgeBake(read, wanted).next).toBe('back');
    }),
  );
});

test('no bake ends well without an OK reading of each alarm, the requests that were asked for and the logs that are watched', () => {
  fc.assert(
    fc.property(readings, asked, (read, wanted) => {
      if (wanted.person !== undefined || judgeBake(read, wanted).next !== 'go') return;
      for (const name of wanted.alarms)
        expect(read.alarms).toContainEqual(expect.objectContaining({ name, state: 'OK' }));
      expect(read.requests).toBeGreaterThanOrEqual(wanted.minimumRequests);
      expect(read.patterns.unread).toEqual([]);
    }),
  );
});

test('a bake is repeated only as often as the plan allows', () => {
  fc.assert(
    fc.property(readings, asked, (read, wanted) => {
      if (judgeBake(read, wanted).next === 'again') expect(wanted.extensionsLeft).toBeGreaterThan(0);
    }),
  );
});

test('a failed check, a pattern in its logs or no healthy target always goes back', () => {
  fc.assert(
    fc.property(readings, asked, (read, wanted) => {
      const { failedChecks, patterns, targets } = read;
      fc.pre(failedChecks.length > 0 || patterns.tooMany.length > 0 || targets?.healthy === 0);
      expect(judgeBeforeTraffic(read).next).toBe('back');
      expect(judgeBake(read, wanted).next).toBe('back');
    }),
  );
});

test('every judgement says why', () => {
  fc.assert(
    fc.property(readings, asked, (read, wanted) => {
      expect(judgeBake(read, wanted).because).not.toBe('');
    }),
  );
});

test.each([
  { name: 'all is quiet', read: quiet, next: 'go', because: '20 requests answered' },
  { name: 'too few requests', read: { ...quiet, requests: 3 }, next: 'again', because: '3 of 10 requests' },
  {
    name: 'logs that cannot be read',
    read: { ...quiet, patterns: { tooMany: [], unread: ['there is no log group /ecs/web'] } },
    next: 'again',
    because: 'not enough data: there is no log group /ecs/web',
  },
  { name: 'no load balancer', read: { ...quiet, targets: undefined }, next: 'go', because: 'quiet' },
])('$name: $next', ({ read, next, because }) => {
  const judgement = judgeBake(read, {
    alarms: [],
    minimumRequests: 10,
    extensionsLeft: 1,
    notEnoughData: 'give-up',
    person: undefined,
  });
  expect(judgement).toMatchObject({ next, because: expect.stringContaining(because) });
});

test.each([
  [{ extensionsLeft: 0, notEnoughData: 'ask', person: undefined }, 'wait'],
  [{ extensionsLeft: 0, notEnoughData: 'give-up', person: undefined }, 'back'],
  [{ extensionsLeft: 0, notEnoughData: 'give-up', person: 'somebody' }, 'go'],
] as const)('too few requests, with %o: %s', (asked, next) => {
  expect(judgeBake({ ...quiet, requests: 3 }, { alarms: [], minimumRequests: 10, ...asked }).next).toBe(next);
});
