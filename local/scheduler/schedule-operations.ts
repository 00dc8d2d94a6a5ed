import { createHash } from 'node:crypto';
import type {
  CreateScheduleInput,
  CreateScheduleOutput,
  DeleteScheduleInput,
  GetScheduleInput,
  GetScheduleOutput,
  ListSchedulesInput,
  ListSchedulesOutput,
  UpdateScheduleInput,
  UpdateScheduleOutput,
} from '@aws-sdk/client-scheduler';
import { pageOf } from '../eventbridge/page.ts';
import { AwsError } from '../kernel/aws-error.ts';
import { type Operations, operation, type Permission } from '../kernel/aws-service.ts';
import { planOf } from './check-plan.ts';
import type { Firing } from './firing.ts';
import { DEFAULT_GROUP, firstDue, type Plan, planArn } from './plan.ts';
import type { PlanBook } from './plan-book.ts';
import type { SchedulerWorld } from './ports.ts';

export function scheduleOperations({ clock, mayAssume }: SchedulerWorld, plans: PlanBook, firing: Firing): Operations {
  return {
    CreateSchedule: operation<CreateScheduleInput, CreateScheduleOutput>({
      permissions: (input) => [...onSchedule('CreateSchedule')(input), ...passRole(input.Target?.RoleArn)],
      run(input) {
        const now = clock.now();
        const draft = planOf(input, now, mayAssume);
        plans.group(draft.group);
        const madeBy = input.ClientToken === undefined ? undefined : digestOf(input);
        const there = plans.find(planArn(draft));
        if (there !== undefined) {
          if (madeBy !== undefined && there.madeBy === madeBy) return { ScheduleArn: planArn(there) };
          throw new AwsError('ConflictException', `Schedule ${draft.name} already exists.`, 409);
        }
        return { ScheduleArn: keep({ ...draft, createdAt: now, madeBy }) };
      },
    }),
    UpdateSchedule: operation<UpdateScheduleInput, UpdateScheduleOutput>({
      permissions: (input) => [...onSchedule('UpdateSchedule')(input), ...passRole(input.Target?.RoleArn)],
      run(input) {
        const { createdAt } = named(input);
        return { ScheduleArn: keep({ ...planOf(input, clock.now(), mayAssume), createdAt }) };
      },
    }),
    GetSchedule: operation<GetScheduleInput, GetScheduleOutput>({
      permissions: onSchedule('GetSchedule'),
      run: (input) => shown(named(input)),
    }),
    DeleteSchedule: operation<DeleteScheduleInput, object>({
      permissions: onSchedule('DeleteSchedule'),
      run(input) {
        const plan = named(input);
        firing.forget(plan);
        plans.remove(plan);
        return {};
      },
    }),
    ListSchedules: operation<ListSchedulesInput, ListSchedulesOutput>({
      permissions: () => [{ action: 'scheduler:ListSchedules', resource: '*' }],
      run({ GroupName: group, NamePrefix: prefix = '', State: state, MaxResults, NextToken }) {
        const found = plans
          .plans()
          .filter((plan) => (group ?? plan.group) === plan.group && (state ?? plan.state) === plan.state)
          .filter(({ name }) => name.startsWith(prefix));
        const { page, next } = pageOf(found, planArn, MaxResults, NextToken);
        return { Schedules: page.map(summary), ...next };
      },
    }),
  };

  function named({ Name = '', GroupName = DEFAULT_GROUP }: OnSchedule): Plan {
    return plans.plan(GroupName, Name);
  }

  function keep(draft: Omit<Plan, 'dueAt'>): string {
    const plan: Plan = { ...draft, dueAt: firstDue(draft, clock.now()) };
    plans.put(plan);
    firing.plan(plan);
    return planArn(plan);
  }
}

interface OnSchedule {
  readonly Name: string | undefined;
  readonly GroupName?: string | undefined;
}

function onSchedule(action: string): (input: OnSchedule) => readonly Permission[] {
  return ({ Name: name = '', GroupName: group = DEFAULT_GROUP }) => [
    { action: `scheduler:${action}`, resource: planArn({ group, name }) },
  ];
}

function passRole(roleArn: string | undefined): readonly Permission[] {
  const context = { 'iam:PassedToService': 'scheduler.amazonaws.com' };
  return [{ action: 'iam:PassRole', resource: roleArn ?? '', context }];
}

function digestOf(input: CreateScheduleInput): string {
  return createHash('sha256').update(JSON.stringify(input)).digest('hex');
}

function shown(plan: Plan): GetScheduleOutput {
  const { description, start, end } = plan;
  return {
    ...summary(plan),
    ScheduleExpression: plan.expression,
    ScheduleExpressionTimezone: plan.zone,
    ActionAfterCompletion: plan.afterCompletion,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: plan.target,
    ...(description === undefined ? {} : { Description: description }),
    ...(start === undefined ? {} : { StartDate: new Date(start) }),
    ...(end === undefined ? {} : { EndDate: new Date(end) }),
  };
}

function summary(plan: Plan) {
  return {
    Arn: planArn(plan),
    Name: plan.name,
    GroupName: plan.group,
    State: plan.state,
    CreationDate: new Date(plan.createdAt),
    LastModificationDate: new Date(plan.modifiedAt),
    Target: { Arn: plan.target.Arn },
  };
}
