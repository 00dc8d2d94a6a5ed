import * as z from 'zod';
import { isRole } from '../../core/domain/approver.ts';
import { whyNoPattern } from '../../core/domain/log-pattern.ts';
import { SEVERITIES } from '../../core/domain/security-fix.ts';
import { STRATEGIES } from '../../core/domain/service.ts';
import { duration, Name, Repository } from './field-schemas.ts';

const anyCheck = {
  id: Name,
  name: z.string().min(1).max(100).optional(),
  when: z.enum(['before', 'gate', 'after']).default('before'),
};

/** A URL parser takes `//host`, `/\\host` and `/<tab>/host` for another host, too: it is asked itself. */
function staysOnItsHost(url: string): boolean {
  const base = 'http://service.invalid';
  return url.startsWith('/') && URL.parse(url, base)?.origin === base;
}

const httpCheck = z.strictObject({
  ...anyCheck,
  type: z.literal('http'),
  url: z
    .string()
    .max(500)
    .refine(
      staysOnItsHost,
      'a path such as /health: a check goes to the new version, through the load balancer of its service. Ask any other address by a check of type "command"',
    ),
  method: z.enum(['GET', 'HEAD', 'POST']).default('GET'),
  headers: z
    .record(
      z.string().regex(/^[a-zA-Z0-9-]{1,100}$/, 'a header name: letters, digits and -'),
      z.string().regex(/^[\x20-\x7e]{0,500}$/, 'at most 500 printable characters'),
    )
    .refine((headers) => Object.keys(headers).length <= 20, 'at most twenty headers')
    .optional(),
  expectedStatus: z.int().min(100).max(599).default(200),
  body: z.string().min(1).max(500).optional(),
  timeout: duration(1).optional(),
  interval: duration(1).default(30),
  retries: z.int().min(0).max(10).default(3),
});

const taskCheck = {
  ...anyCheck,
  container: z.string().min(1).max(255).optional(),
  command: z.array(z.string().max(2000)).min(1).max(50),
  expectedExitCodes: z.array(z.int().min(0).max(255)).min(1).max(10).default([0]),
  timeout: duration(1)
    .refine((seconds) => seconds <= 3600, 'at most 1h')
    .default(300),
};

/** A check that does not say what it is goes over HTTP. */
const check = z.preprocess(
  (given) => (typeof given === 'object' && given !== null && !('type' in given) ? { type: 'http', ...given } : given),
  z.discriminatedUnion('type', [
    httpCheck,
    z.strictObject({ ...taskCheck, type: z.literal('command') }),
    z.strictObject({ ...taskCheck, type: z.literal('database') }),
  ]),
);

/** A person as the API names them, or what many may be. Neither IAM roles nor groups of a user pool have spaces. */
const approver = z
  .string()
  .min(1)
  .max(200)
  .refine((name) => !/^(role|group):(\s*$|.*\s)/.test(name), 'a role as role:<name>, a group as group:<name>');

/** `5%`: a bare number is refused, because 0.05 and 5 are both taken for it. Gives percent. */
const share = z
  .string()
  .regex(/^(100|[1-9]?\d(\.\d{1,2})?)%$/, 'a percentage such as 5% or 0.5%')
  .transform((text) => Number(text.slice(0, -1)));

const pattern = z.strictObject({
  pattern: z
    .string()
    .min(1)
    .max(500)
    .superRefine((text, context) => {
      const message = whyNoPattern(text);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    }),
  container: z.string().min(1).max(255).optional(),
  perMinute: z.int().min(0).max(1000).default(1),
});

const rollback = z.strictObject({
  automatic: z.boolean().optional(),
  threshold: share.optional(),
  minimumRequests: z.int().min(1).max(1_000_000).default(20),
  // Each is searched for by itself at each gate.
  patterns: z.array(pattern).max(5).default([]),
});

export const ServiceBody = z.strictObject({
  cluster: Name,
  containers: z
    .record(
      Name.refine((text) => !(text in {}), 'a name that JavaScript objects do not have of themselves'),
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
  strategy: z.enum(['auto', ...STRATEGIES]).default('auto'),
  strategies: z
    .strictObject({
      rolling: z
        .strictObject({
          minimumHealthyPercent: z.int().min(0).max(100).optional(),
          maximumPercent: z.int().min(100).max(400).optional(),
        })
        .optional(),
      graceful: z
        .strictObject({
          wait: duration(2).optional(),
          onTimeout: z.enum(['proceed', 'ask', 'give-up']).optional(),
        })
        .optional(),
      canary: z
        .strictObject({ percent: z.number().min(0.1).max(100).optional(), bake: duration(1).optional() })
        .optional(),
      linear: z
        .strictObject({ percent: z.number().min(3).max(100).optional(), bake: duration(1).optional() })
        .optional(),
    })
    .optional(),
  notEnoughData: z.enum(['give-up', 'ask']).optional(),
  approval: z
    .strictObject({
      count: z.int().min(0).max(10).default(1),
      approvers: z.array(approver).max(50).default([]),
      deadline: duration(7).default(86_400),
      securityFix: z
        .strictObject({ severity: z.enum(SEVERITIES).default('critical'), count: z.int().min(0).max(10).default(0) })
        .optional(),
    })
    .refine(
      ({ count, approvers }) => approvers.length === 0 || approvers.some(isRole) || count <= approvers.length,
      'count: more approvals than approvers',
    )
    .refine(
      ({ count, securityFix }) => securityFix === undefined || securityFix.count <= count,
      'securityFix.count: more approvals than without the rule',
    )
    .optional(),
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
  extensions: z.int().min(0).max(10).default(1),
  rollback: rollback.prefault({}),
  watch: duration(30).default(3600),
  rollbackPoints: z
    .strictObject({ keep: z.int().min(1).max(100).default(10), retention: duration(3650).optional() })
    .default({ keep: 10 }),
  afterRollback: z.enum(['hold', 'newer-goes']).default('hold'),
  queue: z
    .strictObject({
      policy: z.enum(['newest-waits', 'refuse']).default('newest-waits'),
      timeout: duration(1).default(300),
    })
    .optional(),
  notify: z.strictObject({ before: z.union([z.literal('none').transform(() => 0), duration(7)]) }).optional(),
});

export const VerifyBody = z.strictObject({ version: z.string().min(1).max(200).optional() });
