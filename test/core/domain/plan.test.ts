import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hookSeconds } from '../../../core/domain/deadlines.ts';
import { forwardConfiguration } from '../../../core/domain/deployment-configuration.ts';
import { parseServiceKey } from '../../../core/domain/names.ts';
import { type Preflight, planDeployment } from '../../../core/domain/plan.ts';
import { stepsOf } from '../../../core/domain/planned-deployment.ts';
import { STRATEGIES } from '../../../core/domain/service.ts';
import type { ServiceTruth } from '../../../core/domain/truth.ts';
import { aCommand, aDeployment, aService, aWiredService } from '../../builders.ts';
import { planFor, quiet, ready } from './plan-for.ts';

const ecs = aWiredService();
const pause = JSON.stringify({
  lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT'] }],
});

test.each([
  { name: 'a service with two groups and a rule', change: {}, strategy: 'blue-green' },
  { name: 'a service without a load balancer', change: { ecs: { ...ecs, loadBalancers: [] } }, strategy: 'rolling' },
  {
    name: 'a service that is set to roll',
    change: { settings: aService({ strategy: 'rolling' }) },
    strategy: 'rolling',
  },
])('$name is deployed by $strategy', ({ change, strategy }) => {
  expect(planFor(aDeployment(), change).strategy).toBe(strategy);
});

test.each<{ name: string; change: Partial<Preflight>; code: string }>([
  { name: 'a service that is gone', change: { ecs: undefined }, code: 'NotRunning' },
  { name: 'a service that drains', change: { ecs: { ...ecs, status: 'DRAINING' } }, code: 'NotRunning' },
  { name: 'another controller', change: { ecs: { ...ecs, controller: 'CODE_DEPLOY' } }, code: 'Unsupported' },
  { name: 'an image that is gone', change: { imageIsThere: false }, code: 'ImageGone' },
  { name: 'an old image that is gone', change: { wayBackIsThere: false }, code: 'NoWayBack' },
  { name: 'nothing that ever succeeded', change: { running: undefined }, code: 'NoWayBack' },
  { name: 'a deployment under way', change: { underWay: 'IN_PROGRESS' }, code: 'DeploymentInProgress' },
  { name: 'an alarm that fires', change: { alarms: [{ ...quiet, state: 'ALARM' }] }, code: 'AlarmAlreadyFiring' },
  { name: 'an alarm that is not there', change: { alarms: [] }, code: 'BadRequest' },
  { name: 'weights that are split', change: { weights: { blue: 90, green: 10 } }, code: 'NotWired' },
  { name: 'weights of strange groups', change: { weights: { other: 100 } }, code: 'NotWired' },
  {
    name: 'a pause of the owner at our gate',
    change: { ecs: { ...ecs, deploymentConfiguration: pause } },
    code: 'Unsupported',
  },
])('$name is refused as $code', ({ change, code }) => {
  expect(() => planFor(aDeployment(), change)).toThrow(expect.objectContaining({ code }));
});

test('everything that stands in the way is told at once', () => {
  const bad = { imageIsThere: false, underWay: 'IN_PROGRESS', alarms: [{ ...quiet, state: 'ALARM' }] } as const;
  const { refusals } = planDeployment(aDeployment(), { ...ready, ...bad });
  expect(refusals.map(({ code }) => code)).toEqual(['ImageGone', 'DeploymentInProgress', 'AlarmAlreadyFiring']);
  expect(() => planFor(aDeployment(), bad)).toThrow(/is gone from web.*under way.*in ALARM already/);
});

test('a pause is not held against a service while a deployment is under way, which may have put it there', () => {
  const paused = { ecs: { ...ecs, deploymentConfiguration: pause } };
  const codes = (change: Partial<Preflight>) =>
    planDeployment(aDeployment(), { ...ready, ...paused, ...change }).refusals.map(({ code }) => code);
  expect(codes({})).toEqual(['Unsupported']);
  expect(codes({ underWay: 'IN_PROGRESS' })).toEqual(['DeploymentInProgress']);
});

test.each([
  ['canary', { percent: 5, stepBake: 600, wayBack: 'warm' }],
  ['linear', { percent: 10, stepBake: 360, wayBack: 'warm' }],
  ['blue-green', { percent: 100, stepBake: 0, wayBack: 'warm' }],
  ['rolling', { percent: 100, healthy: {}, wayBack: 'cold' }],
  ['immediate', { healthy: { minimum: 0, maximum: 100 }, wayBack: 'cold' }],
  ['graceful', { onTimeout: 'proceed', wayBack: 'cold' }],
] as const)('%s as it is by default: %o', (strategy, wanted) => {
  expect(planFor(aDeployment({ strategy }))).toMatchObject({ strategy, ...wanted });
});

test('what a request says goes before what the service says, and that before the default', () => {
  const settings = aService({ strategies: { canary: { percent: 20, bake: 60 } } });
  expect(planFor(aDeployment({ strategy: 'canary' }), { settings })).toMatchObject({ percent: 20, stepBake: 60 });
  const asked = aDeployment({ strategy: 'canary', options: { percent: 1, bake: 0, alarms: [] } });
  expect(planFor(asked, { settings })).toMatchObject({ percent: 1, stepBake: 60, bake: 0, alarms: [] });
});

test.each(['canary', 'linear'] as const)('%s without traffic to divide is refused with the way out', (strategy) => {
  expect(() => planFor(aDeployment({ strategy }), { ecs: aWiredService({ loadBalancers: [] }) })).toThrow(
    '--strategy blue-green',
  );
});

test('without a load balancer blue/green still starts the new tasks before it ends the old', () => {
  const bare = aDeployment({ strategy: 'blue-green' });
  expect(planFor(bare, { ecs: aWiredService({ loadBalancers: [] }), weights: undefined }).strategy).toBe('blue-green');
});

test('a load balancer that is not wired is no blue/green', () => {
  const loadBalancers = [{ targetGroup: 'blue', container: 'web' }];
  expect(() => planFor(aDeployment({ strategy: 'blue-green' }), { ecs: aWiredService({ loadBalancers }) })).toThrow(
    '--strategy rolling',
  );
});

test.each(['rolling', 'immediate', 'graceful'] as const)(
  '%s while the other target group serves is refused',
  (strategy) => {
    expect(() => planFor(aDeployment({ strategy }), { weights: { blue: 0, green: 100 } })).toThrow(
      expect.objectContaining({ code: 'StrategyNeedsSwap' }),
    );
  },
);

test('immediate is refused in production without force, and with zone rebalancing', () => {
  const production = { settings: aService({ key: parseServiceKey('production/web') }) };
  const asked = aDeployment({ strategy: 'immediate' });
  expect(() => planFor(asked, production)).toThrow(expect.objectContaining({ code: 'NeedsForce' }));
  expect(planFor({ ...asked, forced: { by: 'x', reason: 'y' } }, production).strategy).toBe('immediate');
  expect(() => planFor(asked, { ecs: aWiredService({ rebalances: true }) })).toThrow('rebalances');
});

test('how long an immediate deployment is out follows from how long a task takes to get healthy', () => {
  const pace = { untilHealthy: 170, deregistrationDelay: 5, balancer: 'application' as const };
  const { warnings } = planFor(aDeployment({ strategy: 'immediate' }), { settings: aService({ pace }) });
  expect(warnings).toContainEqual(expect.stringMatching(/^an outage of about 5 min: /));
});

test('who wants no outage is offered what the service can have', () => {
  const oneGroup = aWiredService({ loadBalancers: [{ targetGroup: 'blue', container: 'web' }] });
  const outage = (ecs: ServiceTruth) => planFor(aDeployment({ strategy: 'immediate' }), { ecs }).warnings;
  expect(outage(aWiredService())).toContainEqual(expect.stringContaining('--strategy blue-green --bake 0s'));
  expect(outage(oneGroup)).toContainEqual(expect.stringContaining('--strategy rolling --bake 0s'));
  const production = { ecs: oneGroup, settings: aService({ key: parseServiceKey('production/web') }) };
  expect(() => planFor(aDeployment({ strategy: 'immediate' }), production)).toThrow('--strategy rolling --bake 0s');
});

test('a rollback asks neither the alarms nor who else deploys', () => {
  const preflight: Partial<Preflight> = { alarms: [{ ...quiet, state: 'ALARM' }], underWay: 'IN_PROGRESS' };
  expect(planFor(aDeployment({ kind: 'rollback' }), preflight).strategy).toBe('blue-green');
});

test('an owner pause hook that ECS does not show whole is refused, in words', () => {
  const hidden = JSON.stringify({ lifecycleHooks: [{ lifecycleStages: ['POST_SCALE_UP'] }] });
  expect(() => planFor(aDeployment(), { ecs: { ...ecs, deploymentConfiguration: hidden } })).toThrow(
    /could not be put back/,
  );
});

test.each(STRATEGIES)('%s: a hook lasts longer than all bakes and every wait that it bridges', (strategy) => {
  const plan = planFor(aDeployment({ strategy, options: { bake: 3600, stepBake: 7200 } }));
  expect(hookSeconds(plan)).toBeGreaterThan(Math.max(plan.bake, plan.stepBake) * (plan.extensions + 1));
  expect(hookSeconds(plan)).toBeGreaterThan(plan.deadlines.shift);
  expect(hookSeconds(plan)).toBeGreaterThan(plan.deadlines.person);
  expect(plan.deadlines.shift).toBeGreaterThan(plan.bake);
  expect(plan.deadlines.bake).toBeGreaterThan(plan.bake);
});

test('a minimum of requests that nobody counts is refused, with the reason', () => {
  const settings = aService({ minimumRequests: 5 });
  const bare = aWiredService({ loadBalancers: [] });
  const network = { ...settings, pace: { untilHealthy: 10, deregistrationDelay: 5, balancer: 'network' as const } };
  const asked = aDeployment({ strategy: 'blue-green' });
  const refused = (message: string) =>
    expect.objectContaining({ code: 'BadRequest', message: expect.stringContaining(message) });
  expect(() => planFor(asked, { settings, ecs: bare, weights: undefined })).toThrow(refused('no load balancer'));
  expect(() => planFor(asked, { settings: network })).toThrow(refused('Network Load Balancer'));
  expect(planFor(asked, { settings }).minimumRequests).toBe(5);
  const rolls = aDeployment({ strategy: 'rolling' });
  expect(() => planFor(rolls, { settings, ecs: bare, weights: undefined })).toThrow(refused('no load balancer'));
  expect(planFor(rolls, { settings }).end).toBeDefined();
  expect(planFor(aDeployment({ kind: 'rollback' }), { settings: network }).warnings).toEqual([]);
});

test('a gate that could be held longer than ECS holds one is refused by the plan, and the longest that it takes is not', () => {
  const settings = (extensions: number) =>
    aService({ bake: 86_400, extensions, approval: { count: 0, approvers: [], deadline: 7 * 86_400 } });
  const said = /^bake, extensions, approval.deadline: .*20160 at most/;
  expect(() => planFor(aDeployment(), { settings: settings(10) })).toThrow(said);
  expect(planFor(aDeployment(), { settings: settings(5) }).strategy).toBe('blue-green');
  expect(planFor(aDeployment({ strategy: 'rolling' }), { settings: settings(10) }).strategy).toBe('rolling');
});

test.each(STRATEGIES)('%s: no plan has a hook that ECS would not take', (strategy) =>
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 86_400 }),
      fc.integer({ min: 0, max: 10 }),
      fc.integer({ min: 0, max: 7 * 86_400 }),
      (bake, extensions, deadline) => {
        const settings = aService({ bake, extensions, approval: { count: 0, approvers: [], deadline } });
        const { plan } = planDeployment(aDeployment({ strategy }), { ...ready, settings });
        const { lifecycleHooks } = JSON.parse(plan === undefined ? '{}' : forwardConfiguration(plan, '{}'));
        for (const { timeoutConfiguration } of lifecycleHooks ?? [])
          expect(timeoutConfiguration.timeoutInMinutes).toBeLessThanOrEqual(20_160);
      },
    ),
  ),
);

test.each([
  { name: 'ECS under alarms', settings: {}, last: ['ECS replaces the tasks', 'under watch by ECS'] },
  {
    name: 'ECS under alarms, and checks are asked after that',
    settings: { checks: [aCommand({ when: 'after' })] },
    last: ['under watch by ECS', 'judged at the end'],
  },
  {
    name: 'Belay, where there is something to judge and no alarm',
    settings: { alarms: [], minimumRequests: 5 },
    last: ['under watch by Belay', 'judged at the end'],
  },
  {
    name: 'Belay, where alarms may only ask a person',
    settings: { rollback: { automatic: false, threshold: 5, minimumRequests: 20 } },
    last: ['under watch by Belay', 'judged at the end'],
  },
  { name: 'nobody, where there is nothing', settings: { alarms: [] }, last: ['ECS replaces the tasks'] },
])('the plan of a rolling deployment says who holds the bake: $name', ({ settings, last }) => {
  const plan = planFor(aDeployment({ strategy: 'rolling' }), { settings: aService(settings) });
  expect(
    stepsOf(plan)
      .map(({ name }) => name)
      .slice(-last.length),
  ).toEqual(last);
  const told = plan.warnings.some((warning) => warning.startsWith('no bake'));
  expect(told).toBe(last.length === 1);
  expect(plan.slowest.part === 'bake').toBe(!told);
});

test('a check that has no moment in a rolling deployment is named', () => {
  const checks = [aCommand(), aCommand({ id: 'late', when: 'after' })];
  const { warnings, checks: early } = planFor(aDeployment({ strategy: 'rolling' }), { settings: aService({ checks }) });
  expect(early).toBe(false);
  expect(warnings).toContainEqual(expect.stringMatching(/^not asked: schema\. rolling has no moment before traffic/));
});

describe('the way back of a version that was to replace the old one at once', () => {
  const rollback = aDeployment({ kind: 'rollback', strategy: 'auto' });
  const service = (change: Partial<ServiceTruth> = {}) => aWiredService({ loadBalancers: [], ...change });

  test.each([
    { name: 'as the request asked', broughtBy: 'immediate', settings: aService(), strategy: 'immediate' },
    {
      name: 'as the service says',
      broughtBy: 'auto',
      settings: aService({ strategy: 'immediate' }),
      strategy: 'immediate',
    },
    {
      name: 'unless the request asked for another',
      broughtBy: 'rolling',
      settings: aService({ strategy: 'immediate' }),
      strategy: 'rolling',
    },
  ] as const)('$name', ({ broughtBy, settings, strategy }) => {
    expect(planFor(rollback, { broughtBy, settings, ecs: service(), weights: undefined }).strategy).toBe(strategy);
  });

  test('where ECS cannot do that any more, it still goes back', () => {
    const ecs = service({ rebalances: true });
    expect(planFor(rollback, { broughtBy: 'immediate', ecs, weights: undefined }).strategy).toBe('rolling');
  });
});
