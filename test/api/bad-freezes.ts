import type { BadBody } from './bad-bodies.ts';

/** A good body of `POST /v1/freezes`. */
export const FREEZE = {
  environment: 'staging',
  name: 'christmas',
  reason: 'nobody is there',
  dtstart: '2036-12-24T18:00',
  timeZone: 'Europe/Berlin',
  duration: 'P3D',
};

export const BAD_FREEZES: readonly BadBody[] = [
  ['no environment', { environment: undefined }, 'environment'],
  ['an environment with a slash', { environment: 'staging/api' }, 'environment'],
  ['no name', { name: undefined }, 'name'],
  ['a name with a dot', { name: 'a.b' }, 'name'],
  ['no reason', { reason: undefined }, 'reason'],
  ['no start', { dtstart: undefined }, 'dtstart'],
  ['a start with an offset', { dtstart: '2036-12-24T18:00Z' }, 'dtstart'],
  ['a time that is over', { dtstart: '2020-12-24T18:00' }, 'dtstart'],
  ['an hour that clocks leave out', { dtstart: '2036-03-30T02:30' }, 'dtstart'],
  ['a time zone that does not exist', { timeZone: 'Mars/Phobos' }, 'timeZone'],
  ['no time zone', { timeZone: undefined }, 'timeZone'],
  ['no duration', { duration: undefined }, 'duration'],
  ['a duration as in settings', { duration: '3d' }, 'duration'],
  ['a duration of nothing', { duration: 'PT0M' }, 'duration'],
  ['a duration that never ends', { duration: 'P999W' }, 'duration'],
  ['a duration that covers all time', { rrule: 'FREQ=DAILY', duration: 'P1D' }, 'duration'],
  ['one that overlaps itself', { rrule: 'FREQ=DAILY' }, 'duration'],
  ['a rule that is none', { rrule: 'every christmas' }, 'rrule'],
  ['a rule without end of its own text', { rrule: `FREQ=DAILY;BYHOUR=${'1,'.repeat(200)}1` }, 'rrule'],
  ['a rule that matches no day', { rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }, 'rrule'],
  ['an unknown field', { ends: 'never' }, 'ends'],
];
