import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Awaited, Wait } from '../../../core/domain/deployment.ts';
import { isTerminal, stageOf } from '../../../core/domain/progress.ts';
import { wakeByRequest, wakeByTruth } from '../../../core/domain/wake-up.ts';
import { STATUSES, truth, truthAt } from '../../builders.ts';

const drawn = fc
  .record({
    status: fc.constantFrom(...STATUSES),
    stage: fc.constantFrom('SCALE_UP', 'PRE_PRODUCTION_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT', 'BAKE_TIME'),
    hook: fc.option(fc.constantFrom('one', 'two'), { nil: undefined }),
  })
  .map(({ status, stage, hook }) => truth(status, { stage, ...(hook && { pause: { hookId: hook, stage } }) }));
const waits = fc.record<Pick<Wait, 'awaits' | 'answered' | 'bakes'>>(
  {
    awaits: fc.constantFrom<Awaited>(
      'gate',
      'bake-over',
      'deployment-ended',
      'way-back-ended',
      'command-done',
      'person',
      'approval',
    ),
    answered: fc.constant('one'),
    bakes: fc.record({ share: fc.nat(600), all: fc.nat(600) }),
  },
  { requiredKeys: ['awaits'] },
);
const PAUSED = { paused: { by: 'somebody', at: '2026-11-20T10:00:00.000Z' } };

test('nobody who waits for a person is woken by what ECS says', () => {
  fc.assert(
    fc.property(waits, drawn, (wait, deployment) => {
      fc.pre(['person', 'approval', 'command-done'].includes(wait.awaits));
      expect(wakeByTruth(wait, deployment, {}).do).toBe('nothing');
    }),
  );
});

test('whoever waits for a gate is woken when the deployment has turned: there will be none', () => {
  fc.assert(
    fc.property(waits, drawn, fc.boolean(), (wait, deployment, paused) => {
      fc.pre((wait.awaits === 'gate' || wait.awaits === 'bake-over') && deployment.status !== 'IN_PROGRESS');
      fc.pre(deployment.status !== 'PENDING');
      expect(wakeByTruth(wait, deployment, paused ? PAUSED : {}).do).toBe('wake');
    }),
  );
});

test('whoever waits for the end is woken by the end and by nothing else', () => {
  fc.assert(
    fc.property(drawn, (deployment) => {
      for (const awaits of ['deployment-ended', 'way-back-ended'] as const) {
        const { do: does } = wakeByTruth({ awaits }, deployment, {});
        expect(does).toBe(isTerminal(deployment.status) ? 'wake' : 'nothing');
      }
    }),
  );
});

test('no gate is passed while a person has paused the deployment, and none that was passed counts again', () => {
  fc.assert(
    fc.property(waits, drawn, (wait, deployment) => {
      const paused = wakeByTruth(wait, deployment, PAUSED);
      if (paused.do === 'wake') expect(paused.woke.hookId).toBeUndefined();
      const { do: does } = wakeByTruth(wait, deployment, {});
      if (stageOf(deployment, wait.answered) === 'going') expect(does).toBe('nothing');
    }),
  );
});

test.each([
  [{ awaits: 'gate' }, truthAt('PRE_PRODUCTION_TRAFFIC_SHIFT'), 'wake'],
  [{ awaits: 'gate', bakes: { share: 60, all: 0 } }, truthAt('PRE_PRODUCTION_TRAFFIC_SHIFT'), 'bake'],
  [{ awaits: 'gate', bakes: { share: 60, all: 0 } }, truthAt('POST_PRODUCTION_TRAFFIC_SHIFT'), 'wake'],
  [{ awaits: 'gate', bakes: { share: 0, all: 60 } }, truthAt('POST_PRODUCTION_TRAFFIC_SHIFT'), 'bake'],
  [{ awaits: 'bake-over' }, truthAt('POST_PRODUCTION_TRAFFIC_SHIFT'), 'nothing'],
  [{ awaits: 'gate' }, truth('IN_PROGRESS'), 'nothing'],
] as const)('%o at %o: %s', (wait, deployment, does) => {
  expect(wakeByTruth(wait, deployment, {}).do).toBe(does);
});

test('a request for the way back wakes everybody, but not who obeys it already', () => {
  const stopRequested = { because: 'bad', by: 'alarm', at: '' };
  const gate = { awaits: 'gate' } as const;
  expect(wakeByRequest({ phase: 'traffic', stopRequested }, gate)).toEqual({ stage: 'stopped', because: 'bad' });
  expect(wakeByRequest({ phase: 'roll-back', stopRequested }, gate)).toBeUndefined();
  expect(wakeByRequest({ phase: 'traffic', stopRequested }, { awaits: 'way-back-ended' })).toBeUndefined();
  expect(wakeByRequest({ phase: 'traffic', stopRequested }, { awaits: 'command-done' })).toBeUndefined();
  expect(wakeByRequest({ phase: 'traffic' }, gate)).toBeUndefined();
});
