import { existsInZone, firstSpans, nextSpan, partsOfDuration, type Recurrence, spanAt } from './recurrence.ts';
import { Refused } from './refused.ts';

const DTSTART = /^20\d{2}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;
const ZONE = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/;
const RULE = /^[A-Z]+=[A-Z0-9,+-]+(;[A-Z]+=[A-Z0-9,+-]+)*$/;
/** Parts that RFC 5545 has. Seconds and minutes are left out: nobody freezes by them, and a year of them is half a million. */
const PARTS = 'FREQ INTERVAL COUNT UNTIL BYDAY BYMONTH BYMONTHDAY BYYEARDAY BYWEEKNO BYHOUR BYMINUTE BYSETPOS WKST';
const FREQUENCIES = ['HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
const MOST_TIMES = 1000;
const LONGEST_DAYS = 366;

/**
 * Refuses, with the field's name, what is no recurrence, and one that would never let go: without end, over all time, or over itself.
 * `now` is in milliseconds since 1970.
 */
export function checkRecurrence(recurrence: Recurrence, now: number): void {
  checkDuration(recurrence.duration);
  checkRule(recurrence.rrule);
  checkStart(recurrence);
  checkSpans(recurrence, now);
}

function checkDuration(duration: string): void {
  const parts = partsOfDuration(duration);
  if (parts === undefined) refuse('duration', `"${duration}" is no duration. Write one such as PT4H, P3D or P1W`);
  const days = parts.days + parts.hours / 24 + parts.minutes / 1440;
  if (days === 0) refuse('duration', `"${duration}" lasts no time. Write one such as PT4H`);
  if (days > LONGEST_DAYS) refuse('duration', `"${duration}" is longer than a year. Repeat a shorter one with rrule`);
}

function checkRule(rrule: string | undefined): void {
  if (rrule === undefined) return;
  if (!RULE.test(rrule)) refuse('rrule', `"${rrule}" is no rule. Write one such as FREQ=WEEKLY;BYDAY=FR`);
  const parts = new Map(rrule.split(';').map((part) => [part.slice(0, part.indexOf('=')), part.split('=')[1] ?? '']));
  const unknown = [...parts.keys()].find((name) => !PARTS.split(' ').includes(name));
  if (unknown !== undefined) refuse('rrule', `${unknown} is no part that Belay knows. It knows ${PARTS}`);
  if (!FREQUENCIES.includes(parts.get('FREQ') ?? '')) refuse('rrule', `FREQ must be one of ${FREQUENCIES.join(', ')}`);
  if (Number(parts.get('COUNT') ?? 1) > MOST_TIMES) refuse('rrule', `COUNT is ${MOST_TIMES} at most. Use UNTIL`);
}

function checkStart({ dtstart, timeZone, duration }: Recurrence): void {
  if (!ZONE.test(timeZone)) refuse('timeZone', `"${timeZone}" is no time zone. Write one such as Europe/Berlin`);
  if (!DTSTART.test(dtstart))
    refuse('dtstart', `"${dtstart}" is no local time. Write one such as 2026-12-24T18:00, without offset`);
  // Each by itself, so that the field is named that is wrong.
  attempt('timeZone', () => firstSpans({ dtstart: '2026-01-01T00:00', timeZone, duration }, 1));
  if (!attempt('dtstart', () => existsInZone({ dtstart, timeZone, duration })))
    refuse('dtstart', `${dtstart} does not exist in ${timeZone}: clocks are put forward then. Choose another time`);
}

function checkSpans(recurrence: Recurrence, now: number): void {
  const spans = attempt('rrule', () => firstSpans(recurrence, MOST_TIMES));
  if (spans.length === 0) refuse('rrule', 'it matches no time at all. Give another');
  const gaps = spans.slice(1).map(({ from }, index) => from - (spans[index]?.to ?? from));
  if (gaps.some((gap) => gap < 0))
    refuse(
      'duration',
      `${recurrence.duration} is longer than the time to the next one, so that it overlaps itself. Make it shorter`,
    );
  if (spans.length === MOST_TIMES && gaps.every((gap) => gap === 0))
    refuse('duration', 'one begins when the other ends: it would cover all time and never let go. Leave a gap');
  if (spanAt(recurrence, now) === undefined && nextSpan(recurrence, now) === undefined)
    refuse('dtstart', 'it is over already. Give a time to come');
}

function attempt<Value>(field: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    return refuse(field, error instanceof Error ? error.message : String(error));
  }
}

function refuse(field: string, what: string): never {
  throw new Refused('BadRequest', `${field}: ${what.replace(/\.$/, '')}.`, { fields: [{ field, message: what }] });
}
