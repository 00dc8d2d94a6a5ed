import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hookSeconds } from '../../../core/domain/deadlines.ts';
import {
  backwardConfiguration,
  forwardConfiguration,
  foundConfiguration,
  ownerPausesAtGates,
} from '../../../core/domain/deployment-configuration.ts';
import { isBeside, STRATEGIES, type StrategyName } from '../../../core/domain/service.ts';
import { aPlan } from '../../builders.ts';

const ECS_NAME = {
  'blue-green': 'BLUE_GREEN',
  canary: 'CANARY',
  linear: 'LINEAR',
  rolling: 'ROLLING',
  immediate: 'ROLLING',
  graceful: 'ROLLING',
} as const;
const strategies = fc.constantFrom<StrategyName>(...STRATEGIES);
const ownHook = { targetType: 'AWS_LAMBDA', hookTargetArn: 'arn:own', lifecycleStages: ['POST_SCALE_UP'] };
const configurations = fc.record(
  {
    strategy: fc.constantFrom('ROLLING', 'BLUE_GREEN', 'CANARY', 'LINEAR'),
    minimumHealthyPercent: fc.nat(100),
    maximumPercent: fc.integer({ min: 100, max: 400 }),
    bakeTimeInMinutes: fc.nat(60),
    alarms: fc.record({
      alarmNames: fc.array(fc.constantFrom('x', 'y')),
      enable: fc.boolean(),
      rollback: fc.boolean(),
    }),
    lifecycleHooks: fc.constantFrom([], [ownHook]),
    deploymentCircuitBreaker: fc.record({ enable: fc.boolean(), rollback: fc.boolean() }),
    canaryConfiguration: fc.constant({ canaryPercent: 5 }),
  },
  { requiredKeys: [] },
);
const planOf = (strategy: StrategyName) => {
  const shares = { strategy, bake: 300, stepBake: 120, percent: 10, extensions: 1 };
  const { deadlines } = aPlan();
  return { ...shares, automatic: true, deadlines, alarms: ['web-5xx'], healthy: {}, crashThreshold: 7 };
};
const forward = (strategy: StrategyName, found: object) =>
  JSON.parse(forwardConfiguration(planOf(strategy), JSON.stringify(found)));

test('what is put back says everything that was found, with hooks, alarms and breaker spelt out', () => {
  fc.assert(
    fc.property(configurations, (found) => {
      const back = JSON.parse(foundConfiguration(JSON.stringify(found)));
      expect(back).toMatchObject(found);
      expect(Array.isArray(back.lifecycleHooks)).toBe(true);
      expect(back.alarms).toMatchObject({ enable: expect.any(Boolean), rollback: expect.any(Boolean) });
      expect(back.deploymentCircuitBreaker).toBeDefined();
      expect(back.strategy).toBeDefined();
      expect(back.bakeTimeInMinutes).toBeDefined();
    }),
  );
});

test("the owner's hooks go along where the strategy stays, and nowhere else", () => {
  fc.assert(
    fc.property(strategies, configurations, (strategy, found) => {
      const sent: readonly object[] = forward(strategy, found).lifecycleHooks;
      const same = (found.strategy ?? 'ROLLING') === ECS_NAME[strategy];
      const kept = same && found.lifecycleHooks?.length === 1;
      expect(sent.some((hook) => JSON.stringify(hook) === JSON.stringify(ownHook))).toBe(kept);
    }),
  );
});

test('forward: our alarms are watched beside those of the owner, and roll back', () => {
  fc.assert(
    fc.property(strategies, configurations, (strategy, found) => {
      const { alarms } = forward(strategy, found);
      const own = found.alarms?.enable ? found.alarms.alarmNames : [];
      expect(new Set(alarms.alarmNames)).toEqual(new Set(['web-5xx', ...own]));
      expect(alarms).toMatchObject({ enable: true, rollback: true });
    }),
  );
});

test('forward: a PAUSE at both gates where there are gates, which goes back when nobody answers; a breaker where there are none', () => {
  fc.assert(
    fc.property(strategies, configurations, (strategy, found) => {
      const sent = forward(strategy, found);
      const pauses = sent.lifecycleHooks.filter((hook: { targetType: string }) => hook.targetType === 'PAUSE');
      const timeoutInMinutes = Math.ceil(hookSeconds(planOf(strategy)) / 60);
      const pause = {
        targetType: 'PAUSE',
        lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'],
        timeoutConfiguration: { timeoutInMinutes, action: 'ROLLBACK' },
      };
      expect(pauses).toEqual(isBeside(strategy) ? [pause] : []);
      expect(sent.deploymentCircuitBreaker).toEqual(
        isBeside(strategy)
          ? { enable: false, rollback: false }
          : { enable: true, rollback: true, thresholdConfiguration: { type: 'COUNT', value: 7 } },
      );
      expect(sent.bakeTimeInMinutes).toBe(isBeside(strategy) ? 1 : 5);
    }),
  );
});

test('forward: ECS holds no bake of a share by itself, and is told the share', () => {
  expect(forward('canary', {})).toMatchObject({
    strategy: 'CANARY',
    canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 0 },
  });
  expect(forward('linear', {})).toMatchObject({
    strategy: 'LINEAR',
    linearConfiguration: { stepPercent: 10, stepBakeTimeInMinutes: 0 },
  });
});

test('backward: nothing can stop it, and capacity comes before traffic, unless two versions must never run side by side', () => {
  fc.assert(
    fc.property(strategies, configurations, (strategy, found) => {
      const sent = JSON.parse(backwardConfiguration(strategy, JSON.stringify(found)));
      expect(sent).toMatchObject({ lifecycleHooks: [], bakeTimeInMinutes: 0 });
      expect(sent.alarms).toEqual({ alarmNames: [], enable: false, rollback: false });
      expect(sent.deploymentCircuitBreaker.rollback).toBe(false);
      if (strategy === 'immediate') expect(sent).toMatchObject({ minimumHealthyPercent: 0, maximumPercent: 100 });
      else expect(sent.minimumHealthyPercent).toBe(100);
      if (strategy !== 'immediate') expect(sent.maximumPercent).toBeGreaterThanOrEqual(200);
    }),
  );
});

test.each(['null', '[]', '"text"', '7'])('%s is no configuration', (found) => {
  expect(() => foundConfiguration(found)).toThrow(/no deploymentConfiguration/);
});

test.each([
  [{ targetType: 'PAUSE', lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT'] }, true],
  [{ targetType: 'PAUSE', lifecycleStages: ['POST_SCALE_UP'] }, false],
  [{ ...ownHook, lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT'] }, false],
])('%o pauses at a gate that we need: %s', (hook, pauses) => {
  expect(ownerPausesAtGates(JSON.stringify({ lifecycleHooks: [hook] }))).toBe(pauses);
});

test.each([
  ['without alarms ECS did not bake', {}, 0],
  ['alarms that are off count for none', { alarms: { alarmNames: ['a'], enable: false, rollback: false } }, 0],
  ['with alarms ECS bakes by itself', { alarms: { alarmNames: ['a'], enable: true, rollback: true } }, 5],
  ['a bake time of the owner stays', { bakeTimeInMinutes: 1, alarms: { alarmNames: ['a'], enable: true } }, 1],
])('the owner is left with the bake that there was: %s', (_, found, minutes) => {
  expect(JSON.parse(foundConfiguration(JSON.stringify(found)))).toMatchObject({ bakeTimeInMinutes: minutes });
});
