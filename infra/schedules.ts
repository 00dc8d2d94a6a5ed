import type { Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { arnIn, liveArn } from './addresses.ts';
import type { Queues } from './queues.ts';
import { give, type Right } from './rights/right.ts';

const GROUP = 'belay';

/** What a function needs to be woken later. */
export interface Schedules {
  readonly wakeLater: Right;
}

/** The group of the one-time schedules, the role that they take, and the schedule of the reconciler. */
export function makeSchedules(stack: Stack, queues: Queues): Schedules {
  const group = new CfnScheduleGroup(stack, 'Schedules', { name: GROUP });
  const role = new Role(stack, 'ScheduleRole', {
    description: 'Taken by the schedules of Belay to invoke on-due and reconcile',
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  });
  give(role, [
    {
      statements: [
        { actions: ['lambda:InvokeFunction'], resources: [liveArn(stack, 'on-due'), liveArn(stack, 'reconcile')] },
      ],
    },
    { statements: [{ actions: ['sqs:SendMessage'], resources: [queues.notDelivered.queueArn] }] },
  ]);

  const reconcile = new CfnSchedule(stack, 'ReconcileSchedule', {
    description: 'Finds what no event told: missed pushes, waits that are overdue',
    groupName: GROUP,
    scheduleExpression: 'rate(5 minutes)',
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: liveArn(stack, 'reconcile'),
      roleArn: role.roleArn,
      input: '{}',
      deadLetterConfig: { arn: queues.notDelivered.queueArn },
    },
  });
  reconcile.addResourceDependency(group);

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
      variables: { SCHEDULE_GROUP: GROUP, SCHEDULE_ROLE_ARN: role.roleArn, ON_DUE_ARN: liveArn(stack, 'on-due') },
    },
  };
}
