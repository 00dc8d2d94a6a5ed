import type { Stack } from 'aws-cdk-lib';
import { arnIn } from '../addresses.ts';
import type { Settings } from '../settings.ts';
import type { Right } from './right.ts';
import { passRoles } from './task-definitions.ts';

/** Rights to run a task outside of its service. Only what was started so, and tagged so in the same call, can be stopped. */
export function rightsOnRehearsals(stack: Stack, settings: Settings) {
  const inClusters = {
    ArnEquals: { 'ecs:cluster': settings.clusters.map((name) => arnIn(stack, 'ecs', `cluster/${name}`)) },
  };
  const tasks = {
    resources: settings.clusters.map((name) => arnIn(stack, 'ecs', `task/${name}/*`)),
    because: 'a task has a random name',
  };
  return {
    startRehearsal: {
      statements: [
        {
          actions: ['ecs:RunTask'],
          resources: [arnIn(stack, 'ecs', 'task-definition/*:*')],
          conditions: { ...inClusters, StringLike: { 'aws:RequestTag/belay:rehearsal': 'rp-*' } },
          because: 'a point may be of any family that a service of these clusters uses',
        },
        {
          actions: ['ecs:TagResource'],
          ...tasks,
          conditions: { StringEquals: { 'ecs:CreateAction': 'RunTask' } },
        },
        passRoles(stack, settings.taskRoles),
      ],
    },
    endRehearsal: {
      statements: [
        {
          actions: ['ecs:StopTask'],
          ...tasks,
          conditions: { ...inClusters, StringLike: { 'aws:ResourceTag/belay:rehearsal': 'rp-*' } },
        },
        { actions: ['ecs:DescribeTasks'], ...tasks, conditions: inClusters },
      ],
    },
  } satisfies Record<string, Right>;
}
