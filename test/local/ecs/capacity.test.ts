import { expect, test } from 'vitest';
import { AnEcs, BLUE, GREEN, RULE, shifting } from './an-ecs.ts';

const PAUSE = { targetType: 'PAUSE' as const, lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT' as const] };

function sicken(world: AnEcs, behaviour: string): void {
  for (const process of world.processes.running.filter((running) => running.behaviour === behaviour)) {
    world.balancer.setHealth(process.port, 'unhealthy');
  }
}

test('traffic does not go to green while nothing of green is healthy', async () => {
  const world = new AnEcs();
  await world.service(shifting('BLUE_GREEN', { lifecycleHooks: [] }));
  const deploymentConfiguration = { lifecycleHooks: [PAUSE] };
  await world.update({ taskDefinition: await world.version('2', 'green'), deploymentConfiguration });
  await world.pass(1);
  sicken(world, 'green');
  const { serviceDeploymentArn, lifecycleHookDetails } = await world.deployment();
  const hookId = lifecycleHookDetails?.[0]?.hookId;
  await world.call('ContinueServiceDeployment', { serviceDeploymentArn, hookId });
  expect(world.balancer.rules.get(RULE)).toEqual({ [BLUE]: 100, [GREEN]: 0 });
  await world.pass(1);
  expect(world.balancer.rules.get(RULE)).toEqual({ [BLUE]: 0, [GREEN]: 100 });
});

test('traffic does not go back to blue while nothing of blue is healthy and green serves', async () => {
  const world = new AnEcs();
  await world.service(shifting('BLUE_GREEN'));
  await world.update({ taskDefinition: await world.version('2', 'green') });
  await world.pass(1);
  sicken(world, 'good');
  const { serviceDeploymentArn } = await world.deployment();
  await world.call('StopServiceDeployment', { serviceDeploymentArn });
  expect(world.balancer.rules.get(RULE)).toEqual({ [BLUE]: 0, [GREEN]: 100 });
  await world.pass(1);
  expect(world.balancer.rules.get(RULE)).toEqual({ [BLUE]: 100, [GREEN]: 0 });
  expect((await world.deployment()).status).toBe('ROLLBACK_SUCCESSFUL');
});

test('blue is not cleaned up while nothing of green is healthy', async () => {
  const world = new AnEcs();
  await world.service(shifting('BLUE_GREEN', { bakeTimeInMinutes: 1 }));
  await world.update({ taskDefinition: await world.version('2', 'green') });
  await world.clock.advance(65_000);
  sicken(world, 'green');
  await world.clock.advance(7000);
  expect(await world.deployment()).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'CLEAN_UP' });
  expect(world.balancer.healthyIn(BLUE)).toBe(2);
  await world.pass(1);
  expect((await world.deployment()).status).toBe('SUCCESSFUL');
});

test('a second rollback goes to the last success again, not to the version that failed before', async () => {
  const world = new AnEcs();
  await world.service(shifting('BLUE_GREEN'));
  for (const name of ['2', '3']) {
    await world.update({ taskDefinition: await world.version(name) });
    await world.pass(1);
    const { serviceDeploymentArn } = await world.deployment();
    await world.call('StopServiceDeployment', { serviceDeploymentArn });
    await world.pass(1);
    expect(await world.serving()).toEqual(['1', '1']);
  }
});

test('a crash in steady state is replaced at once, and a crash loop ever more slowly', async () => {
  const world = new AnEcs();
  await world.service(shifting('BLUE_GREEN'));
  world.processes.running[0]?.end({ exitCode: 1 });
  await world.clock.advance(0);
  expect(world.processes.running).toHaveLength(2);

  const before = world.processes.all.length;
  await world.update({ taskDefinition: await world.version('2', 'crash') });
  await world.pass(60);
  const started = world.processes.all.length - before;
  expect(started).toBeGreaterThan(12);
  expect(started).toBeLessThan(24);
});
