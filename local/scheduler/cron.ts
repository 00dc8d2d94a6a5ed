import { dayTest, lastDay } from './cron-days.ts';
import { type FieldRange, fieldValues } from './cron-field.ts';
import { instantOf, wallTimeAt } from './zone-time.ts';

const MINUTES: FieldRange = { least: 0, most: 59 };
const HOURS: FieldRange = { least: 0, most: 23 };
const MONTHS: FieldRange = {
  least: 1,
  most: 12,
  names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
};
const YEARS: FieldRange = { least: 1970, most: 2199 };

/** The first instant after another (milliseconds since 1970), `undefined` when there is none any more. */
export type NextInstant = (after: number) => number | undefined;

/** Reads the six fields of AWS's cron for a time zone. `undefined` when they are malformed. */
export function cron(fields: string, zone: string): NextInstant | undefined {
  const [minute = '', hour = '', ofMonth = '', month = '', ofWeek = '', year = '', ...more] = fields.split(/\s+/);
  const minutes = fieldValues(minute, MINUTES);
  const hours = fieldValues(hour, HOURS);
  const isDay = dayTest(ofMonth, ofWeek);
  const months = fieldValues(month, MONTHS);
  const years = fieldValues(year, YEARS);
  if (!minutes || !hours || !isDay || !months || !years || more.length > 0) return undefined;

  const times = [...hours].sort(ascending).flatMap((h) => [...minutes].sort(ascending).map((m) => [h, m] as const));
  return (after) => {
    const start = wallTimeAt(after, zone);
    for (let y = start.year; y <= YEARS.most; y++) {
      if (!years.has(y)) continue;
      for (let mo = y === start.year ? start.month : 1; mo <= 12; mo++) {
        if (!months.has(mo)) continue;
        const first = y === start.year && mo === start.month ? start.day : 1;
        for (let day = first; day <= lastDay(y, mo); day++) {
          if (!isDay(y, mo, day)) continue;
          for (const [h, m] of times) {
            const instant = instantOf({ year: y, month: mo, day, hour: h, minute: m, second: 0 }, zone);
            if (instant !== undefined && instant > after) return instant;
          }
        }
      }
    }
    return undefined;
  };
}

function ascending(a: number, b: number): number {
  return a - b;
}
