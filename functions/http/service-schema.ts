import * as z from 'zod/mini';
import { isRole } from '../../core/domain/approver.ts';
import { whyNoPattern } from '../../core/domain/log-pattern.ts';
import { SEVERITIES } from '../../core/domain/security-fix.ts';
import { STRATEGIES } from '../../core/domain/service.ts';
import { Checks } from './check-schema.ts';
import { Allowance, Approver, duration, Name, Repository, Share, STANDSTILL, text, whole } from './field-schemas.ts';

/** `5%`: a bare number is refused, because 0.05 and 5 are both taken for it. Gives percent. */
const share = z.pipe(
  z.string().check(z.regex(/^(100|[1-9]?\d(\.\d{1,2})?)%$/, 'a percentage such as 5% or 0.5%')),
  z.transform((text: string) => Number(text.slice(0, -1))),
);

const pattern = z.strictObject({
  pattern: text(500).check(
    z.superRefine((text, context) => {
      const message = whyNoPattern(text);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    }),
  ),
  container: z.optional(text(255)),
  perMinute: z._default(whole(0, 1000), 1),
});

const rollback = z.strictObject({
  automatic: z.optional(z.boolean()),
  threshold: z.optional(share),
  minimumRequests: z._default(whole(1, 1_000_000), 20),
  // Each is searched for by itself at each gate.
  patterns: z._default(z.array(pattern).check(z.maxLength(5)), []),
});

const containers = z
  .record(
    Name.check(z.refine((text) => !(text in {}), 'a name that JavaScript objects do not have of themselves')),
    Repository,
  )
  .check(
    z.refine((containers) => Object.keys(containers).length > 0, 'at least one container'),
    z.refine((containers) => Object.keys(containers).length <= 10, 'at most ten containers'),
  );

const policy = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('semver'),
    range: text(100),
    prereleases: z._default(z.boolean(), false),
  }),
  z.strictObject({ kind: z.literal('manual') }),
]);

const strategies = z.strictObject({
  rolling: z.optional(
    z
      .strictObject({
        minimumHealthyPercent: z.optional(whole(0, 100)),
        maximumPercent: z.optional(whole(100, 400)),
      })
      .check(
        z.refine(({ minimumHealthyPercent: least, maximumPercent: most }) => least !== 100 || most !== 100, {
          path: ['maximumPercent'],
          error: STANDSTILL,
        }),
      ),
  ),
  graceful: z.optional(
    z.strictObject({
      wait: z.optional(duration(2)),
      onTimeout: z.optional(z.enum(['proceed', 'ask', 'give-up'])),
    }),
  ),
  canary: z.optional(
    z.strictObject({
      percent: z.optional(Share),
      bake: z.optional(duration(1)),
    }),
  ),
  linear: z.optional(
    z.strictObject({
      percent: z.optional(Share.check(z.minimum(3, 'ECS takes linear steps of 3 to 100'))),
      bake: z.optional(duration(1)),
    }),
  ),
});

const securityFix = z.strictObject({
  severity: z._default(z.enum(SEVERITIES), 'critical'),
  count: z._default(whole(0, 10), 0),
});

const approval = z
  .strictObject({
    count: z._default(whole(0, 10), 1),
    approvers: z._default(z.array(Approver).check(z.maxLength(50)), []),
    deadline: z._default(duration(7), 86_400),
    securityFix: z.optional(securityFix),
  })
  .check(
    z.refine(
      ({ count, approvers }) => approvers.length === 0 || approvers.some(isRole) || count <= approvers.length,
      'count: more approvals than approvers',
    ),
    z.refine(
      ({ count, securityFix }) => securityFix === undefined || securityFix.count <= count,
      'securityFix.count: more approvals than without the rule',
    ),
  );

const queue = z.strictObject({
  policy: z._default(z.enum(['newest-waits', 'refuse']), 'newest-waits'),
  timeout: z._default(duration(1), 300),
});

const timeoutsAsSaid = z.strictObject({
  update: z.optional(Allowance),
  rollback: z.optional(z.strictObject({ warm: z.optional(Allowance), cold: z.optional(Allowance) })),
});
const timeouts = z.pipe(
  timeoutsAsSaid,
  z.transform(({ rollback, ...rest }: z.infer<typeof timeoutsAsSaid>) => ({ ...rest, ...rollback })),
);

const notice = z.union([
  z.pipe(
    z.literal('none'),
    z.transform(() => 0),
  ),
  duration(7),
]);

/** Seconds. `none`: only the count decides, as where nothing is said. */
const retention = z.pipe(
  z.union([z.literal('none'), duration(3650)]),
  z.transform((given: number | 'none') => (given === 'none' ? undefined : given)),
);

export const ServiceBody = z.strictObject({
  cluster: Name,
  containers,
  policy: z._default(policy, { kind: 'manual' }),
  strategy: z.optional(z.enum(['auto', ...STRATEGIES])),
  strategies: z.optional(strategies),
  notEnoughData: z.optional(z.enum(['give-up', 'ask'])),
  approval: z.optional(approval),
  // Settings and all that they concern, before and after, are written in one transaction, which takes a hundred items.
  alarms: z._default(z.array(text(255)).check(z.maxLength(30)), []),
  checks: z._default(Checks, []),
  // ECS bakes no longer than a day.
  bake: z._default(duration(1), 300),
  minimumRequests: z._default(whole(0, 1_000_000), 0),
  extensions: z._default(whole(0, 10), 1),
  rollback: z.prefault(rollback, {}),
  watch: z._default(duration(30), 3600),
  rollbackPoints: z.optional(z.strictObject({ keep: z.optional(whole(1, 100)), retention: z.optional(retention) })),
  afterRollback: z._default(z.enum(['hold', 'newer-goes']), 'hold'),
  queue: z.optional(queue),
  timeouts: z.optional(timeouts),
  notify: z.optional(z.strictObject({ before: notice })),
});

export const VerifyBody = z.strictObject({ version: z.optional(text(200)) });
