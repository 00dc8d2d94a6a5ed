import { type FieldRange, fieldValue, fieldValues } from './cron-field.ts';

/** Whether a day of a month is meant. `month` is 1 to 12. */
export type DayTest = (year: number, month: number, day: number) => boolean;

const WEEKDAYS: FieldRange = { least: 1, most: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] };
const MONTH_DAYS: FieldRange = { least: 1, most: 31 };

/** Reads the day-of-month and day-of-week fields, one of which must be `?`. `undefined` when they are malformed. */
export function dayTest(ofMonth: string, ofWeek: string): DayTest | undefined {
  if ((ofMonth === '?') === (ofWeek === '?')) return undefined;
  return ofWeek === '?' ? dayOfMonth(ofMonth) : dayOfWeek(ofWeek);
}

function dayOfMonth(text: string): DayTest | undefined {
  if (text === 'L') return (year, month, day) => day === lastDay(year, month);
  const [, nearest] = /^(\d+|L)W$/.exec(text) ?? [];
  if (nearest !== undefined) {
    if (nearest !== 'L' && fieldValue(nearest, MONTH_DAYS) === undefined) return undefined;
    return (year, month, day) =>
      day === nearestWorkday(year, month, nearest === 'L' ? lastDay(year, month) : Number(nearest));
  }
  const days = fieldValues(text, MONTH_DAYS);
  return days && ((_year, _month, day) => days.has(day));
}

function dayOfWeek(text: string): DayTest | undefined {
  const [, last] = /^(\w+)L$/i.exec(text) ?? [];
  if (last !== undefined) {
    const wanted = fieldValue(last, WEEKDAYS);
    return wanted === undefined
      ? undefined
      : (year, month, day) => weekday(year, month, day) === wanted && day + 7 > lastDay(year, month);
  }
  const [, name, ordinal] = /^(\w+)#([1-5])$/.exec(text) ?? [];
  if (name !== undefined) {
    const wanted = fieldValue(name, WEEKDAYS);
    return wanted === undefined
      ? undefined
      : (year, month, day) => weekday(year, month, day) === wanted && Math.ceil(day / 7) === Number(ordinal);
  }
  const days = fieldValues(text === 'L' ? 'SAT' : text, WEEKDAYS);
  return days && ((year, month, day) => days.has(weekday(year, month, day)));
}

/** How many days a month has. */
export function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** 1 is Sunday, as in AWS's cron. */
function weekday(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

/** The workday that is nearest to a day, within its month. */
function nearestWorkday(year: number, month: number, day: number): number {
  const last = lastDay(year, month);
  const target = Math.min(day, last);
  const which = weekday(year, month, target);
  if (which === 7) return target === 1 ? 3 : target - 1;
  if (which === 1) return target === last ? target - 2 : target + 1;
  return target;
}
