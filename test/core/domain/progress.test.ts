import { expect, test } from 'vitest';
import { stageOf, whyNot } from '../../../core/domain/progress.ts';
import { truth, truthAt } from '../../builders.ts';

test.each([
  [truth('PENDING'), 'going'],
  [truth('IN_PROGRESS', { stage: 'PRE_PRODUCTION_TRAFFIC_SHIFT' }), 'going'],
  [truthAt('PRE_PRODUCTION_TRAFFIC_SHIFT'), 'before-traffic'],
  [truthAt('POST_PRODUCTION_TRAFFIC_SHIFT'), 'after-shift'],
  [truthAt('POST_SCALE_UP'), 'going'],
  [truthAt('A_STAGE_THAT_AWS_ADDS'), 'going'],
  [truth('IN_PROGRESS', { stage: 'BAKE_TIME' }), 'ending'],
  [truth('IN_PROGRESS', { stage: 'CLEAN_UP' }), 'ending'],
  [truth('SUCCESSFUL'), 'ended-well'],
  [truth('STOP_REQUESTED'), 'superseded'],
  [truth('STOPPED'), 'superseded'],
  [truth('ROLLBACK_REQUESTED'), 'going-back'],
  [truth('ROLLBACK_IN_PROGRESS', { pause: { hookId: 'hook', stage: 'PRE_PRODUCTION_TRAFFIC_SHIFT' } }), 'going-back'],
  [truth('ROLLBACK_SUCCESSFUL'), 'ended-badly'],
  [truth('ROLLBACK_FAILED'), 'ended-badly'],
] as const)('%o stands at %s', (deployment, stage) => {
  expect(stageOf(deployment)).toBe(stage);
});

test('a gate that was answered is passed, and the next of the same stage is another', () => {
  expect(stageOf(truthAt('PRE_PRODUCTION_TRAFFIC_SHIFT', 'one'), 'one')).toBe('going');
  expect(stageOf(truthAt('PRE_PRODUCTION_TRAFFIC_SHIFT', 'two'), 'one')).toBe('before-traffic');
});

test.each([
  [truth('ROLLBACK_IN_PROGRESS', { triggeredAlarms: ['web-5xx'], rollbackReason: 'x' }), 'alarm web-5xx fired'],
  [truth('ROLLBACK_IN_PROGRESS', { rollbackReason: 'breaker', statusReason: 'y' }), 'breaker'],
  [truth('STOPPED', { statusReason: 'superseded' }), 'superseded'],
  [truth('IN_PROGRESS', { stage: 'SCALE_UP' }), 'ECS says IN_PROGRESS at SCALE_UP'],
] as const)('%o: %s', (deployment, because) => {
  expect(whyNot(deployment)).toBe(because);
});
