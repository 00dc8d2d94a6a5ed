import { z } from 'zod';

/** What the HTTPS API takes. A field that is not named here is refused: a misspelt setting must not be dropped in silence. */

const name = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_-]{0,99}$/, 'letters, digits, - and _, at most 100');
const service = z.string().max(201);
const reason = z.string().min(1).max(500);

export const Repository = z
  .string()
  .regex(/^[a-z0-9]+(?:[._/-][a-z0-9]+)*$/, 'an ECR repository name')
  .max(256);

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `90s`, `5m`, `24h`: a bare number is refused, because nobody can see its unit. Gives seconds, `days` at most. */
function duration(days: number) {
  return z
    .string()
    .regex(/^\d{1,6}[smhd]$/, 'a duration such as 90s, 5m, 24h')
    .transform((text) => Number(text.slice(0, -1)) * (SECONDS[text.slice(-1)] ?? 1))
    .refine((seconds) => seconds <= days * 86_400, days === 1 ? 'at most 24h' : `at most ${days}d`);
}

const check = z.strictObject({
  id: name,
  name: z.string().min(1).max(100).optional(),
  path: z.string().startsWith('/').max(500),
  method: z.enum(['GET', 'HEAD', 'POST']).default('GET'),
  expectedStatus: z.int().min(100).max(599).default(200),
  timeout: duration(1).default(30),
  interval: duration(1).default(30),
  retries: z.int().min(0).max(10).default(3),
});

export const ServiceBody = z.strictObject({
  cluster: name,
  containers: z
    .record(
      name.refine((text) => !(text in {}), 'a name that JavaScript objects do not have of themselves'),
      Repository,
    )
    .refine((containers) => Object.keys(containers).length > 0, 'at least one container')
    .refine((containers) => Object.keys(containers).length <= 10, 'at most ten containers'),
  policy: z
    .discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('semver'),
        range: z.string().min(1).max(100),
        prereleases: z.boolean().default(false),
      }),
      z.strictObject({ kind: z.literal('manual') }),
    ])
    .default({ kind: 'manual' }),
  strategy: z.enum(['auto', 'blue-green', 'rolling']).default('auto'),
  // Settings and all that they concern, before and after, are written in one transaction, which takes a hundred items.
  alarms: z.array(z.string().min(1).max(255)).max(30).default([]),
  checks: z
    .array(check)
    .max(20)
    .refine((checks) => new Set(checks.map(({ id }) => id)).size === checks.length, 'each id once')
    .default([]),
  // ECS bakes no longer than a day.
  bake: duration(1).default(300),
  minimumRequests: z.int().min(0).max(1_000_000).default(0),
  watch: duration(30).default(3600),
});

export const DeploymentBody = z.strictObject({
  service,
  version: z.string().min(1).max(200),
  strategy: z.enum(['auto', 'blue-green', 'rolling']).default('auto'),
  first: z.boolean().default(false),
  reason: reason.default('asked for'),
});

export const RollbackBody = z.strictObject({
  service,
  to: z.union([z.literal('previous'), z.strictObject({ rollbackPoint: z.string().max(100) })]).default('previous'),
  reason: reason.default('asked for'),
});

export const IdempotencyKey = z.string().regex(/^[\x21-\x7e]{1,200}$/, 'up to 200 printable characters');
export const Limit = z.coerce.number().int().min(1).max(100).default(20);
