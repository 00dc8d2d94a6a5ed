import type { Timeouts } from '../core/domain/time-plan.ts';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
const DEFAULTS = { update: '5m', warm: '2m', cold: '10m' };

/** Reads UPDATE_TIMEOUT and ROLLBACK_TIMEOUT. A longer ROLLBACK_TIMEOUT than the default of a cold way back sets that too. */
export function readTimeouts(variables: Readonly<Record<string, string | undefined>>): Timeouts {
  const read = (name: string, otherwise: string): number => parseDuration(name, variables[name] ?? otherwise);
  return {
    update: read('UPDATE_TIMEOUT', DEFAULTS.update),
    warm: read('ROLLBACK_TIMEOUT', DEFAULTS.warm),
    cold: Math.max(read('ROLLBACK_TIMEOUT', DEFAULTS.warm), parseDuration('cold', DEFAULTS.cold)),
  };
}

function parseDuration(name: string, text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  const seconds = Number(count) * (SECONDS[unit] ?? Number.NaN);
  if (seconds > 0 && seconds <= 86_400) return seconds;
  throw new Error(`${name} is "${text}". Give a duration of at most 24h with its unit, such as 90s, 5m or 1h.`);
}
