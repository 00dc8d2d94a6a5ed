import * as z from 'zod/mini';

/** What the HTTPS API takes. A field that is not named here is refused: a misspelt setting must not be dropped in silence. */

/** Some text: not none, and `most` characters at most. */
export function text(most: number) {
  return z.string().check(z.minLength(1), z.maxLength(most));
}
/** A whole number within these bounds. */
export function whole(least: number, most: number) {
  return z.int().check(z.minimum(least), z.maximum(most));
}

/** One part of a name. */
export const Name = z
  .string()
  .check(z.regex(/^[a-zA-Z0-9][a-zA-Z0-9_-]{0,99}$/, 'letters, digits, - and _, at most 100'));
/** `environment/service`, parsed later: what is wrong is said better there. */
export const Service = z.string().check(z.maxLength(201));
export const Reason = text(500);
/** A reason where none need be given. */
export const ReasonOrNone = z._default(Reason, 'asked for');
/** RFC 3339 with an offset: a time that is the same wherever it is read. */
export const Time = z.iso.datetime({
  offset: true,
  error: 'a time with its offset, such as 2026-12-01T02:00:00+01:00',
});

/** A share of the traffic. ECS takes tenths of a percent. */
export const Share = z.number().check(
  z.minimum(0.1, 'at least 0.1'),
  z.maximum(100, 'at most 100'),
  z.refine((value) => Number.isInteger(Math.round(value * 1e6) / 1e5), 'in steps of 0.1: ECS takes no finer share'),
);

/** What is wrong with limits of 100 and 100. */
export const STANDSTILL =
  'with a minimumHealthyPercent of 100 too, no task may go and none may come; raise it, or lower the minimum';

export const Repository = z
  .string()
  .check(z.regex(/^[a-z0-9]+(?:[._/-][a-z0-9]+)*$/, 'an ECR repository name'), z.maxLength(256));

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `90s`, `5m`, `24h`: a bare number is refused, because nobody can see its unit. Gives seconds, `days` at most. */
export function duration(days: number) {
  return z
    .pipe(
      z.string().check(z.regex(/^\d{1,6}[smhd]$/, 'a duration such as 90s, 5m, 24h')),
      z.transform((text: string) => Number(text.slice(0, -1)) * (SECONDS[text.slice(-1)] ?? 1)),
    )
    .check(z.refine((seconds) => seconds <= days * 86_400, days === 1 ? 'at most 24h' : `at most ${days}d`));
}

/** How long something may take: nothing comes about within no time. */
export const Allowance = duration(1).check(z.refine((seconds) => seconds >= 60, 'at least 1m'));

export const IdempotencyKey = z.string().check(z.regex(/^[\x21-\x7e]{1,200}$/, 'up to 200 printable characters'));
/** In a query: `true` or `false`. */
export const Switch = z.pipe(
  z._default(z.enum(['true', 'false']), 'false'),
  z.transform((text: 'true' | 'false') => text === 'true'),
);

export const Limit = z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 20);

/** A person as the API names them, or what many may be. Neither IAM roles nor groups of a user pool have spaces. */
export const Approver = text(200).check(
  z.refine((name) => !/^(role|group):(\s*$|.*\s)/.test(name), 'a role as role:<name>, a group as group:<name>'),
);
