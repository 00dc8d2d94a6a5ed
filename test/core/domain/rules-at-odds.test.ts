import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Freeze, Window } from '../../../core/domain/environment-rule.ts';
import type { Recurrence } from '../../../core/domain/recurrence.ts';
import { spanAt } from '../../../core/domain/recurrence.ts';
import { type FreezeInTime, inTime, type Times, type WindowInTime } from '../../../core/domain/rule-in-time.ts';
import { freezesOver, notesOnFreeze } from '../../../core/domain/rules-at-odds.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-20T10:00:00Z');
const told = { environment: 'staging', by: 'ann', since: '', reason: 'so' } as const;
const time = (dtstart: string, duration: string, rrule?: string): Recurrence => ({
  dtstart: `2026-${dtstart}`,
  duration,
  timeZone: 'UTC',
  ...(rrule && { rrule }),
});
const freeze = (name: string, when: Recurrence, environment = 'staging'): FreezeInTime => {
  const rule = { ...told, ...when, environment, name, kind: 'freeze' } as const;
  return { ...rule, times: timesOf(rule) };
};
const window = (when: Recurrence, environment = 'staging'): WindowInTime => {
  const rule = { ...told, ...when, environment, name: 'night', kind: 'window' } as const;
  return { ...rule, times: timesOf(rule) };
};

function timesOf(rule: Freeze | Window): Times {
  const asked = inTime(rule);
  if (asked.kind === 'stop-the-line') throw new Error('a stop has no times');
  return asked.times;
}

const FRIDAYS = 'FREQ=WEEKLY;BYDAY=FR';
const LONG = freeze('winter', time('11-01T00:00', 'P120D'));

test.each([
  ['once, in one freeze', window(time('12-01T02:00', 'PT3H')), [LONG], ['winter']],
  [
    'once, in a freeze of all environments',
    window(time('12-01T02:00', 'PT3H')),
    [{ ...LONG, environment: '*' }],
    ['winter'],
  ],
  [
    'once, and over two freezes that touch',
    window(time('12-01T02:00', 'PT4H')),
    [freeze('a', time('12-01T01:00', 'PT3H')), freeze('b', time('12-01T04:00', 'PT3H'))],
    ['a', 'b'],
  ],
  [
    'each week, on the day that is frozen',
    window(time('11-20T09:00', 'PT2H', FRIDAYS)),
    [freeze('friday', time('11-20T00:00', 'P1D', FRIDAYS))],
    ['friday'],
  ],
  [
    'each day, until the freeze is over',
    window(time('11-20T09:00', 'PT2H', 'FREQ=DAILY;COUNT=50')),
    [LONG],
    ['winter'],
  ],
  ['each day, for ever, after the freeze', window(time('11-20T09:00', 'PT2H', 'FREQ=DAILY')), [LONG], undefined],
  [
    'a quarter of an hour longer than the freeze',
    window(time('12-01T02:00', 'PT75M')),
    [freeze('a', time('12-01T02:00', 'PT1H'))],
    undefined,
  ],
  [
    'in a freeze of another environment',
    window(time('12-01T02:00', 'PT3H')),
    [{ ...LONG, environment: 'qa' }],
    undefined,
  ],
  ['in all environments, one of which is frozen', window(time('12-01T02:00', 'PT3H'), '*'), [LONG], undefined],
  ['in no freeze', window(time('12-01T02:00', 'PT3H')), [], undefined],
  ['over already, which is another fault', window(time('10-01T02:00', 'PT3H')), [LONG], undefined],
])('a window that opens %s', (_, opens, freezes, names) => {
  expect(freezesOver(opens, freezes, NOW)?.map(({ name }) => name)).toEqual(names);
});

test('two freezes that overlap are told with the first time at which both hold', () => {
  const daily = freeze('evening', time('11-20T20:00', 'PT4H', 'FREQ=DAILY'));
  const once = freeze('sale', time('11-25T22:00', 'P1D'), '*');
  expect(notesOnFreeze(once, [daily], NOW)).toEqual([
    'freeze staging.evening lies over it, first from 2026-11-25T22:00:00.000Z to 2026-11-26T00:00:00.000Z: where one of them ends, the other still holds.',
  ]);
  expect(notesOnFreeze(daily, [once], NOW)).toHaveLength(1);
});

test('a freeze far ahead is found among those of every day before it', () => {
  const daily = freeze('evening', time('11-20T20:00', 'PT4H', 'FREQ=DAILY'));
  const far = freeze('far', { ...time('11-25T21:00', 'PT1H'), dtstart: '2028-11-25T21:00' });
  expect(notesOnFreeze(far, [daily], NOW)).toEqual([expect.stringContaining('first from 2028-11-25T21:00')]);
});

test('freezes that only touch, that are of other environments, or that are put anew are not told', () => {
  const first = freeze('first', time('11-21T00:00', 'P1D'));
  expect(notesOnFreeze(freeze('next', time('11-22T00:00', 'P1D')), [first], NOW)).toEqual([]);
  expect(notesOnFreeze(freeze('other', time('11-21T00:00', 'P1D'), 'qa'), [first], NOW)).toEqual([]);
  expect(notesOnFreeze(first, [{ ...first, duration: 'P2D' }], NOW)).toEqual([]);
});

test('a freeze that shuts a window for good says so; one that was shut before is no news', () => {
  const opens = window(time('12-01T02:00', 'PT3H'));
  expect(notesOnFreeze(LONG, [opens], NOW)).toEqual([
    'window staging.night never opens any more: all its times lie in freezes.',
  ]);
  const again = freeze('again', time('12-01T00:00', 'P1D'));
  expect(notesOnFreeze(again, [opens, LONG], NOW)).toEqual([expect.stringContaining('winter lies over it')]);
});

const stretch = fc.record({ from: fc.integer({ min: 0, max: 60 }), hours: fc.integer({ min: 1, max: 12 }) });
const asTime = ({ from, hours }: { from: number; hours: number }): Recurrence =>
  time(`11-${20 + Math.floor((10 + from) / 24)}T${String((10 + from) % 24).padStart(2, '0')}:00`, `PT${hours}H`);

test('a window is refused where and only where it is frozen at each of its hours', () => {
  fc.assert(
    fc.property(stretch, fc.array(stretch, { maxLength: 4 }), (opens, frozen) => {
      const night = window(asTime(opens));
      const freezes = frozen.map((one, index) => freeze(`f${index}`, asTime(one)));
      const hours = Array.from({ length: opens.hours }, (_, hour) => NOW + (opens.from + hour) * HOUR);
      const shut = hours.every((at) => freezes.some((one) => spanAt(one, at) !== undefined));
      expect(freezesOver(night, freezes, NOW) !== undefined).toBe(shut);
    }),
    { numRuns: 60 },
  );
});
