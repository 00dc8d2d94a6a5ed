import type { Task } from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { readDeaths } from '../../../functions/aws/ecs-truth.ts';

const OURS = 'arn:aws:ecs:us-east-1:000000000000:task-definition/web:2';

function aTask(task: Partial<Task>): Task {
  return { taskDefinitionArn: OURS, ...task };
}

const scaledIn = aTask({
  stopCode: 'ServiceSchedulerInitiated',
  stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/1)',
  containers: [{ name: 'web', exitCode: 0 }],
  stoppedAt: new Date(3000),
});
const ill = aTask({
  stopCode: 'ServiceSchedulerInitiated',
  stoppedReason: 'Task failed ELB health checks in (target-group web)',
  stoppedAt: new Date(2000),
});
const crashed = aTask({
  stopCode: 'EssentialContainerExited',
  stoppedReason: 'Essential container in task exited',
  containers: [{ name: 'web', exitCode: 7 }],
  stoppedAt: new Date(1000),
});

test('a healthy task that was stopped on the way back is not told as the reason for it', () => {
  expect(readDeaths([scaledIn], OURS)).toEqual([]);
});

test('a task that ended by itself is told before one that failed its health checks', () => {
  expect(readDeaths([scaledIn, ill, crashed], OURS)).toEqual([
    'Essential container in task exited (web: exit code 7)',
    'Task failed ELB health checks in (target-group web)',
  ]);
});

test('the deaths of another revision are none of ours', () => {
  expect(readDeaths([{ ...crashed, taskDefinitionArn: `${OURS}1` }], OURS)).toEqual([]);
});
