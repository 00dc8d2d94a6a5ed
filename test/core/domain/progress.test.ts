import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Awaited } from '../../../core/domain/deployment.ts';
import { isOver, stageOf, whyNot } from '../../../core/domain/progress.ts';
import type { ServiceDeploymentStatus, ServiceDeploymentTruth } from '../../../core/domain/truth.ts';

const STATUSES: readonly ServiceDeploymentStatus[] = [
  'PENDING',
  'IN_PROGRESS',
  'STOP_REQUESTED',
  'STOPPED',
  'SUCCESSFUL',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
  'ROLLBACK_SUCCESSFUL',
  'ROLLBACK_FAILED',
];
const AWAITED: readonly Awaited[] = ['before-traffic', 'after-shift', 'bake-over', 'deployment-ended'];

function truth(status: ServiceDeploymentStatus, change: Partial<ServiceDeploymentTruth> = {}): ServiceDeploymentTruth {
  return { arn: 'arn', status, triggeredAlarms: [], sources: [], ...change };
}
const at = (stage: string): ServiceDeploymentTruth => truth('IN_PROGRESS', { stage, pause: { hookId: 'hook', stage } });

test.each([
  [truth('PENDING'), 'going'],
  [truth('IN_PROGRESS', { stage: 'PRE_PRODUCTION_TRAFFIC_SHIFT' }), 'going'],
  [at('PRE_PRODUCTION_TRAFFIC_SHIFT'), 'before-traffic'],
  [at('POST_PRODUCTION_TRAFFIC_SHIFT'), 'after-shift'],
  [at('POST_SCALE_UP'), 'going'],
  [at('A_STAGE_THAT_AWS_ADDS'), 'going'],
  [truth('SUCCESSFUL'), 'ended-well'],
  [truth('STOP_REQUESTED'), 'going-back'],
  [truth('ROLLBACK_REQUESTED'), 'going-back'],
  [truth('ROLLBACK_IN_PROGRESS', { pause: { hookId: 'hook', stage: 'PRE_PRODUCTION_TRAFFIC_SHIFT' } }), 'going-back'],
  [truth('STOPPED'), 'ended-badly'],
  [truth('ROLLBACK_SUCCESSFUL'), 'ended-badly'],
  [truth('ROLLBACK_FAILED'), 'ended-badly'],
] as const)('%o stands at %s', (deployment, stage) => {
  expect(stageOf(deployment)).toBe(stage);
});

describe('a wait', () => {
  const truths = fc.record({
    status: fc.constantFrom(...STATUSES),
    stage: fc.constantFrom('SCALE_UP', 'PRE_PRODUCTION_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT', 'BAKE_TIME'),
    paused: fc.boolean(),
  });
  const drawn = truths.map(({ status, stage, paused }) =>
    truth(status, { stage, ...(paused && { pause: { hookId: 'hook', stage } }) }),
  );
  const moments = fc.record({ stopRequested: fc.boolean(), bakeOver: fc.boolean() });

  test('that is over stays over: time, a stop request and the end of the deployment only ever end it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...AWAITED), drawn, moments, (awaits, deployment, now) => {
        if (!isOver(awaits, deployment, now)) return;
        expect(isOver(awaits, deployment, { ...now, stopRequested: true })).toBe(true);
        expect(isOver(awaits, deployment, { ...now, bakeOver: true })).toBe(true);
        for (const status of ['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'] as const)
          expect(isOver(awaits, { ...deployment, status }, now)).toBe(true);
        expect(isOver(awaits, undefined, now)).toBe(true);
      }),
    );
  });

  test('for a gate or a bake ends when the deployment has turned back: there will be no gate', () => {
    fc.assert(
      fc.property(fc.constantFrom(...AWAITED), drawn, moments, (awaits, deployment, now) => {
        fc.pre(awaits !== 'deployment-ended' && stageOf(deployment) === 'going-back');
        expect(isOver(awaits, deployment, now)).toBe(true);
      }),
    );
  });

  const now = { stopRequested: false, bakeOver: false };
  test.each([
    ['before-traffic', at('PRE_PRODUCTION_TRAFFIC_SHIFT'), now, true],
    ['before-traffic', truth('IN_PROGRESS'), now, false],
    ['after-shift', at('PRE_PRODUCTION_TRAFFIC_SHIFT'), now, false],
    ['bake-over', at('POST_PRODUCTION_TRAFFIC_SHIFT'), now, false],
    ['bake-over', at('POST_PRODUCTION_TRAFFIC_SHIFT'), { ...now, bakeOver: true }, true],
    ['deployment-ended', at('POST_PRODUCTION_TRAFFIC_SHIFT'), now, false],
    ['deployment-ended', truth('ROLLBACK_IN_PROGRESS'), now, false],
    ['deployment-ended', truth('IN_PROGRESS'), { ...now, stopRequested: true }, true],
    ['deployment-ended', truth('SUCCESSFUL'), now, true],
  ] as const)('for %s, seeing %o in %o: over is %s', (awaits, deployment, moment, over) => {
    expect(isOver(awaits, deployment, moment)).toBe(over);
  });
});

test.each([
  [truth('ROLLBACK_IN_PROGRESS', { triggeredAlarms: ['web-5xx'], rollbackReason: 'x' }), [], 'alarm web-5xx fired'],
  [truth('ROLLBACK_IN_PROGRESS', { rollbackReason: 'breaker', statusReason: 'y' }), [], 'breaker'],
  [truth('STOPPED', { statusReason: 'superseded' }), [], 'superseded'],
  [
    truth('IN_PROGRESS', { stage: 'SCALE_UP' }),
    ['exit code 1', 'older'],
    'ECS says IN_PROGRESS at SCALE_UP; last task: exit code 1',
  ],
] as const)('%o with dead tasks %o: %s', (deployment, dead, because) => {
  expect(whyNot(deployment, dead)).toBe(because);
});
