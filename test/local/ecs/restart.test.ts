import { describe, expect, test } from 'vitest';
import { AnEcs, BLUE, GREEN, ROLLING, RULE, shifting } from './an-ecs.ts';

describe('after kill -9 and a start', () => {
  test('the same tasks run again, without an event and without a failure', async () => {
    const world = new AnEcs();
    await world.service(ROLLING);
    const before = await world.tasks();
    const next = await world.killedAndStarted();
    await next.pass(1);
    expect((await next.tasks()).map((task) => task.taskArn)).toEqual(before.map((task) => task.taskArn));
    expect((await next.tasks()).map((task) => task.version)).toEqual(before.map((task) => task.version));
    expect(next.processes.running).toHaveLength(2);
    expect(next.balancer.healthyIn(BLUE)).toBe(2);
    expect(next.eventNames('ECS Deployment State Change')).toEqual([]);
  });

  test('a bake takes what was left of it, and the weights are set again', async () => {
    const world = new AnEcs();
    await world.service(shifting('BLUE_GREEN'));
    await world.update({ taskDefinition: await world.version('2') });
    await world.pass(6);
    const next = await world.killedAndStarted();
    expect(next.balancer.rules.get(RULE)).toEqual({ [BLUE]: 0, [GREEN]: 100 });
    expect((await next.deployment()).lifecycleStage).toBe('BAKE_TIME');
    await next.pass(3);
    expect((await next.deployment()).status).toBe('IN_PROGRESS');
    await next.pass(2);
    expect((await next.deployment()).status).toBe('SUCCESSFUL');
    expect(await next.serving()).toEqual(['2', '2']);
  });

  test('a pause still waits, with the same id, and can be answered', async () => {
    const world = new AnEcs();
    const lifecycleHooks = [
      { targetType: 'PAUSE' as const, lifecycleStages: ['POST_PRODUCTION_TRAFFIC_SHIFT' as const] },
    ];
    await world.service(shifting('BLUE_GREEN', { lifecycleHooks }));
    const before = await world.deployment();
    const next = await world.killedAndStarted();
    const { serviceDeploymentArn, lifecycleHookDetails } = await next.deployment();
    expect(lifecycleHookDetails).toEqual(before.lifecycleHookDetails);
    await next.call('ContinueServiceDeployment', {
      serviceDeploymentArn,
      hookId: lifecycleHookDetails?.[0]?.hookId,
    });
    await next.pass(11);
    expect((await next.deployment()).status).toBe('SUCCESSFUL');
  });

  test('a task that was being drained is stopped, once', async () => {
    const world = new AnEcs();
    await world.service(ROLLING);
    await world.update({ taskDefinition: await world.version('2') });
    await world.clock.advance(12_000);
    expect((await world.tasks('STOPPED')).map((task) => task.lastStatus)).toEqual(['DEACTIVATING', 'DEACTIVATING']);
    const next = await world.killedAndStarted();
    expect((await next.tasks('STOPPED')).map((task) => task.lastStatus)).toEqual(['STOPPED', 'STOPPED']);
    await next.pass(5);
    expect((await next.deployment()).status).toBe('SUCCESSFUL');
  });

  test('a clean stop ends the processes and records nothing about it', async () => {
    const world = new AnEcs();
    await world.service(ROLLING);
    const events = world.events.length;
    await world.ecs.stop();
    expect(world.processes.running).toEqual([]);
    expect(world.events).toHaveLength(events);
    const next = await world.killedAndStarted();
    await next.pass(1);
    expect((await next.describe()).runningCount).toBe(2);
  });
});

test('nothing waits for time while nothing is under way', async () => {
  const world = new AnEcs();
  await world.service(ROLLING);
  let timers = 0;
  const after = world.clock.after.bind(world.clock);
  world.clock.after = (milliseconds, run) => {
    timers += 1;
    return after(milliseconds, run);
  };
  await world.pass(600);
  world.balancer.setHealth(1, 'healthy');
  await world.pass(600);
  expect(timers).toBe(0);
  expect(world.balancer.hurried).toBe(false);
});
