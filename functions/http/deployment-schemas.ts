import * as z from 'zod/mini';
import { hasLimits, STRATEGIES } from '../../core/domain/service.ts';
import { Checks } from './check-schema.ts';
import {
  Allowance,
  Approver,
  duration,
  Reason,
  ReasonOrNone,
  Service,
  Share,
  STANDSTILL,
  Time,
  text,
  whole,
} from './field-schemas.ts';

const strategy = z.enum(['auto', ...STRATEGIES]);
const wholePercent = whole(0, 100);
const alarms = z.array(text(255)).check(z.maxLength(30));

/** How a deployment goes, where a request says it. */
const options = {
  percent: z.optional(Share),
  stepBake: z.optional(duration(1)),
  bake: z.optional(duration(1)),
  checks: z.optional(z.union([z.boolean(), Checks], 'false, or a list of checks')),
  alarms: z.optional(alarms),
  crashThreshold: z.optional(z.int().check(z.minimum(1, 'at least 1'), z.maximum(200, 'at most 200'))),
  minimumHealthyPercent: z.optional(wholePercent),
  maximumPercent: z.optional(z.int().check(z.minimum(100, 'at least 100'), z.maximum(400))),
  oneAtATime: z.optional(z.boolean()),
  wait: z.optional(duration(2)),
  onTimeout: z.optional(z.enum(['proceed', 'ask', 'give-up'])),
  rollback: z.optional(z.strictObject({ automatic: z.boolean() })),
  approval: z.optional(
    z.strictObject({
      required: z.optional(z.literal(true, 'true: a request may ask for approval, and cannot take it away')),
      count: z._default(
        z.int().check(z.minimum(1, 'at least 1: a request cannot take an approval away'), z.maximum(10)),
        1,
      ),
      approvers: z.optional(z.array(Approver).check(z.minLength(1, 'at least one, or leave it out'), z.maxLength(50))),
      deadline: z.optional(duration(7)),
    }),
  ),
  timeouts: z.optional(z.strictObject({ update: Allowance })),
};

const wanted = {
  service: Service,
  version: text(200),
  strategy: z._default(strategy, 'auto'),
  ...options,
  first: z._default(z.boolean(), false),
  force: z._default(z.boolean(), false),
  direction: z.optional(z.enum(['upgrade', 'downgrade'])),
  reason: z.optional(Reason),
};
type Wanted = Omit<z.infer<z.ZodMiniObject<typeof wanted>>, 'service' | 'version'>;

/** What cannot go together, each with the field that is wrong. */
function fitting(body: Wanted, context: z.core.$RefinementCtx): void {
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
  const { minimumHealthyPercent: minimum, maximumPercent: maximum, oneAtATime } = body;
  const [limit] = Object.entries({ oneAtATime, minimumHealthyPercent: minimum, maximumPercent: maximum }).find(
    ([, value]) => value !== undefined && value !== false,
  ) ?? [undefined];
  if (limit !== undefined && strategy !== 'auto' && !hasLimits(strategy))
    refuse(limit, `only a rolling or graceful deployment keeps to it, and not ${strategy}; leave it out`);
  if (oneAtATime && (minimum !== undefined || maximum !== undefined))
    refuse(
      minimum === undefined ? 'maximumPercent' : 'minimumHealthyPercent',
      'oneAtATime sets it; leave out one of them',
    );
  if (minimum === 100 && maximum === 100) refuse('maximumPercent', STANDSTILL);
  if (force && reason === undefined) refuse('reason', 'force needs a reason, which is recorded and shown');
}

/** A deployment: of a version, or exactly as a plan says. */
export const DeploymentBody = z
  .strictObject({
    ...wanted,
    service: z.optional(Service),
    version: z.optional(wanted.version),
    plan: z.optional(z.string().check(z.maxLength(100))),
    whenBusy: z._default(z.enum(['refuse', 'queue']), 'refuse'),
    at: z.optional(Time),
  })
  .check(
    z.superRefine((body, context) => {
      fitting(body, context);
      const { plan, reason: _, whenBusy: __, at: ___, service, version, strategy, first, force, ...more } = body;
      const said = {
        ...more,
        ...(strategy !== 'auto' && { strategy }),
        ...(first && { first }),
        ...(force && { force }),
      };
      const surplus = Object.entries({ service, version, ...said }).find(([, value]) => value !== undefined);
      if (plan !== undefined && surplus !== undefined)
        context.addIssue({ code: 'custom', path: [surplus[0]], message: 'a plan runs as it is; make another plan' });
      const named = body.service !== undefined && body.version !== undefined;
      if (named === (body.plan !== undefined))
        context.addIssue({ code: 'custom', path: ['version'], message: 'name a service and a version, or a plan' });
    }),
  );
export const PlanBody = z.strictObject(wanted).check(z.superRefine(fitting));

export const ApprovalBody = z.strictObject({
  comment: z.optional(text(500)),
  digest: z.optional(z.string().check(z.regex(/^sha256:[0-9a-f]{64}$/, 'a digest, whole'))),
});
export const CancelBody = z.strictObject({ reason: ReasonOrNone });
/** What people say to a deployment need not have a reason. */
export const WordBody = z.strictObject({ reason: z.optional(Reason) });
