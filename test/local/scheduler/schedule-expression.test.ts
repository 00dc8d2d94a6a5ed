import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Schedule, scheduleOf } from '../../../local/scheduler/schedule-expression.ts';
import { instantOf, wallTimeAt } from '../../../local/scheduler/zone-time.ts';

const NOW = Date.parse('2026-11-20T10:00:00Z');

function cronOf(expression: string, zone = 'UTC'): Extract<Schedule, { kind: 'cron' }> {
  const schedule = scheduleOf(expression, zone);
  if (schedule?.kind !== 'cron') throw new Error(`${expression} is no cron`);
  return schedule;
}

function nextText(expression: string, after: string, zone?: string): string | undefined {
  const next = cronOf(expression, zone).next(Date.parse(after));
  return next === undefined ? undefined : new Date(next).toISOString().slice(0, 16);
}

test.each([
  ['cron(0 10 * * ? *)', '2026-11-21T10:00'],
  ['cron(0 18 ? * MON-FRI *)', '2026-11-20T18:00'],
  ['cron(0/15 * * * ? *)', '2026-11-20T10:15'],
  ['cron(5,35 14 * * ? *)', '2026-11-20T14:05'],
  ['cron(0 8 1 * ? *)', '2026-12-01T08:00'],
  ['cron(0 8 L * ? *)', '2026-11-30T08:00'],
  ['cron(0 9 LW * ? *)', '2026-11-30T09:00'],
  ['cron(0 9 1W JAN ? 2028)', '2028-01-03T09:00'],
  ['cron(0 9 31W JAN ? 2027)', '2027-01-29T09:00'],
  ['cron(0 2 ? * SAT#3 *)', '2026-11-21T02:00'],
  ['cron(15 10 ? * 6L *)', '2026-11-27T10:15'],
  ['cron(0 12 29 2 ? *)', '2028-02-29T12:00'],
  ['cron(0-15/1 8-8 ? * 2,3,4,5,6,7 *)', '2026-11-21T08:00'],
  ['cron(0/5 5 ? JAN 1-5 2022)', undefined],
])('%s is due next at %s', (expression, due) => {
  expect(nextText(expression, '2026-11-20T10:00:00Z')).toBe(due);
});

test.each([
  ...['cron(0 1 * * * *)', 'cron(7 20 * * NOT *)', 'cron(INVALID)', 'cron(0 dummy ? * MON-FRI *)'],
  ...['cron(71 8 1 * ? *)', 'cron()', 'cron(0 8 1 * ? * *)', 'cron(5-1 8 1 * ? *)', 'cron(*/0 8 1 * ? *)'],
  ...['rate(10 seconds)', 'rate(10 years)', 'rate()', 'rate(10)', 'rate(10 minutess)', 'rate(foo minutes)'],
  ...['rate(0 minutes)', 'rate(-10 minutes)', 'rate( 10 minutes )', ' rate(10 minutes)'],
  ...['at(2021-12-31T23:59:59Z)', 'at(2021-12-31)', 'at(2026-02-30T00:00:00)', 'at(2026-13-01T00:00:00)'],
])('%s is refused', (expression) => {
  expect(scheduleOf(expression, 'UTC')).toBeUndefined();
});

test('a rate has minutes, hours and days', () => {
  expect(scheduleOf('rate(5 minutes)', 'UTC')).toEqual({ kind: 'rate', every: 300_000 });
  expect(scheduleOf('rate(1 hour)', 'UTC')).toEqual({ kind: 'rate', every: 3_600_000 });
  expect(scheduleOf('rate(2 days)', 'UTC')).toEqual({ kind: 'rate', every: 172_800_000 });
});

test('at() is read in its time zone, in the past too', () => {
  expect(scheduleOf('at(2022-12-31T23:59:59)', 'UTC')).toEqual({ kind: 'at', at: Date.parse('2022-12-31T23:59:59Z') });
  const berlin = scheduleOf('at(2026-07-01T12:00:00)', 'Europe/Berlin');
  expect(berlin).toEqual({ kind: 'at', at: Date.parse('2026-07-01T10:00:00Z') });
});

test('an hour that the summer skips is skipped, and one that the winter repeats comes once', () => {
  const daily = 'cron(30 2 * * ? *)';
  expect(nextText(daily, '2026-03-28T12:00:00Z', 'Europe/Berlin')).toBe('2026-03-30T00:30');
  expect(nextText(daily, '2026-10-24T12:00:00Z', 'Europe/Berlin')).toBe('2026-10-25T00:30');
  expect(nextText(daily, '2026-10-25T00:30:00Z', 'Europe/Berlin')).toBe('2026-10-26T01:30');
});

test('the next instant always comes later, shows the fields, and nothing before it does', () => {
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata');
  const minute = fc.integer({ min: 0, max: 59 });
  const hour = fc.integer({ min: 0, max: 23 });
  const after = fc.integer({ min: NOW, max: NOW + 400 * 86_400_000 });
  fc.assert(
    fc.property(zones, minute, hour, after, (zone, m, h, from) => {
      const next = cronOf(`cron(${m} ${h} * * ? *)`, zone).next(from) ?? 0;
      expect(next).toBeGreaterThan(from);
      expect(wallTimeAt(next, zone)).toMatchObject({ hour: h, minute: m, second: 0 });
      expect(next - from).toBeLessThanOrEqual(49 * 3_600_000);
      expect(cronOf(`cron(${m} ${h} * * ? *)`, zone).next(next - 1)).toBe(next);
    }),
    { numRuns: 60 },
  );
});

test('a wall time and its instant are always the same moment', () => {
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe');
  fc.assert(
    fc.property(zones, fc.integer({ min: 0, max: 2_000_000_000 }), (zone, seconds) => {
      const wall = wallTimeAt(seconds * 1_000, zone);
      const instant = instantOf(wall, zone) ?? Number.NaN;
      expect(wallTimeAt(instant, zone)).toEqual(wall);
      expect(instant).toBeLessThanOrEqual(seconds * 1_000);
    }),
    { numRuns: 60 },
  );
});
