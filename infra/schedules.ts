import type { Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { arnIn, liveArn } from './addresses.ts';
import type { FunctionName } from './function-names.ts';
import type { Queues } from './queues.ts';
import { give, type Right } from './rights/right.ts';

const GROUP = 'belay';
const WOKEN: readonly FunctionName[] = ['on-due', 'on-rehearsal', 'reconcile', 'check-points'];

/** What a function needs to be woken later. */
export interface Schedules {
  readonly wakeLater: Right;
}

/** The group of the one-time schedules, the role that they take, and the schedule of the reconciler. */
export function makeSchedules(stack: Stack, queues: Queues): Schedules {
  const group = new CfnScheduleGroup(stack, 'Schedules', { name: GROUP });
  const role = new Role(stack, 'ScheduleRole', {
    description: 'Taken by the schedules of Belay to invoke what they wake',
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  });
  give(role, [
    {
      statements: [{ actions: ['lambda:InvokeFunction'], resources: WOKEN.map((name) => liveArn(stack, name)) }],
    },
    { statements: [{ actions: ['sqs:SendMessage'], resources: [queues.notDelivered.queueArn] }] },
  ]);

  const every = (id: string, scheduleExpression: string, wakes: FunctionName, description: string): void => {
    const schedule = new CfnSchedule(stack, id, {
      description,
      groupName: GROUP,
      scheduleExpression,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: liveArn(stack, wakes),
        roleArn: role.roleArn,
        input: '{}',
        deadLetterConfig: { arn: queues.notDelivered.queueArn },
      },
    });
    schedule.addResourceDependency(group);
  };
  every(
    'ReconcileSchedule',
    'rate(5 minutes)',
    'reconcile',
    'Finds what no event told: missed pushes, waits that are overdue',
  );
  every('CheckPointsSchedule', 'rate(1 day)', 'check-points', 'Looks whether the ways back could be gone');

  return {
    wakeLater: {
      statements: [
        {
          actions: ['scheduler:CreateSchedule'],
          resources: [arnIn(stack, 'scheduler', `schedule/${GROUP}/*`)],
          because: 'a schedule has the name of the wait that it ends',
        },
        {
          actions: ['iam:PassRole'],
          resources: [role.roleArn],
          conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
        },
      ],
      variables: {
        SCHEDULE_GROUP: GROUP,
        SCHEDULE_ROLE_ARN: role.roleArn,
        ON_DUE_ARN: liveArn(stack, 'on-due'),
        ON_REHEARSAL_ARN: liveArn(stack, 'on-rehearsal'),
      },
    },
  };
}
