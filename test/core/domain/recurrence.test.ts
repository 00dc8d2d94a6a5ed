import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstSpans, nextSpan, type Recurrence, spanAt, spanBefore } from '../../../core/domain/recurrence.ts';

const HOUR = 3_600_000;
const at = (time: string): number => Date.parse(time);
const nightly = (change: Partial<Recurrence> = {}): Recurrence => ({
  dtstart: '2026-01-01T22:00',
  timeZone: 'Europe/Berlin',
  duration: 'PT8H',
  rrule: 'FREQ=DAILY',
  ...change,
});

test('what comes once is there from its start until its end, and not at the end itself', () => {
  const once: Recurrence = { dtstart: '2026-12-24T18:00', timeZone: 'Europe/Berlin', duration: 'P3D' };
  const span = { from: at('2026-12-24T17:00:00Z'), to: at('2026-12-27T17:00:00Z') };
  expect(spanAt(once, span.from)).toEqual(span);
  expect(spanAt(once, span.to - 1)).toEqual(span);
  for (const outside of [span.from - 1, span.to]) expect(spanAt(once, outside)).toBeUndefined();
  expect(nextSpan(once, span.from - 1)).toEqual(span);
  expect(nextSpan(once, span.from)).toBeUndefined();
  expect(spanBefore(once, span.to)).toEqual(span);
});

test('a Saturday and a Sunday are one weekend', () => {
  const weekend = nightly({ dtstart: '2026-01-03T00:00', duration: 'P1D', rrule: 'FREQ=WEEKLY;BYDAY=SA,SU' });
  expect(spanAt(weekend, at('2026-11-21T12:00:00Z'))?.to).toBe(at('2026-11-22T23:00:00Z'));
});

test.each([
  ['clocks go back', '2026-10-24T22:00:00+02:00', 9],
  ['clocks go forward', '2026-03-28T22:00:00+01:00', 7],
  ['nothing happens', '2026-06-01T22:00:00+02:00', 8],
])('in a night in which %s, a night of the calendar ends at six by the clock', (_, start, hours) => {
  const night = nightly({ dtstart: '2026-01-01T22:00', duration: 'P1D', rrule: 'FREQ=WEEKLY;BYDAY=SA,MO' });
  const span = spanAt(night, at(start));
  expect(span?.from).toBe(at(start));
  expect((span?.to ?? 0) - at(start)).toBe((hours + 16) * HOUR);
});

test('a day on which clocks leave that time out is left out, as RFC 5545 has it', () => {
  const early = nightly({ dtstart: '2026-03-28T02:30', duration: 'PT1H', rrule: 'FREQ=DAILY;COUNT=3' });
  expect(firstSpans(early, 3).map(({ from }) => new Date(from).toISOString())).toEqual([
    '2026-03-28T01:30:00.000Z',
    '2026-03-30T00:30:00.000Z',
    '2026-03-31T00:30:00.000Z',
  ]);
});

const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC');
/** Two years, with every change of clocks in them. */
const moments = fc.integer({ min: at('2026-01-04T00:00:00Z'), max: at('2028-01-01T00:00:00Z') });
const two = (number: number): string => String(number).padStart(2, '0');
const recurrences = fc
  .record({ zone: zones, hour: fc.nat(23), minute: fc.nat(59), hours: fc.integer({ min: 1, max: 22 }) })
  .map(({ zone, hour, minute, hours }) =>
    nightly({ timeZone: zone, dtstart: `2026-01-01T${two(hour)}:${two(minute)}`, duration: `PT${hours}H` }),
  );

test('whatever the zone and the season: within a span lies its moment, it lasts as long as it says, and what is over is over', () => {
  fc.assert(
    fc.property(recurrences, moments, (recurrence, moment) => {
      const span = spanAt(recurrence, moment);
      const hours = Number(recurrence.duration.slice(2, -1));
      if (span === undefined) {
        expect(nextSpan(recurrence, moment)?.from).toBeGreaterThan(moment);
        expect(spanBefore(recurrence, moment)?.to).toBeLessThanOrEqual(moment);
        return;
      }
      expect(span.from).toBeLessThanOrEqual(moment);
      expect(span.to).toBeGreaterThan(moment);
      expect(span.to - span.from).toBe(hours * HOUR);
    }),
    { numRuns: 300 },
  );
});

test('it begins at the same time by the clock, in summer and in winter', () => {
  fc.assert(
    fc.property(recurrences, moments, (recurrence, moment) => {
      const from = nextSpan(recurrence, moment)?.from ?? 0;
      const clock = new Intl.DateTimeFormat('en-GB', { timeZone: recurrence.timeZone, timeStyle: 'short' });
      expect(clock.format(from)).toBe(recurrence.dtstart.slice(11, 16));
    }),
    { numRuns: 300 },
  );
});
