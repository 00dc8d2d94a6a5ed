import { expect, test } from 'vitest';
import { hookSeconds, type Preflight, planDeployment } from '../../../core/domain/plan.ts';
import type { ServiceTruth } from '../../../core/domain/truth.ts';
import { aDeployment, aService } from '../../builders.ts';

const wiring = { targetGroup: 'blue', container: 'web', alternate: 'green', productionRule: 'rule' };
const ecs: ServiceTruth = {
  arn: 'service/example/web',
  name: 'web',
  status: 'ACTIVE',
  controller: 'ECS',
  taskDefinition: 'web:1',
  deploymentConfiguration: '{}',
  loadBalancers: [wiring],
};
const ok = { name: 'web-5xx', state: 'OK', reason: '', since: '2026-11-20T10:00:00.000Z' } as const;
const ready: Preflight = {
  settings: aService(),
  ecs,
  alarms: [ok],
  underWay: undefined,
  imageIsThere: true,
  weights: { blue: 100, green: 0 },
};
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
  expect(planDeployment(aDeployment(), { ...ready, ...change }).strategy).toBe(strategy);
});

test.each<{ name: string; change: Partial<Preflight>; code: string }>([
  { name: 'a service that is gone', change: { ecs: undefined }, code: 'NotRunning' },
  { name: 'a service that drains', change: { ecs: { ...ecs, status: 'DRAINING' } }, code: 'NotRunning' },
  { name: 'another controller', change: { ecs: { ...ecs, controller: 'CODE_DEPLOY' } }, code: 'Unsupported' },
  { name: 'an image that is gone', change: { imageIsThere: false }, code: 'ImageGone' },
  { name: 'a deployment under way', change: { underWay: 'IN_PROGRESS' }, code: 'DeploymentInProgress' },
  { name: 'an alarm that fires', change: { alarms: [{ ...ok, state: 'ALARM' }] }, code: 'AlarmAlreadyFiring' },
  { name: 'an alarm that is not there', change: { alarms: [] }, code: 'BadRequest' },
  { name: 'weights that are split', change: { weights: { blue: 90, green: 10 } }, code: 'NotWired' },
  { name: 'weights of strange groups', change: { weights: { other: 100 } }, code: 'NotWired' },
  {
    name: 'a pause of the owner at our gate',
    change: { ecs: { ...ecs, deploymentConfiguration: pause } },
    code: 'Unsupported',
  },
])('$name is refused as $code', ({ change, code }) => {
  expect(() => planDeployment(aDeployment(), { ...ready, ...change })).toThrow(expect.objectContaining({ code }));
});

test('blue/green where nothing is wired for it is refused with the way out', () => {
  const deployment = aDeployment({ strategy: 'blue-green' });
  expect(() => planDeployment(deployment, { ...ready, ecs: { ...ecs, loadBalancers: [] } })).toThrow(
    '--strategy rolling',
  );
});

test('a rollback asks neither the alarms nor who else deploys', () => {
  const preflight: Preflight = { ...ready, alarms: [{ ...ok, state: 'ALARM' }], underWay: 'IN_PROGRESS' };
  expect(planDeployment(aDeployment({ kind: 'rollback' }), preflight).strategy).toBe('blue-green');
});

test('an owner pause hook that ECS does not show whole is refused, in words', () => {
  const hidden = JSON.stringify({ lifecycleHooks: [{ lifecycleStages: ['POST_SCALE_UP'] }] });
  expect(() => planDeployment(aDeployment(), { ...ready, ecs: { ...ecs, deploymentConfiguration: hidden } })).toThrow(
    /could not be put back/,
  );
});

test('a hook lasts longer than all bakes and every wait that it bridges', () => {
  const plan = planDeployment(aDeployment(), { ...ready, settings: aService({ bake: 3600 }) });
  expect(hookSeconds(plan)).toBeGreaterThan(plan.bake * (plan.extensions + 1));
  expect(hookSeconds(plan)).toBeGreaterThan(plan.deadlines.shift);
  expect(plan.deadlines.bake).toBeGreaterThan(plan.bake);
  expect(plan.deadlines.rollOut).toBeGreaterThan(plan.bake);
});
