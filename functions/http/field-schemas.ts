import * as z from 'zod';

/** What the HTTPS API takes. A field that is not named here is refused: a misspelt setting must not be dropped in silence. */

/** One part of a name. */
export const Name = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_-]{0,99}$/, 'letters, digits, - and _, at most 100');
/** `environment/service`, parsed later: what is wrong is said better there. */
export const Service = z.string().max(201);
export const Reason = z.string().min(1).max(500);
/** A reason where none need be given. */
export const ReasonOrNone = Reason.default('asked for');
/** RFC 3339 with an offset: a time that is the same wherever it is read. */
export const Time = z.iso.datetime({
  offset: true,
  error: 'a time with its offset, such as 2026-12-01T02:00:00+01:00',
});

export const Repository = z
  .string()
  .regex(/^[a-z0-9]+(?:[._/-][a-z0-9]+)*$/, 'an ECR repository name')
  .max(256);

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `90s`, `5m`, `24h`: a bare number is refused, because nobody can see its unit. Gives seconds, `days` at most. */
export function duration(days: number) {
  return z
    .string()
    .regex(/^\d{1,6}[smhd]$/, 'a duration such as 90s, 5m, 24h')
    .transform((text) => Number(text.slice(0, -1)) * (SECONDS[text.slice(-1)] ?? 1))
    .refine((seconds) => seconds <= days * 86_400, days === 1 ? 'at most 24h' : `at most ${days}d`);
}

export const IdempotencyKey = z.string().regex(/^[\x21-\x7e]{1,200}$/, 'up to 200 printable characters');
/** In a query: `true` or `false`. */
export const Switch = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');

export const Limit = z.coerce.number().int().min(1).max(100).default(20);
