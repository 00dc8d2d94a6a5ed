import fc from 'fast-check';
import { expect, test } from 'vitest';
import { p95, pastSeconds, secondsNeeded } from '../../../core/domain/past-seconds.ts';
import type { StrategyName } from '../../../core/domain/service.ts';
import { type TimeFacts, timePlanOf } from '../../../core/domain/time-plan.ts';
import { aPlan, TIMEOUTS } from '../../builders.ts';

const quick: TimeFacts = {
  strategy: 'blue-green',
  bakes: [300],
  tasks: 2,
  minimumHealthyPercent: 100,
  maximumPercent: 200,
  healthCheckGrace: 10,
  untilHealthy: 10,
  deregistrationDelay: 5,
  stopTimeout: 30,
  balancer: 'application',
  graceful: 0,
  past: [],
  coldBack: false,
  rehearsed: 0,
  timeouts: TIMEOUTS,
};
const seconds = fc.nat(3600);
const timeout = fc.integer({ min: 1, max: 3600 });
const facts = fc.record({
  strategy: fc.constantFrom<StrategyName>('blue-green', 'canary', 'linear', 'rolling', 'immediate', 'graceful'),
  bakes: fc.array(seconds, { maxLength: 5 }),
  tasks: fc.nat(500),
  minimumHealthyPercent: fc.integer({ min: 0, max: 100 }),
  maximumPercent: fc.integer({ min: 100, max: 200 }),
  healthCheckGrace: seconds,
  untilHealthy: seconds,
  deregistrationDelay: seconds,
  stopTimeout: fc.nat(120),
  balancer: fc.constantFrom('application' as const, 'network' as const, 'none' as const),
  graceful: seconds,
  past: fc.array(fc.integer({ min: 1, max: 7200 }), { maxLength: 20 }),
  coldBack: fc.boolean(),
  rehearsed: seconds,
  timeouts: fc.record({ update: timeout, warm: timeout, cold: timeout }),
});

test('no wait ends before what the service itself needs, and five minutes more', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const { deadlines } = timePlanOf(given);
      const { update } = given.timeouts;
      expect(deadlines.scaleUp).toBeGreaterThanOrEqual(given.healthCheckGrace + given.untilHealthy + update);
      expect(deadlines.finish).toBeGreaterThanOrEqual(given.deregistrationDelay + given.stopTimeout + update);
      expect(deadlines.bake).toBeGreaterThanOrEqual(Math.max(0, ...given.bakes) + update);
      expect(deadlines.rollOut).toBeGreaterThanOrEqual(
        given.healthCheckGrace + given.untilHealthy + given.deregistrationDelay + given.graceful + update,
      );
    }),
  );
});

test('a scale-up has 15 minutes at least, a shift behind a Network Load Balancer 25, and whole seconds everywhere', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const { deadlines } = timePlanOf(given);
      expect(deadlines.scaleUp).toBeGreaterThanOrEqual(900);
      if (given.balancer === 'network') expect(deadlines.shift).toBeGreaterThanOrEqual(1500);
      for (const limit of Object.values(deadlines)) expect(Number.isSafeInteger(limit) && limit > 0).toBe(true);
    }),
  );
});

test('a service that took long before is given twice as long', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const { scaleUp, finish, rollOut } = timePlanOf(given).deadlines;
      for (const limit of [scaleUp, finish, rollOut]) expect(limit).toBeGreaterThanOrEqual(2 * p95(given.past));
    }),
  );
});

test('a way back is given longer than it takes to start every task again', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const { rollBack, scaleUp } = timePlanOf(given).deadlines;
      expect(rollBack).toBeGreaterThan(scaleUp);
    }),
  );
});

test('where the old tasks run to the end the way back is warm: two minutes, and ten more behind a Network Load Balancer', () => {
  expect(timePlanOf(quick).wayBack).toMatchObject({ kind: 'warm', seconds: 120 });
  expect(timePlanOf({ ...quick, balancer: 'network' }).wayBack).toMatchObject({ kind: 'warm', seconds: 720 });
});

test.each(['rolling', 'immediate', 'graceful'] as const)(
  'after %s the way back is cold: ten minutes, or as long as the service needs to start',
  (strategy) => {
    const cold = { ...quick, strategy, coldBack: true };
    expect(timePlanOf(cold).wayBack).toMatchObject({ kind: 'cold', seconds: 600 });
    const slow = timePlanOf({ ...cold, healthCheckGrace: 1800 });
    expect(slow.wayBack.seconds).toBeGreaterThan(1800);
  },
);

test('a rehearsal that took longer than that is what a cold way back is given, and a minute more', () => {
  const cold = { ...quick, strategy: 'rolling', coldBack: true } as const;
  expect(timePlanOf({ ...cold, rehearsed: 300 }).wayBack.seconds).toBe(600);
  expect(timePlanOf({ ...cold, rehearsed: 841.5 }).wayBack.seconds).toBe(902);
  expect(timePlanOf({ ...quick, rehearsed: 841.5 }).wayBack).toMatchObject({ kind: 'warm', seconds: 120 });
});

test('a rolling deployment that may replace one task at a time is given time for each', () => {
  const one = timePlanOf({ ...quick, strategy: 'rolling', tasks: 10, maximumPercent: 110 }).deadlines.rollOut;
  const all = timePlanOf({ ...quick, strategy: 'rolling', tasks: 10 }).deadlines.rollOut;
  expect(one).toBeGreaterThan(all);
});

test.each<{ change: Partial<TimeFacts>; part: string }>([
  { change: {}, part: 'bake' },
  { change: { bakes: [] }, part: 'start' },
  { change: { bakes: [], healthCheckGrace: 600 }, part: 'health checks' },
  { change: { bakes: [], deregistrationDelay: 3600 }, part: 'deregistration' },
  { change: { bakes: [], balancer: 'network' }, part: 'shift' },
  { change: { bakes: [], balancer: 'network', strategy: 'immediate' }, part: 'start' },
  { change: { strategy: 'graceful', graceful: 900 }, part: 'work in hand' },
])('the slowest part is named: $part', ({ change, part }) => {
  expect(timePlanOf({ ...quick, ...change }).slowest.part).toBe(part);
});

test('what a deployment needed is its time without its times under watch', () => {
  const startedAt = '2026-11-20T10:00:00.000Z';
  const needed = (plan?: Parameters<typeof aPlan>[0]) =>
    secondsNeeded({ startedAt, ...(plan && { plan: aPlan(plan) }) }, '2026-11-20T10:10:00.000Z');
  expect(needed()).toBe(600);
  expect(needed({ bake: 300 })).toBe(300);
  expect(needed({ strategy: 'canary', percent: 5, stepBake: 120, bake: 60 })).toBe(420);
  expect(needed({ strategy: 'linear', percent: 25, stepBake: 60, bake: 60 })).toBe(360);
  expect(pastSeconds([{ needed: 7 }, {}, { needed: 9 }])).toEqual([7, 9]);
});

test('95 of 100 kept within it', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
  expect([p95(hundred.toReversed()), p95([7]), p95([])]).toEqual([95, 7, 0]);
});
