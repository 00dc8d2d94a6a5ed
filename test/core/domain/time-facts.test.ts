import { expect, test } from 'vitest';
import { timeFactsOf } from '../../../core/domain/time-facts.ts';
import { timePlanOf } from '../../../core/domain/time-plan.ts';
import type { TargetGroupTruth } from '../../../core/domain/truth.ts';
import { aServiceTruth, aTaskDefinition, TIMEOUTS } from '../../builders.ts';

const asked = {
  strategy: 'blue-green',
  bakes: [300],
  graceful: 0,
  past: [],
  coldBack: false,
  rehearsed: 0,
  timeouts: TIMEOUTS,
} as const;
const group: TargetGroupTruth = {
  arn: 'blue',
  targetType: 'ip',
  protocol: 'HTTP',
  healthCheckPort: 'traffic-port',
  untilHealthy: 150,
  deregistrationDelay: 300,
  balancer: { kind: 'application', internal: false },
  targets: { healthy: 2, registered: 2 },
};
const found = JSON.stringify({ minimumHealthyPercent: 50, maximumPercent: 150 });
const reading = {
  ecs: { seen: aServiceTruth({ desiredCount: 8, healthCheckGrace: 60, deploymentConfiguration: found }) },
  groups: { blue: { seen: group }, green: { seen: { ...group, deregistrationDelay: 20 } } },
  taskDefinition: { seen: aTaskDefinition() },
};

test('the slower of two target groups counts, and the limits that the owner set', () => {
  expect(timeFactsOf(reading, asked)).toEqual({
    ...asked,
    tasks: 8,
    minimumHealthyPercent: 50,
    maximumPercent: 150,
    healthCheckGrace: 60,
    untilHealthy: 150,
    deregistrationDelay: 300,
    stopTimeout: 30,
    balancer: 'application',
  });
});

test('a Network Load Balancer is told, and a service without any', () => {
  const network = { blue: { seen: { ...group, balancer: { kind: 'network', internal: true } as const } } };
  expect(timeFactsOf({ ...reading, groups: network }, asked).balancer).toBe('network');
  expect(timeFactsOf({ ...reading, groups: {} }, asked)).toMatchObject({ balancer: 'none', deregistrationDelay: 0 });
});

test('what could not be read leaves deadlines that are long enough to wait for', () => {
  const unseen = { unseen: 'not allowed', denied: true };
  const facts = timeFactsOf({ ecs: unseen, groups: { blue: unseen }, taskDefinition: unseen }, asked);
  for (const seconds of Object.values(timePlanOf(facts).deadlines)) expect(seconds).toBeGreaterThan(300);
});
