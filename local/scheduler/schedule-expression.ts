import { cron, type NextInstant } from './cron.ts';
import { instantOf } from './zone-time.ts';

/** When something is due. All times are milliseconds since 1970. */
export type Schedule =
  | { readonly kind: 'at'; readonly at: number }
  | { readonly kind: 'rate'; readonly every: number }
  | { readonly kind: 'cron'; readonly next: NextInstant };

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Reads `at(yyyy-mm-ddThh:mm:ss)`, `rate(5 minutes)` or `cron(…)`. `undefined` when AWS would not take it. */
export function scheduleOf(expression: string, zone: string): Schedule | undefined {
  const [, kind, body = ''] = /^(at|rate|cron)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'at') {
    const at = instantAt(body, zone);
    return at === undefined ? undefined : { kind, at };
  }
  if (kind === 'rate') {
    const [, amount, unit = ''] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(body) ?? [];
    return amount === undefined ? undefined : { kind, every: Number(amount) * (UNITS[unit] ?? 0) };
  }
  const next = kind === 'cron' ? cron(body, zone) : undefined;
  return next && { kind: 'cron', next };
}

function instantAt(text: string, zone: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(text);
  const asUtc = new Date(`${text}Z`);
  // JavaScript takes 30 February for 2 March.
  if (match === null || Number.isNaN(asUtc.getTime()) || !asUtc.toISOString().startsWith(text)) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  return instantOf({ year, month, day, hour, minute, second }, zone);
}
