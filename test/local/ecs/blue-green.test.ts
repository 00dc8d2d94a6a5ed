import { describe, expect, test } from 'vitest';
import { AnEcs, BLUE, GREEN, RULE, shifting, TEST_RULE } from './an-ecs.ts';

const PAUSES = {
  lifecycleHooks: [{ targetType: 'PAUSE' as const, lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT' as const] }],
};

async function paused(world: AnEcs, behaviour = 'good'): Promise<string> {
  await world.service(shifting('BLUE_GREEN'));
  const taskDefinition = await world.version('2', behaviour);
  const deploymentConfiguration = { strategy: 'BLUE_GREEN' as const, bakeTimeInMinutes: 10, ...PAUSES };
  await world.update({ taskDefinition, deploymentConfiguration });
  await world.pass(2);
  return (await world.deployment()).serviceDeploymentArn ?? '';
}

async function proceed(world: AnEcs, action = 'CONTINUE'): Promise<void> {
  const { serviceDeploymentArn, lifecycleHookDetails = [] } = await world.deployment();
  const hookId = lifecycleHookDetails.find((hook) => hook.status === 'AWAITING_ACTION')?.hookId;
  await world.call('ContinueServiceDeployment', { serviceDeploymentArn, hookId, action });
}

describe('a blue/green deployment', () => {
  test('swaps the target groups, bakes with both fleets, then cleans up', async () => {
    const world = new AnEcs();
    await world.service(shifting('BLUE_GREEN'));
    expect(world.balancer.rules.get(RULE)).toEqual({ [BLUE]: 100, [GREEN]: 0 });

    await world.update({ taskDefinition: await world.version('2') });
    await world.pass(2);
    expect(await world.deployment()).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'BAKE_TIME' });
    expect(world.balancer.rules.get(RULE)).toEqual({ [BLUE]: 0, [GREEN]: 100 });
    expect(world.balancer.rules.get(TEST_RULE)).toEqual({ [BLUE]: 0, [GREEN]: 100 });
    expect(await world.serving()).toEqual(['1', '1', '2', '2']);

    await world.pass(10);
    const deployment = await world.deployment();
    expect(deployment).toMatchObject({ status: 'SUCCESSFUL', lifecycleStage: 'CLEAN_UP' });
    expect(await world.serving()).toEqual(['2', '2']);
    const revision = await world.revision(deployment.targetServiceRevision?.arn);
    expect(revision.resolvedConfiguration?.loadBalancers).toEqual([
      { targetGroupArn: GREEN, productionListenerRule: RULE },
    ]);
  });

  test('goes back to the first target group the next time', async () => {
    const world = new AnEcs();
    await world.service(shifting('BLUE_GREEN'));
    for (const name of ['2', '3']) {
      await world.update({ taskDefinition: await world.version(name) });
      await world.pass(15);
    }
    expect(world.balancer.rules.get(RULE)).toEqual({ [BLUE]: 100, [GREEN]: 0 });
    expect(await world.serving()).toEqual(['3', '3']);
  });

  test('waits at a PAUSE with all traffic on blue, and goes on with CONTINUE', async () => {
    const world = new AnEcs();
    const arn = await paused(world);
    expect(await world.deployment()).toMatchObject({
      lifecycleStage: 'PRE_PRODUCTION_TRAFFIC_SHIFT',
      lifecycleHookDetails: [{ targetType: 'PAUSE', status: 'AWAITING_ACTION', timeoutAction: 'ROLLBACK' }],
      targetServiceRevision: { requestedProductionTrafficWeight: 0, requestedTestTrafficWeight: 100 },
    });
    const event = world.events.find(({ detailType }) => detailType === 'ECS Hook State Change');
    expect(event?.resources).toEqual([arn]);
    expect(event?.detail).toMatchObject({
      eventName: 'HOOK_AWAITING_ACTION',
      hookType: 'PAUSE',
      lifecycleStage: 'PRE_PRODUCTION_TRAFFIC_SHIFT',
      serviceDeploymentArn: arn,
    });

    await proceed(world);
    expect(world.balancer.rules.get(RULE)).toEqual({ [BLUE]: 0, [GREEN]: 100 });
    await world.pass(11);
    expect((await world.deployment(arn)).status).toBe('SUCCESSFUL');
  });

  test('comes back at once when a PAUSE is answered with ROLLBACK', async () => {
    const world = new AnEcs();
    await paused(world);
    await proceed(world, 'ROLLBACK');
    await world.pass(1);
    expect((await world.deployment()).status).toBe('ROLLBACK_SUCCESSFUL');
    expect(await world.serving()).toEqual(['1', '1']);
    expect(world.eventNames('ECS Hook State Change')).toEqual(['HOOK_AWAITING_ACTION', 'HOOK_FAILED']);
    expect(world.eventNames('ECS Deployment State Change')).not.toContain('SERVICE_DEPLOYMENT_FAILED');
  });

  test('rolls back when nobody answers a PAUSE for a day', async () => {
    const world = new AnEcs();
    await paused(world);
    await world.pass(1437);
    expect((await world.deployment()).status).toBe('IN_PROGRESS');
    await world.pass(3);
    expect((await world.deployment()).status).toBe('ROLLBACK_SUCCESSFUL');
    expect(world.eventNames('ECS Hook State Change')).toContain('HOOK_TIMED_OUT');
  });

  test('flips the weights at once when it is stopped in its bake, and only then ends green', async () => {
    const world = new AnEcs();
    await world.service(shifting('BLUE_GREEN'));
    await world.update({ taskDefinition: await world.version('2') });
    await world.pass(2);
    const { serviceDeploymentArn } = await world.deployment();
    world.balancer.log.length = 0;
    await world.call('StopServiceDeployment', { serviceDeploymentArn, stopType: 'ROLLBACK' });

    expect(world.balancer.rules.get(RULE)).toEqual({ [BLUE]: 100, [GREEN]: 0 });
    expect(world.balancer.log[0]).toContain(`weights ${RULE}`);
    expect((await world.deployment()).status).toBe('ROLLBACK_IN_PROGRESS');
    await world.pass(1);
    expect((await world.deployment()).status).toBe('ROLLBACK_SUCCESSFUL');
    expect(await world.serving()).toEqual(['1', '1']);
    expect((await world.describe()).taskDefinition).toMatch(/web:1$/);
  });

  test('cannot be stopped when it is over', async () => {
    const world = new AnEcs();
    await world.service(shifting('BLUE_GREEN'));
    const { serviceDeploymentArn } = await world.deployment();
    const stop = world.call('StopServiceDeployment', { serviceDeploymentArn });
    await expect(stop).rejects.toMatchObject({ name: 'ConflictException' });
  });

  test('of a version that crashes hangs in its scale-up for a day, with blue serving, and is then rolled back', async () => {
    const world = new AnEcs();
    await world.service(shifting('BLUE_GREEN'));
    await world.update({ taskDefinition: await world.version('2', 'crash') });
    await world.pass(60 * 23);
    expect(await world.deployment()).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'SCALE_UP' });
    expect(world.balancer.rules.get(RULE)).toEqual({ [BLUE]: 100, [GREEN]: 0 });

    await world.pass(61);
    expect((await world.deployment()).status).toBe('ROLLBACK_SUCCESSFUL');
    expect(await world.serving()).toEqual(['1', '1']);
  });

  test('is superseded by a second one, which clears its tasks away first', async () => {
    const world = new AnEcs();
    const first = await paused(world);
    const second = await world.update({ taskDefinition: await world.version('3') });
    expect(await world.deployment(first)).toMatchObject({ status: 'STOPPED' });
    expect(second).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'RECONCILE_SERVICE' });
    await world.pass(2);
    await proceed(world);
    await world.pass(11);
    expect((await world.deployment()).status).toBe('SUCCESSFUL');
    expect(await world.serving()).toEqual(['3', '3']);
  });

  test('pauses on the first deployment of a service too', async () => {
    const world = new AnEcs();
    await world.service(shifting('BLUE_GREEN', PAUSES));
    expect(await world.deployment()).toMatchObject({
      status: 'IN_PROGRESS',
      lifecycleStage: 'PRE_PRODUCTION_TRAFFIC_SHIFT',
    });
  });

  test('without a load balancer moves no traffic, and still scales, bakes and cleans up', async () => {
    const world = new AnEcs();
    await world.service({ ...shifting('BLUE_GREEN'), loadBalancers: [] });
    await world.update({ taskDefinition: await world.version('2') });
    await world.pass(15);
    expect((await world.deployment()).status).toBe('SUCCESSFUL');
    expect(await world.serving()).toEqual(['2', '2']);
  });
});
