import { describe, expect, test } from 'vitest';
import { AnEcs, BLUE, GREEN, RULE, shifting } from './an-ecs.ts';

const green = (world: AnEcs): number | undefined => world.balancer.rules.get(RULE)?.[GREEN];

describe('a canary deployment', () => {
  const canary = { canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 20 } };

  test('gives the canary its share, bakes, and then gives it the rest', async () => {
    const world = new AnEcs();
    await world.service(shifting('CANARY', canary));
    await world.update({ taskDefinition: await world.version('2') });
    await world.pass(1);
    expect(world.balancer.rules.get(RULE)).toEqual({ [BLUE]: 95, [GREEN]: 5 });
    expect(await world.deployment()).toMatchObject({
      lifecycleStage: 'PRODUCTION_TRAFFIC_SHIFT',
      targetServiceRevision: { requestedProductionTrafficWeight: 5 },
      sourceServiceRevisions: [{ requestedProductionTrafficWeight: 95 }],
    });
    await world.pass(21);
    expect(green(world)).toBe(100);
    await world.pass(11);
    expect((await world.deployment()).status).toBe('SUCCESSFUL');
  });

  test.each([
    ['afterStepBake', 0],
    ['beforeStepBake', 1],
  ] as const)('with the second pause %s', async (stepHook, pauses) => {
    const world = new AnEcs({ switches: { stepHook } });
    const hook = { targetType: 'PAUSE' as const, lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT' as const] };
    await world.service(shifting('CANARY', canary));
    const deploymentConfiguration = { ...canary, lifecycleHooks: [hook] };
    await world.update({ taskDefinition: await world.version('2'), deploymentConfiguration });
    await world.pass(1);
    const { serviceDeploymentArn, lifecycleHookDetails = [] } = await world.deployment();
    const { hookId } = lifecycleHookDetails[0] ?? {};
    await world.call('ContinueServiceDeployment', { serviceDeploymentArn, hookId });
    const waiting = async (): Promise<number | undefined> =>
      (await world.deployment()).lifecycleHookDetails?.filter(({ status }) => status === 'AWAITING_ACTION').length;
    expect(green(world)).toBe(5);
    expect(await waiting()).toBe(pauses);
    await world.pass(21);
    expect(await waiting()).toBe(1);
    expect(green(world)).toBe(5);
    const ids = (await world.deployment()).lifecycleHookDetails?.map((detail) => detail.hookId);
    expect(new Set(ids).size).toBe(2);
  });
});

describe('a linear deployment', () => {
  test('goes up in equal steps, pausing before each, and does not bake after the last', async () => {
    const world = new AnEcs();
    const linear = { linearConfiguration: { stepPercent: 30, stepBakeTimeInMinutes: 5 }, bakeTimeInMinutes: 0 };
    await world.service(shifting('LINEAR', linear));
    await world.update({ taskDefinition: await world.version('2') });
    const seen: (number | undefined)[] = [];
    for (let minute = 0; minute < 20; minute += 1) {
      await world.pass(1);
      if (seen.at(-1) !== green(world)) seen.push(green(world));
    }
    expect(seen).toEqual([30, 60, 90, 100]);
    expect((await world.deployment()).status).toBe('SUCCESSFUL');
  });
});

test('a Network Load Balancer takes ten minutes for each shift', async () => {
  const world = new AnEcs();
  const listener = 'arn:aws:elasticloadbalancing:us-east-1:000000000000:listener/net/shop/1/2';
  world.balancer.rules.set(listener, { [BLUE]: 1, [GREEN]: 0 });
  const service = shifting('BLUE_GREEN');
  const [balancer] = service.loadBalancers ?? [];
  const advancedConfiguration = {
    ...balancer?.advancedConfiguration,
    productionListenerRule: listener,
    testListenerRule: undefined,
  };
  await world.service({ ...service, loadBalancers: [{ ...balancer, advancedConfiguration }] });
  await world.update({ taskDefinition: await world.version('2') });
  await world.pass(9);
  expect((await world.deployment()).lifecycleStage).toBe('PRODUCTION_TRAFFIC_SHIFT');
  await world.pass(2);
  expect((await world.deployment()).lifecycleStage).toBe('BAKE_TIME');
});
