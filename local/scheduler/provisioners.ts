import { z } from 'zod';
import { shortName } from '../sqs/short-name.ts';
import { type Provisioner, physicalName } from '../template/provisioner.ts';
import { planOf } from './check-plan.ts';
import type { Firing } from './firing.ts';
import { firstDue, groupArn, type Plan, planArn } from './plan.ts';
import type { PlanBook } from './plan-book.ts';
import type { SchedulerWorld } from './ports.ts';

export type SchedulerTypes = 'AWS::Scheduler::Schedule' | 'AWS::Scheduler::ScheduleGroup';

const SCHEDULE = z.strictObject({
  Name: z.string().optional(),
  GroupName: z.string().optional(),
  Description: z.string().optional(),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().optional(),
  StartDate: z.coerce.date().optional(),
  EndDate: z.coerce.date().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).optional(),
  FlexibleTimeWindow: z.strictObject({ Mode: z.literal('OFF') }),
  Target: z.strictObject({
    Arn: z.string(),
    RoleArn: z.string(),
    Input: z.string().optional(),
    DeadLetterConfig: z.strictObject({ Arn: z.string().optional() }).optional(),
    RetryPolicy: z
      .strictObject({
        MaximumRetryAttempts: z.coerce.number().optional(),
        MaximumEventAgeInSeconds: z.coerce.number().optional(),
      })
      .optional(),
  }),
});

const GROUP = z.strictObject({
  Name: z.string().optional(),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]),
});

export function schedulerProvisioners(
  { clock, mayAssume }: SchedulerWorld,
  plans: PlanBook,
  firing: Firing,
): Record<SchedulerTypes, Provisioner> {
  return {
    'AWS::Scheduler::ScheduleGroup': {
      provision(properties, context) {
        const { Name: given, Tags } = parsed(GROUP, properties, context.logicalId);
        const name = given ?? shortName(physicalName(context), 64);
        const now = clock.now();
        const createdAt = plans.hasGroup(name) ? plans.group(name).createdAt : now;
        const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
        plans.putGroup({ name, createdAt, modifiedAt: now, tags });
        return { ref: name, attributes: { Arn: groupArn(name) } };
      },
    },
    'AWS::Scheduler::Schedule': {
      provision(properties, context) {
        const given = parsed(SCHEDULE, properties, context.logicalId);
        const now = clock.now();
        const name = given.Name ?? shortName(physicalName(context), 64);
        const draft = planOf({ ...given, Name: name }, now, mayAssume);
        plans.group(draft.group);
        const before = plans.find(planArn(draft));
        const plan: Plan = { ...draft, createdAt: before?.createdAt ?? now };
        // A rate goes on from where it was, or every start of the local AWS would fire it.
        const dueAt = before !== undefined && sameTimes(before, plan) ? before.dueAt : firstDue(plan, now);
        plans.put({ ...plan, dueAt });
        firing.plan({ ...plan, dueAt });
        return { ref: name, attributes: { Arn: planArn(plan) } };
      },
    },
  };
}

function sameTimes(a: Plan, b: Plan): boolean {
  return a.expression === b.expression && a.zone === b.zone && a.start === b.start && a.end === b.end;
}

function parsed<Shape>(schema: z.ZodType<Shape>, properties: unknown, logicalId: string): Shape {
  const result = schema.safeParse(properties);
  if (result.success) return result.data;
  throw new Error(`${logicalId}: ${z.prettifyError(result.error).replaceAll('\n', ' ')}`);
}
