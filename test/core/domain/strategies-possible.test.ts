import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StrategyName } from '../../../core/domain/service.ts';
import { strategiesPossible } from '../../../core/domain/strategies-possible.ts';
import { autoStrategy, isWired } from '../../../core/domain/wiring.ts';
import { aServiceTruth } from '../../builders.ts';

const [wired] = aServiceTruth().loadBalancers;
const plain = { targetGroup: 'targetgroup/blue', container: 'web' };
const first = { 'targetgroup/blue': 100, 'targetgroup/green': 0 };
const second = { 'targetgroup/blue': 0, 'targetgroup/green': 100 };
const ALL: readonly StrategyName[] = ['blue-green', 'canary', 'linear', 'rolling', 'immediate', 'graceful'];
const can = (...given: Parameters<typeof strategiesPossible>): readonly StrategyName[] => {
  const all = strategiesPossible(...given);
  return ALL.filter((name) => all[name].possible);
};

test('a service that is wired, with all traffic on its first group, can go out in each of the six ways', () => {
  expect(can(aServiceTruth(), first)).toEqual(ALL);
});

test('a service without a load balancer has no traffic to share out, and is offered blue/green', () => {
  const ecs = aServiceTruth({ loadBalancers: [] });
  expect(can(ecs, undefined)).toEqual(['blue-green', 'rolling', 'immediate', 'graceful']);
  for (const name of ['canary', 'linear'] as const)
    expect(strategiesPossible(ecs, undefined)[name]).toMatchObject({ instead: 'blue-green', code: 'NotWired' });
});

test('a service with one target group is offered rolling in place of what shifts traffic', () => {
  const ecs = aServiceTruth({ loadBalancers: [plain] });
  expect(can(ecs, undefined)).toEqual(['rolling', 'immediate', 'graceful']);
  for (const name of ['blue-green', 'canary', 'linear'] as const)
    expect(strategiesPossible(ecs, undefined)[name]).toMatchObject({ instead: 'rolling', code: 'NotWired' });
});

test('a service of which one of two load balancers is wired rolls, forward and back: ECS could move the traffic of one alone', () => {
  if (wired === undefined) throw new Error('the service has no load balancer');
  for (const loadBalancers of [
    [wired, plain],
    [plain, wired],
  ]) {
    const ecs = aServiceTruth({ loadBalancers });
    expect(can(ecs, first)).toEqual(['rolling', 'immediate', 'graceful']);
    expect(isWired(ecs)).toBe(false);
    expect(autoStrategy(ecs)).toBe('rolling');
  }
});

test.each(['serviceConnect', 'vpcLattice'] as const)('%s has traffic to shift, without any load balancer', (kind) => {
  expect(can(aServiceTruth({ loadBalancers: [], [kind]: true }), undefined)).toEqual(ALL);
});

test('while the alternate group serves, only what swaps the groups again is possible', () => {
  expect(can(aServiceTruth(), second)).toEqual(['blue-green', 'canary', 'linear']);
  expect(strategiesPossible(aServiceTruth(), second).rolling).toMatchObject({
    code: 'StrategyNeedsSwap',
    instead: 'blue-green',
  });
});

test('a service that rebalances over zones cannot be replaced at once, and is offered blue/green, or rolling where it is not wired', () => {
  const all = strategiesPossible(aServiceTruth({ rebalances: true }), first);
  expect(all.immediate).toMatchObject({ possible: false, instead: 'blue-green' });
  expect(all.rolling).toEqual({ possible: true });
  const bare = strategiesPossible(aServiceTruth({ rebalances: true, loadBalancers: [plain] }), undefined);
  expect(bare.immediate).toMatchObject({ possible: false, instead: 'rolling' });
});

test.each<{ name: string; weights: Readonly<Record<string, number>> | undefined }>([
  { name: 'split', weights: { 'targetgroup/blue': 90, 'targetgroup/green': 10 } },
  { name: 'on strange groups', weights: { other: 100 } },
  { name: 'nowhere', weights: { 'targetgroup/blue': 0, 'targetgroup/green': 0 } },
  { name: 'unread', weights: undefined },
])('with the traffic $name nothing is possible, and the reason names the rule', ({ weights }) => {
  expect(can(aServiceTruth(), weights)).toEqual([]);
  const { rolling } = strategiesPossible(aServiceTruth(), weights);
  expect(rolling.possible ? '' : rolling.because).toContain('listener-rule/production');
});

test('what is offered instead is always possible, unless nothing is', () => {
  const share = fc.constantFrom(0, 10, 90, 100);
  const weights = fc.option(fc.record({ 'targetgroup/blue': share, 'targetgroup/green': share }), { nil: undefined });
  const services = fc
    .record({
      loadBalancers: fc.subarray([...(wired === undefined ? [] : [wired]), plain]),
      rebalances: fc.boolean(),
      serviceConnect: fc.boolean(),
      vpcLattice: fc.boolean(),
    })
    .map(aServiceTruth);
  fc.assert(
    fc.property(services, weights, (ecs, live) => {
      const all = strategiesPossible(ecs, live);
      const possible = can(ecs, live);
      for (const one of Object.values(all))
        if (!one.possible && possible.length > 0) expect(possible).toContain(one.instead);
    }),
  );
});
