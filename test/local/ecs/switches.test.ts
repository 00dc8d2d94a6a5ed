import type { ListServiceDeploymentsResponse } from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { AnEcs, BLUE, GREEN, ROLLING, RULE, shifting } from './an-ecs.ts';

const PAUSE = { targetType: 'PAUSE' as const, lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT' as const] };

test('deploymentArnLagSeconds: reads do not know a new deployment for a while', async () => {
  const world = new AnEcs({ switches: { deploymentArnLagSeconds: 30 } });
  await world.service(ROLLING);
  const before = await world.describe();
  await world.update({ taskDefinition: await world.version('2') });
  expect((await world.describe()).currentServiceDeployment).toBe(before.currentServiceDeployment);
  await world.clock.advance(30_000);
  const listed = await world.call<ListServiceDeploymentsResponse>('ListServiceDeployments', {
    cluster: 'shop',
    service: 'web',
  });
  expect(listed.serviceDeployments).toHaveLength(2);
  expect((await world.describe()).currentServiceDeployment).not.toBe(before.currentServiceDeployment);
});

test.each([
  ['happen', 'POST_TEST_TRAFFIC_SHIFT'],
  ['skipped', 'BAKE_TIME'],
] as const)('testStagesWithoutTestRule: they %s', async (testStagesWithoutTestRule, stage) => {
  const world = new AnEcs({ switches: { testStagesWithoutTestRule } });
  await world.service({ ...shifting('BLUE_GREEN'), loadBalancers: [] });
  await world.update({
    taskDefinition: await world.version('2'),
    deploymentConfiguration: { lifecycleHooks: [PAUSE] },
  });
  await world.pass(2);
  expect((await world.deployment()).lifecycleStage).toBe(stage);
});

test('stopOfFinished: InvalidParameterException', async () => {
  const world = new AnEcs({ switches: { stopOfFinished: 'InvalidParameterException' } });
  await world.service(ROLLING);
  const { serviceDeploymentArn } = await world.deployment();
  const stop = world.call('StopServiceDeployment', { serviceDeploymentArn });
  await expect(stop).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test.each([
  ['rollsBack', 'ROLLBACK_SUCCESSFUL', '1'],
  ['endsSuccessful', 'SUCCESSFUL', '2'],
] as const)('stopDuringCleanUp: %s', async (stopDuringCleanUp, status, version) => {
  const world = new AnEcs({ switches: { stopDuringCleanUp } });
  await world.service(shifting('BLUE_GREEN', { bakeTimeInMinutes: 1 }));
  await world.update({ taskDefinition: await world.version('2') });
  await world.clock.advance(72_000);
  const { serviceDeploymentArn, lifecycleStage } = await world.deployment();
  expect(lifecycleStage).toBe('CLEAN_UP');
  await world.call('StopServiceDeployment', { serviceDeploymentArn });
  await world.pass(5);
  expect((await world.deployment()).status).toBe(status);
  expect(await world.serving()).toEqual([version, version]);
  expect(world.balancer.rules.get(RULE)).toEqual(
    version === '1' ? { [BLUE]: 100, [GREEN]: 0 } : { [BLUE]: 0, [GREEN]: 100 },
  );
});

test('updateWithoutChange: startsDeployment', async () => {
  const world = new AnEcs({ switches: { updateWithoutChange: 'startsDeployment' } });
  await world.service(ROLLING);
  const { serviceDeploymentArn } = await world.deployment();
  expect((await world.update({ taskDefinition: 'web:1' })).serviceDeploymentArn).not.toBe(serviceDeploymentArn);
});

test('hookEvents and failedEvent: lost and absent', async () => {
  const world = new AnEcs({ switches: { hookEvents: 'lost', failedEvent: 'absent' } });
  const alarms = { alarmNames: ['errors'], enable: true, rollback: true };
  await world.service(shifting('BLUE_GREEN'));
  await world.update({
    taskDefinition: await world.version('2'),
    deploymentConfiguration: { lifecycleHooks: [PAUSE], alarms },
  });
  await world.pass(1);
  world.alarms.set('errors', 'ALARM');
  await world.pass(1);
  expect((await world.deployment()).status).toBe('ROLLBACK_SUCCESSFUL');
  expect(world.eventNames('ECS Hook State Change')).toEqual([]);
  expect(world.eventNames('ECS Deployment State Change')).not.toContain('SERVICE_DEPLOYMENT_FAILED');
});

test.each([
  ['stagesOnly', [{ lifecycleStages: PAUSE.lifecycleStages }]],
  ['whole', [PAUSE]],
] as const)('pauseHooksInDescribeServices: %s', async (pauseHooksInDescribeServices, shown) => {
  const world = new AnEcs({ switches: { pauseHooksInDescribeServices } });
  await world.service(shifting('BLUE_GREEN', { lifecycleHooks: [PAUSE] }));
  expect((await world.describe()).deploymentConfiguration?.lifecycleHooks).toEqual(shown);
  expect((await world.deployment()).deploymentConfiguration?.lifecycleHooks).toEqual([PAUSE]);
});

test('rollbackWithoutTarget: stalls until somebody deploys again', async () => {
  const world = new AnEcs({ switches: { rollbackWithoutTarget: 'stalls' } });
  const deploymentCircuitBreaker = { enable: true, rollback: true };
  await world.service({ ...ROLLING, deploymentConfiguration: { deploymentCircuitBreaker } }, 'crash');
  const first = await world.deployment();
  expect(first.status).toBe('ROLLBACK_IN_PROGRESS');
  await world.update({ taskDefinition: await world.version('2') });
  await world.pass(5);
  expect((await world.deployment(first.serviceDeploymentArn)).status).toBe('ROLLBACK_FAILED');
  expect((await world.deployment()).status).toBe('SUCCESSFUL');
});

test('oldTasksStopped: afterCompleted', async () => {
  const world = new AnEcs({ switches: { oldTasksStopped: 'afterCompleted' } });
  await world.service(shifting('BLUE_GREEN', { bakeTimeInMinutes: 0 }));
  await world.update({ taskDefinition: await world.version('2') });
  await world.clock.advance(10_000);
  expect((await world.deployment()).status).toBe('SUCCESSFUL');
  expect((await world.tasks('STOPPED')).map((task) => task.lastStatus)).toEqual(['DEACTIVATING', 'DEACTIVATING']);
});

test('crashAfterRunning: doesNotCount', async () => {
  const world = new AnEcs({ switches: { crashAfterRunning: 'doesNotCount' } });
  const deploymentCircuitBreaker = { enable: true, rollback: true };
  await world.service({ ...ROLLING, deploymentConfiguration: { deploymentCircuitBreaker } });
  await world.update({ taskDefinition: await world.version('2', 'crash') });
  await world.pass(120);
  expect((await world.deployment()).status).toBe('IN_PROGRESS');
});
