const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long something lasts, as people say it: 30 s, 5 min, about 8 min, about 3 h. */
export function lasting(seconds: number): string {
  const { count, unit } = inUnit(seconds);
  const round = Math.round(count);
  return `${round === count ? '' : 'about '}${round} ${unit}`;
}

/** How long something may last: rounded up, because it is never longer. */
export function atMost(seconds: number): string {
  const { count, unit } = inUnit(seconds);
  return `at most ${Math.ceil(count)} ${unit}`;
}

/** The unit in which rounding takes little away. */
function inUnit(seconds: number): { readonly count: number; readonly unit: string } {
  if (seconds < 2 * MINUTE && seconds !== MINUTE) return { count: seconds, unit: 's' };
  if (seconds < 2 * HOUR && seconds !== HOUR) return { count: seconds / MINUTE, unit: 'min' };
  return seconds < 2 * DAY ? { count: seconds / HOUR, unit: 'h' } : { count: seconds / DAY, unit: 'days' };
}
