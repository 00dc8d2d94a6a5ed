import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkRecurrence } from '../../../core/domain/check-recurrence.ts';
import { type Recurrence, spanAt } from '../../../core/domain/recurrence.ts';
import { Refused } from '../../../core/domain/refused.ts';

const NOW = Date.parse('2026-11-20T10:00:00Z');
const aRecurrence = (change: Partial<Recurrence> = {}): Recurrence => ({
  dtstart: '2026-12-24T18:00',
  timeZone: 'Europe/Berlin',
  duration: 'P3D',
  ...change,
});

test.each<Partial<Recurrence>>([
  {},
  { dtstart: '2026-12-24T18:00:30' },
  { rrule: 'FREQ=YEARLY' },
  { duration: 'PT90M', rrule: 'FREQ=WEEKLY;BYDAY=FR;BYHOUR=15;BYMINUTE=30' },
  { dtstart: '2020-01-04T00:00', duration: 'P1D', rrule: 'FREQ=WEEKLY;BYDAY=SA,SU' },
  { duration: 'P1W', rrule: 'FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR' },
  { duration: 'PT1H', rrule: 'FREQ=DAILY;UNTIL=20270101T000000Z' },
  { duration: 'P1DT12H', rrule: 'FREQ=DAILY;INTERVAL=2' },
  { timeZone: 'UTC' },
])('%o is taken', (change) => {
  expect(() => checkRecurrence(aRecurrence(change), NOW)).not.toThrow();
});

test.each<[string, Partial<Recurrence>, string, RegExp]>([
  ['no duration', { duration: '' }, 'duration', /PT4H/],
  ['a duration without a number', { duration: 'PT' }, 'duration', /PT4H/],
  ['a duration of other settings', { duration: '4h' }, 'duration', /"4h".*PT4H/],
  ['a duration of nothing', { duration: 'PT0H' }, 'duration', /no time/],
  ['a negative duration', { duration: '-PT4H' }, 'duration', /PT4H/],
  ['a duration that never ends', { duration: 'P999W' }, 'duration', /longer than a year/],
  ['no start', { dtstart: '' }, 'dtstart', /2026-12-24T18:00/],
  ['a start with an offset', { dtstart: '2026-12-24T18:00+01:00' }, 'dtstart', /without offset/],
  ['a day that does not exist', { dtstart: '2026-02-30T18:00' }, 'dtstart', /30/],
  ['an hour that does not exist', { dtstart: '2027-03-28T02:30' }, 'dtstart', /clocks/],
  ['a time that is over', { dtstart: '2026-01-01T00:00', duration: 'PT1H' }, 'dtstart', /over already/],
  ['a time zone that does not exist', { timeZone: 'Europe/Nowhere' }, 'timeZone', /zone/i],
  ['a time zone with a line break', { timeZone: 'UTC:20260101T000000\nRRULE' }, 'timeZone', /Europe\/Berlin/],
  ['a rule with a line break', { rrule: 'FREQ=DAILY\nRDATE:20260101' }, 'rrule', /no rule/],
  ['a rule that is none', { rrule: 'every friday' }, 'rrule', /FREQ=WEEKLY/],
  ['a rule without FREQ', { rrule: 'BYDAY=FR' }, 'rrule', /FREQ must be/],
  ['a rule of seconds', { rrule: 'FREQ=SECONDLY' }, 'rrule', /FREQ must be/],
  ['a part that nobody knows', { rrule: 'FREQ=DAILY;COLOUR=RED' }, 'rrule', /COLOUR/],
  ['a part without sense', { rrule: 'FREQ=DAILY;INTERVAL=0' }, 'rrule', /interval/],
  ['a day of the week that does not exist', { rrule: 'FREQ=WEEKLY;BYDAY=XX' }, 'rrule', /XX|BYDAY|day/i],
  ['a count without end', { rrule: 'FREQ=DAILY;COUNT=1000000' }, 'rrule', /COUNT/],
  ['an end in local time', { rrule: 'FREQ=DAILY;UNTIL=20270101T000000', duration: 'PT1H' }, 'rrule', /UTC/],
  ['a rule that matches no day', { rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }, 'rrule', /iterations|no time/],
  ['one that overlaps itself', { duration: 'P8D', rrule: 'FREQ=WEEKLY' }, 'duration', /overlaps/],
  ['one that overlaps itself when clocks change', { duration: 'PT24H', rrule: 'FREQ=DAILY' }, 'duration', /overlaps/],
  ['one that covers all time', { duration: 'P1D', rrule: 'FREQ=DAILY' }, 'duration', /all time/],
])('%s is refused by the name of the field', (_, change, field, says) => {
  const refused = refusalOf(() => checkRecurrence(aRecurrence(change), NOW));
  expect(refused).toMatchObject({ code: 'BadRequest', details: { fields: [{ field }] } });
  expect(refused?.message).toMatch(new RegExp(`^${field}: `));
  expect(refused?.message).toMatch(says);
});

test('whatever is sent is taken or refused, and what is taken lets go within three years', () => {
  const parts = fc.constantFrom('FREQ=DAILY', 'FREQ=HOURLY', 'FREQ=WEEKLY', 'BYDAY=MO,TU', 'BYHOUR=1,2', 'INTERVAL=2');
  const rules = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.uniqueArray(parts, { minLength: 1 }).map((some) => some.join(';')),
  );
  const recurrences = fc.record({
    dtstart: fc.oneof(fc.constantFrom('2026-12-24T18:00', '2026-03-28T02:30'), fc.string({ maxLength: 20 })),
    timeZone: fc.oneof(fc.constantFrom('UTC', 'Europe/Berlin'), fc.string({ maxLength: 20 })),
    duration: fc.oneof(fc.constantFrom('PT1H', 'P1D', 'PT24H', 'P1W'), fc.string({ maxLength: 8 })),
    rrule: rules,
  });
  fc.assert(
    fc.property(recurrences, (recurrence) => {
      if (refusalOf(() => checkRecurrence(recurrence, NOW)) !== undefined) return;
      const start = NOW + 60 * 86_400_000;
      const covered = spanAt(recurrence, start)?.to ?? start;
      expect(covered - start).toBeLessThan(3 * 366 * 86_400_000);
      expect(spanAt(recurrence, covered)).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});

/** What is thrown and is no refusal goes through: it would be a crash. */
function refusalOf(run: () => void): Refused | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}
