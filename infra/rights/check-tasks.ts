import type { Stack } from 'aws-cdk-lib';
import { arnIn } from '../addresses.ts';
import type { Settings } from '../settings.ts';
import type { Right } from './right.ts';
import { passRoles } from './task-definitions.ts';

/** Rights on the tasks that check a deployment, or run the commands of its way back. Only such a task can be tagged or stopped. */
export function rightsOnCheckTasks(stack: Stack, { clusters, taskRoles }: Settings) {
  const inClusters = {
    ArnEquals: { 'ecs:cluster': clusters.map((name) => arnIn(stack, 'ecs', `cluster/${name}`)) },
  };
  const tasks = {
    resources: clusters.map((name) => arnIn(stack, 'ecs', `task/${name}/*`)),
    because: 'a task gets its id when it is started',
  };
  return {
    runCheckTasks: {
      statements: [
        {
          actions: ['ecs:RunTask'],
          resources: [arnIn(stack, 'ecs', 'task-definition/*:*')],
          conditions: { ...inClusters, StringLike: { 'aws:RequestTag/belay:check': '*' } },
          because: 'a check runs the revision of its service, whose family the stack does not know',
        },
        {
          actions: ['ecs:TagResource'],
          ...tasks,
          conditions: { StringEquals: { 'ecs:CreateAction': 'RunTask' } },
        },
        passRoles(stack, taskRoles),
      ],
    },
    readCheckTasks: { statements: [{ actions: ['ecs:DescribeTasks'], ...tasks, conditions: inClusters }] },
    stopCheckTasks: {
      statements: [
        {
          actions: ['ecs:StopTask'],
          ...tasks,
          conditions: { ...inClusters, StringLike: { 'aws:ResourceTag/belay:check': '*' } },
        },
      ],
    },
  } satisfies Record<string, Right>;
}
