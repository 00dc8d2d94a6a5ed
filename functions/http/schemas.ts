import { z } from 'zod';
import { isPointId } from '../../core/domain/rollback-point.ts';
import { STRATEGIES } from '../../core/domain/service.ts';

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

const anyCheck = {
  id: name,
  name: z.string().min(1).max(100).optional(),
  when: z.enum(['before-traffic', 'after-bake']).default('before-traffic'),
};

const httpCheck = z.strictObject({
  ...anyCheck,
  kind: z.literal('http'),
  path: z.string().startsWith('/').max(500),
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
  (given) => (typeof given === 'object' && given !== null && !('kind' in given) ? { kind: 'http', ...given } : given),
  z.discriminatedUnion('kind', [
    httpCheck,
    z.strictObject({ ...taskCheck, kind: z.literal('command') }),
    z.strictObject({ ...taskCheck, kind: z.literal('database') }),
  ]),
);

/** `5%`: a bare number is refused, because 0.05 and 5 are both taken for it. Gives percent. */
const share = z
  .string()
  .regex(/^(100|[1-9]?\d(\.\d{1,2})?)%$/, 'a percentage such as 5% or 0.5%')
  .transform((text) => Number(text.slice(0, -1)));

const rollback = z.strictObject({
  automatic: z.boolean().optional(),
  threshold: share.optional(),
  minimumRequests: z.int().min(1).max(1_000_000).default(20),
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
      approvers: z.array(z.string().min(1).max(200)).max(50).default([]),
      deadline: duration(7).default(86_400),
    })
    .refine(
      ({ count, approvers }) => approvers.length === 0 || count <= approvers.length,
      'count: more approvals than approvers',
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
});

const strategy = z.enum(['auto', ...STRATEGIES]);
/** ECS takes tenths of a percent. */
const percent = z
  .number()
  .min(0.1, 'at least 0.1')
  .max(100, 'at most 100')
  .refine((value) => Number.isInteger(Math.round(value * 1e6) / 1e5), 'in steps of 0.1');
const wholePercent = z.int().min(0).max(100);
const alarms = z.array(z.string().min(1).max(255)).max(30);

/** How a deployment goes, where a request says it. */
const options = {
  percent: percent.optional(),
  stepBake: duration(1).optional(),
  bake: duration(1).optional(),
  checks: z.boolean().optional(),
  alarms: alarms.optional(),
  crashThreshold: z.int().min(1, 'at least 1').max(200, 'at most 200').optional(),
  minimumHealthyPercent: wholePercent.optional(),
  maximumPercent: z.int().min(100, 'at least 100').max(400).optional(),
  oneAtATime: z.boolean().optional(),
  wait: duration(2).optional(),
  onTimeout: z.enum(['proceed', 'ask', 'give-up']).optional(),
};

const wanted = {
  service,
  version: z.string().min(1).max(200),
  strategy: strategy.default('auto'),
  ...options,
  first: z.boolean().default(false),
  force: z.boolean().default(false),
  direction: z.enum(['upgrade', 'downgrade']).optional(),
  reason: reason.optional(),
};
type Wanted = Omit<z.infer<z.ZodObject<typeof wanted>>, 'service' | 'version'>;

/** What cannot go together, each with the field that is wrong. */
function fitting(body: Wanted, context: z.RefinementCtx): void {
  const refuse = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
  const { strategy, percent, stepBake, wait, onTimeout, force, reason } = body;
  if (percent !== undefined && strategy !== 'canary' && strategy !== 'linear')
    refuse('percent', 'only a canary or linear deployment moves a share; add the strategy');
  if (strategy === 'linear' && percent !== undefined && percent < 3)
    refuse('percent', 'ECS takes linear steps of 3 to 100');
  if (stepBake !== undefined && strategy !== 'canary' && strategy !== 'linear')
    refuse('stepBake', 'only a canary or linear deployment has a share to watch; use bake');
  if ((wait !== undefined || onTimeout !== undefined) && strategy !== 'graceful')
    refuse(wait === undefined ? 'onTimeout' : 'wait', 'only a graceful deployment waits for work in hand');
  if (force && reason === undefined) refuse('reason', 'force needs a reason, which is recorded and shown');
}

/** A deployment: of a version, or exactly as a plan says. */
export const DeploymentBody = z
  .strictObject({
    ...wanted,
    service: service.optional(),
    version: wanted.version.optional(),
    plan: z.string().max(100).optional(),
  })
  .superRefine((body, context) => {
    fitting(body, context);
    const named = body.service !== undefined && body.version !== undefined;
    if (named === (body.plan !== undefined))
      context.addIssue({ code: 'custom', path: ['version'], message: 'name a service and a version, or a plan' });
  });
export const PlanBody = z.strictObject(wanted).superRefine(fitting);

export const ApprovalBody = z.strictObject({
  comment: z.string().min(1).max(500).optional(),
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, 'a digest, whole')
    .optional(),
});
export const ReasonBody = z.strictObject({ reason: reason.default('asked for') });

const onlyOne = (fields: readonly string[]) => ({
  of: (body: object) => fields.filter((field) => field in body).length === 1,
  says: `exactly one of ${fields.join(', ')}`,
});
const oneOrMany = onlyOne(['service', 'repository', 'environment']);

export const RollbackBody = z
  .strictObject({
    service: service.optional(),
    repository: Repository.optional(),
    environment: name.optional(),
    to: z
      .union([
        z.literal('previous'),
        z.strictObject({ version: z.string().min(1).max(200) }),
        z.strictObject({ rollbackPoint: z.string().min(1).max(100) }),
        z.strictObject({ deployment: z.string().min(1).max(100) }),
      ])
      .default('previous'),
    reason: reason.default('asked for'),
    force: z.boolean().default(false),
    dryRun: z.boolean().default(false),
  })
  .refine(oneOrMany.of, { message: oneOrMany.says, path: ['service'] });

export const EmergencyBody = z.strictObject({
  reason,
  since: duration(30).default(86_400),
  dryRun: z.boolean().default(false),
});

export const Environment = name;

const oneOrAll = onlyOne(['service', 'environment']);

export const PointBody = z
  .strictObject({
    service: service.optional(),
    environment: name.optional(),
    name: z
      .string()
      .regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}$/, 'letters, digits, dot, - and _, at most 64')
      .refine((text) => !text.startsWith('rp-'), 'no name that begins with rp-, as ids do'),
    description: z.string().min(1).max(500).optional(),
    commands: z.array(z.string().min(1).max(1000)).max(20).default([]),
  })
  .refine(oneOrAll.of, { message: oneOrAll.says, path: ['service'] });

export const PointId = z.string().refine(isPointId, 'an id such as rp-20261120T101500Z-k3f9');
export const Reason = reason.default('asked for');

export const VerifyBody = z.strictObject({ version: z.string().min(1).max(200).optional() });

export const IdempotencyKey = z.string().regex(/^[\x21-\x7e]{1,200}$/, 'up to 200 printable characters');
export const Limit = z.coerce.number().int().min(1).max(100).default(20);
