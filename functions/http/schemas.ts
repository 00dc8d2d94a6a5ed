import { z } from 'zod';

/** What the HTTPS API takes. A field that is not named here is refused: a misspelt setting must not be dropped in silence. */

const name = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_-]{0,99}$/, 'letters, digits, - and _, at most 100');
const repository = z
  .string()
  .regex(/^[a-z0-9]+(?:[._/-][a-z0-9]+)*$/, 'an ECR repository name')
  .max(256);
const reason = z.string().min(1).max(500);

/** `90s`, `5m`, `24h`: a bare number is refused, because nobody can see its unit. Gives seconds. */
export const duration = z
  .string()
  .regex(/^\d{1,6}(s|m|h|d)$/, 'a duration such as 90s, 5m, 24h')
  .transform((text) => Number(text.slice(0, -1)) * ({ s: 1, m: 60, h: 3600, d: 86_400 }[text.slice(-1)] ?? 1));

const check = z.strictObject({
  id: name,
  name: z.string().min(1).max(100).optional(),
  path: z.string().startsWith('/').max(500),
  method: z.enum(['GET', 'HEAD', 'POST']).default('GET'),
  expectedStatus: z.int().min(100).max(599).default(200),
  timeout: duration.default(30),
  interval: duration.default(30),
  retries: z.int().min(0).max(10).default(3),
});

export const ServiceBody = z.strictObject({
  cluster: name,
  containers: z
    .record(name, repository)
    .refine((containers) => Object.keys(containers).length > 0, 'at least one container'),
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
  alarms: z.array(z.string().min(1).max(255)).max(50).default([]),
  checks: z.array(check).max(20).default([]),
  bake: duration.default(300),
  minimumRequests: z.int().min(0).max(1_000_000).default(0),
  watch: duration.default(3600),
});

export const DeploymentBody = z.strictObject({
  service: z.string(),
  version: z.string().min(1).max(200),
  strategy: z.enum(['auto', 'blue-green', 'rolling']).default('auto'),
  first: z.boolean().default(false),
  reason: reason.default('asked for'),
});

export const RollbackBody = z.strictObject({
  service: z.string(),
  to: z.union([z.literal('previous'), z.strictObject({ rollbackPoint: z.string().max(100) })]).default('previous'),
  reason: reason.default('asked for'),
});

export const IdempotencyKey = z.string().regex(/^[\x21-\x7e]{1,200}$/, 'up to 200 printable characters');
export const Limit = z.coerce.number().int().min(1).max(100).default(20);
