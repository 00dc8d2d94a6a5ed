import { expect, test } from 'vitest';
import { compilePattern } from '../../local/eventbridge/pattern/compile-pattern.ts';
import { aTemplate } from './synthesized.ts';

const [rule] = Object.values(aTemplate().findResources('AWS::Events::Rule')).filter(({ Properties }) =>
  Properties.Description.startsWith('A task of a service'),
);
const { clusterArn: _, ...detail } = rule?.Properties.EventPattern.detail ?? {};
const wakes = compilePattern(JSON.stringify({ detail }));

test.each([
  ['it ended by itself', 'EssentialContainerExited', 'Essential container in task exited', true],
  ['it never started', 'TaskFailedToStart', 'CannotPullContainerError: pull image manifest has been retried', true],
  [
    'the load balancer found it ill',
    'ServiceSchedulerInitiated',
    'Task failed ELB health checks in (target-group arn:x)',
    true,
  ],
  ['its own health check failed', 'ServiceSchedulerInitiated', 'Task failed container health checks', true],
  ['ECS needs fewer', 'ServiceSchedulerInitiated', 'Scaling activity initiated by (deployment ecs-svc/1)', false],
  ['a zone is rebalanced', 'ServiceSchedulerInitiated', 'Task stopped for Availability Zone rebalancing', false],
  ['a person stopped it', 'UserInitiated', 'Task stopped by user', false],
  ['its capacity is taken away', 'SpotInterruption', 'Your Spot Task was interrupted.', false],
])('a task that stops because %s', (_why, stopCode, stoppedReason, wanted) => {
  const event = { group: 'service:web', lastStatus: 'STOPPED', stopCode, stoppedReason };
  expect(wakes({ detail: event })).toBe(wanted);
  expect(wakes({ detail: { ...event, group: 'family:web' } })).toBe(false);
  expect(wakes({ detail: { ...event, lastStatus: 'DEPROVISIONING' } })).toBe(false);
});
