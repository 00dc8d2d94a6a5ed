import * as z from 'zod';
import { STRATEGIES } from '../../core/domain/service.ts';
import { duration, Reason, ReasonOrNone, Service, Time } from './field-schemas.ts';

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
  service: Service,
  version: z.string().min(1).max(200),
  strategy: strategy.default('auto'),
  ...options,
  first: z.boolean().default(false),
  force: z.boolean().default(false),
  direction: z.enum(['upgrade', 'downgrade']).optional(),
  reason: Reason.optional(),
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
    service: Service.optional(),
    version: wanted.version.optional(),
    plan: z.string().max(100).optional(),
    whenBusy: z.enum(['refuse', 'queue']).default('refuse'),
    at: Time.optional(),
  })
  .superRefine((body, context) => {
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
  });
export const PlanBody = z.strictObject(wanted).superRefine(fitting);

export const ApprovalBody = z.strictObject({
  comment: z.string().min(1).max(500).optional(),
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, 'a digest, whole')
    .optional(),
});
export const ReasonBody = z.strictObject({ reason: ReasonOrNone });
