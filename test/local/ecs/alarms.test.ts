import { describe, expect, test } from 'vitest';
import { AnEcs, BLUE, GREEN, ROLLING, RULE, shifting } from './an-ecs.ts';

const ALARMS = { alarms: { alarmNames: ['errors', 'latency'], enable: true, rollback: true } };

describe('the alarms of a deployment', () => {
  test('bring the old version back when one fires in the bake', async () => {
    const world = new AnEcs();
    await world.service(shifting('BLUE_GREEN', ALARMS));
    await world.update({ taskDefinition: await world.version('2') });
    await world.pass(2);
    expect((await world.deployment()).alarms?.status).toBe('MONITORING');
    world.alarms.set('errors', 'ALARM');
    await world.clock.advance(0);

    expect(world.balancer.rules.get(RULE)).toEqual({ [BLUE]: 100, [GREEN]: 0 });
    await world.pass(1);
    expect(await world.deployment()).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      alarms: { status: 'TRIGGERED', triggeredAlarmNames: ['errors'] },
    });
    expect(world.eventNames('ECS Deployment State Change')).toContain('SERVICE_DEPLOYMENT_FAILED');
  });

  test('are all ignored when one fires already at the start', async () => {
    const world = new AnEcs();
    await world.service(shifting('BLUE_GREEN', ALARMS));
    world.alarms.set('latency', 'ALARM');
    await world.update({ taskDefinition: await world.version('2') });
    await world.pass(2);
    world.alarms.set('errors', 'ALARM');
    await world.pass(15);
    expect(await world.deployment()).toMatchObject({ status: 'SUCCESSFUL', alarms: { status: 'DISABLED' } });
  });

  test('fail a deployment that starts while one fires, under the other reading of the guide', async () => {
    const world = new AnEcs({ switches: { alarmAlreadyFiring: 'failsDeployment' } });
    await world.service(shifting('BLUE_GREEN', ALARMS));
    world.alarms.set('latency', 'ALARM');
    await world.update({ taskDefinition: await world.version('2') });
    await world.pass(2);
    expect((await world.deployment()).status).toBe('ROLLBACK_SUCCESSFUL');
  });

  test('are watched no longer when the bake is over', async () => {
    const world = new AnEcs();
    await world.service(shifting('BLUE_GREEN', ALARMS));
    await world.update({ taskDefinition: await world.version('2') });
    await world.pass(15);
    world.alarms.set('errors', 'ALARM');
    await world.pass(5);
    expect(await world.deployment()).toMatchObject({ status: 'SUCCESSFUL', alarms: { status: 'MONITORING_COMPLETE' } });
    expect(await world.serving()).toEqual(['2', '2']);
  });

  test('make a rolling deployment bake after its old tasks are gone', async () => {
    const world = new AnEcs();
    await world.service({ ...ROLLING, deploymentConfiguration: ALARMS });
    await world.update({ taskDefinition: await world.version('2') });
    await world.pass(1);
    expect(await world.serving()).toEqual(['2', '2']);
    expect(await world.deployment()).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'BAKE_TIME' });
    world.alarms.set('errors', 'ALARM');
    await world.pass(2);
    expect((await world.deployment()).status).toBe('ROLLBACK_SUCCESSFUL');
    expect(await world.serving()).toEqual(['1', '1']);
  });

  test('without rollback stop the deployment where it is', async () => {
    const world = new AnEcs();
    await world.service(shifting('BLUE_GREEN', { alarms: { alarmNames: ['errors'], enable: true, rollback: false } }));
    await world.update({ taskDefinition: await world.version('2') });
    await world.pass(2);
    world.alarms.set('errors', 'ALARM');
    await world.pass(1);
    expect((await world.deployment()).status).toBe('STOPPED');
    expect(world.balancer.rules.get(RULE)).toEqual({ [BLUE]: 0, [GREEN]: 100 });
  });
});
