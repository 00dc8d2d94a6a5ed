import { RRuleTemporal } from 'rrule-temporal';

/** A stretch of time that comes once, or again and again: DTSTART, DURATION and RRULE of iCalendar (RFC 5545). */
export interface Recurrence {
  /** Local time in `timeZone`, without offset: `2026-12-24T18:00`. */
  readonly dtstart: string;
  /** IANA name: `Europe/Berlin`. */
  readonly timeZone: string;
  /** `PT4H`, `P3D`. Days and weeks are days of the calendar: one of them lasts 23 or 25 hours where clocks change. */
  readonly duration: string;
  /** `FREQ=WEEKLY;BYDAY=FR`. Without it the stretch comes once. */
  readonly rrule?: string;
}

/** A stretch of time in milliseconds since 1970. `to` is no longer within. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const DURATION = /^P(?:(\d{1,3})W)?(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?)?$/;
/** Spans that touch are one: Saturday and Sunday are a weekend. A chain is followed no further than this. */
const LONGEST_CHAIN = 1000;

/** The span that `at` lies in, up to where the last span that touches it ends. Throws where the recurrence is none. */
export function spanAt(recurrence: Recurrence, at: number): Span | undefined {
  const rule = ruleOf(recurrence);
  const start = rule.previous(new Date(at), true);
  if (start === null) return undefined;
  const to = endOf(start, recurrence);
  return at < to ? { from: start.epochMilliseconds, to: endOfChain(recurrence, rule, to) } : undefined;
}

/** The first span that begins after `after`. */
export function nextSpan(recurrence: Recurrence, after: number): Span | undefined {
  const start = ruleOf(recurrence).next(new Date(after), false);
  return start === null ? undefined : { from: start.epochMilliseconds, to: endOf(start, recurrence) };
}

/** The last span that was over at `at`. */
export function spanBefore(recurrence: Recurrence, at: number): Span | undefined {
  const start = ruleOf(recurrence).previous(new Date(at), false);
  return start === null ? undefined : { from: start.epochMilliseconds, to: endOf(start, recurrence) };
}

/** The first spans, each by itself, `count` at most. */
export function firstSpans(recurrence: Recurrence, count: number): readonly Span[] {
  return ruleOf(recurrence)
    .all((_, index) => index < count)
    .map((start) => ({ from: start.epochMilliseconds, to: endOf(start, recurrence) }));
}

/** Does its wall clock show `dtstart`? Where clocks are put forward, an hour of that day does not exist. */
export function existsInZone({ dtstart, timeZone, duration }: Recurrence): boolean {
  const [first] = ruleOf({ dtstart, timeZone, duration }).all();
  return first?.toPlainDateTime().toString() === withSeconds(dtstart);
}

/** Calendar days and hours of a duration; `undefined` where the text is none. */
export function partsOfDuration(text: string): { days: number; hours: number; minutes: number } | undefined {
  const match = DURATION.exec(text);
  if (match === null || text.endsWith('P') || text.endsWith('T')) return undefined;
  const [weeks = 0, days = 0, hours = 0, minutes = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return { days: weeks * 7 + days, hours, minutes };
}

type Rule = RRuleTemporal;
type Moment = NonNullable<ReturnType<Rule['next']>>;

function ruleOf({ dtstart, timeZone, rrule = 'FREQ=DAILY;COUNT=1' }: Recurrence): Rule {
  const start = withSeconds(dtstart).replaceAll(/[-:]/g, '');
  return new RRuleTemporal({ rruleString: `DTSTART;TZID=${timeZone}:${start}\nRRULE:${rrule}`, strict: true });
}

function withSeconds(dtstart: string): string {
  return dtstart.length === '2026-12-24T18:00'.length ? `${dtstart}:00` : dtstart;
}

function endOf(start: Moment, { duration }: Recurrence): number {
  return start.add(partsOfDuration(duration) ?? {}).epochMilliseconds;
}

function endOfChain(recurrence: Recurrence, rule: Rule, end: number): number {
  let to = end;
  for (let links = 0; links < LONGEST_CHAIN; links++) {
    const next = rule.next(new Date(to), true);
    if (next === null || next.epochMilliseconds !== to) return to;
    to = endOf(next, recurrence);
  }
  return to;
}
