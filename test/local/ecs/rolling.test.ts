import { describe, expect, test } from 'vitest';
import { AnEcs, ROLLING } from './an-ecs.ts';

const BREAKER = { enable: true, rollback: true };

describe('a rolling deployment', () => {
  test('of a good version ends SUCCESSFUL with only its tasks running', async () => {
    const world = new AnEcs();
    await world.service(ROLLING);
    expect((await world.deployment()).status).toBe('SUCCESSFUL');

    await world.update({ taskDefinition: await world.version('2') });
    await world.pass(5);

    expect((await world.deployment()).status).toBe('SUCCESSFUL');
    expect(await world.serving()).toEqual(['2', '2']);
    expect(world.processes.running).toHaveLength(2);
  });

  test('drains an old task before its process gets SIGTERM', async () => {
    const world = new AnEcs();
    await world.service(ROLLING);
    const [old] = world.processes.running;
    await world.update({ taskDefinition: await world.version('2') });
    await world.clock.advance(10_000);
    expect(world.balancer.log).toContain(`deregister arn:group/blue 127.0.0.1:${old?.port}`);
    expect(old?.stopped).toBe(false);

    await world.clock.advance(5000);
    expect(old?.stopped).toBe(true);
  });

  test('of a version that crashes is ended by the breaker, and the old version has served all the while', async () => {
    const world = new AnEcs();
    await world.service({ ...ROLLING, deploymentConfiguration: { deploymentCircuitBreaker: BREAKER } });
    const before = await world.deployment();
    await world.update({ taskDefinition: await world.version('2', 'crash') });
    await world.pass(10);

    const deployment = await world.deployment();
    expect(deployment).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      deploymentCircuitBreaker: { status: 'TRIGGERED', threshold: 3 },
      rollback: { serviceRevisionArn: before.targetServiceRevision?.arn },
    });
    expect(await world.serving()).toEqual(['1', '1']);
    expect(world.eventNames('ECS Deployment State Change')).toEqual([
      'SERVICE_DEPLOYMENT_IN_PROGRESS',
      'SERVICE_DEPLOYMENT_COMPLETED',
      'SERVICE_DEPLOYMENT_IN_PROGRESS',
      'SERVICE_DEPLOYMENT_FAILED',
      'SERVICE_DEPLOYMENT_IN_PROGRESS',
      'SERVICE_DEPLOYMENT_COMPLETED',
    ]);
    expect(world.events.findLast((event) => event.detailType === 'ECS Deployment State Change')?.detail).toMatchObject({
      deploymentId: (await world.describe()).deployments?.[0]?.id,
    });
  });

  test('of a version that crashes goes on and on without a breaker', async () => {
    const world = new AnEcs();
    await world.service(ROLLING);
    await world.update({ taskDefinition: await world.version('2', 'crash') });
    await world.pass(60 * 48);
    expect((await world.deployment()).status).toBe('IN_PROGRESS');
    expect(await world.serving()).toContain('1');
    expect(world.eventNames('ECS Deployment State Change')).not.toContain('SERVICE_DEPLOYMENT_FAILED');
  });

  test('keeps the failed tasks down and the old ones up when the breaker has no rollback', async () => {
    const world = new AnEcs();
    const breaker = { enable: true, rollback: false };
    await world.service({ ...ROLLING, deploymentConfiguration: { deploymentCircuitBreaker: breaker } });
    await world.update({ taskDefinition: await world.version('2', 'crash') });
    await world.pass(60);
    expect(await world.deployment()).toMatchObject({
      status: 'STOPPED',
      deploymentCircuitBreaker: { status: 'TRIGGERED' },
    });
    expect(await world.serving()).toEqual(['1', '1']);
  });

  test('at 0/100 stops all old tasks first', async () => {
    const world = new AnEcs();
    const outage = { minimumHealthyPercent: 0, maximumPercent: 100 };
    await world.service({ ...ROLLING, availabilityZoneRebalancing: 'DISABLED', deploymentConfiguration: outage });
    await world.update({ taskDefinition: await world.version('2') });
    expect(await world.serving()).toEqual(['2', '2']);
    await world.pass(5);
    expect((await world.deployment()).status).toBe('SUCCESSFUL');
  });

  test('counts sick tasks as failed and replaces them', async () => {
    const world = new AnEcs();
    await world.service({ ...ROLLING, deploymentConfiguration: { deploymentCircuitBreaker: BREAKER } });
    await world.update({ taskDefinition: await world.version('2', 'sick') });
    await world.pass(30);
    expect((await world.deployment()).status).toBe('ROLLBACK_SUCCESSFUL');
    const stopped = await world.tasks('STOPPED');
    expect(stopped.some((task) => task.stoppedReason?.startsWith('Task failed ELB health checks'))).toBe(true);
  });

  test('that is the first of its service has nothing to roll back to', async () => {
    const world = new AnEcs();
    await world.service({ ...ROLLING, deploymentConfiguration: { deploymentCircuitBreaker: BREAKER } }, 'crash');
    expect(await world.deployment()).toMatchObject({ status: 'ROLLBACK_FAILED' });
    expect((await world.deployment()).rollback?.serviceRevisionArn).toBeUndefined();
  });

  test('leaves protected tasks alone until their protection ends', async () => {
    const world = new AnEcs();
    await world.service(ROLLING);
    const [task] = await world.tasks();
    const request = { cluster: 'shop', tasks: [task?.taskArn], protectionEnabled: true, expiresInMinutes: 30 };
    await world.call('UpdateTaskProtection', request);
    await world.update({ taskDefinition: await world.version('2') });
    await world.pass(29);
    expect(await world.serving()).toEqual(['1', '2', '2']);
    expect((await world.deployment()).status).toBe('IN_PROGRESS');

    await world.pass(2);
    expect(await world.serving()).toEqual(['2', '2']);
    expect((await world.deployment()).status).toBe('SUCCESSFUL');
  });

  test.each([
    ['DEFERRED', ['1', '2', '2']],
    ['BLOCKING', ['2', '2']],
  ] as const)(
    'that may succeed early, with its clean-up %s, is over when enough is healthy',
    async (cleanUp, serving) => {
      const world = new AnEcs();
      const earlySuccessCriteria = { enable: true, healthyPercent: 50, sourceServiceRevisionCleanup: cleanUp };
      await world.service({ ...ROLLING, deploymentConfiguration: { earlySuccessCriteria } });
      const [task] = await world.tasks();
      const request = { cluster: 'shop', tasks: [task?.taskArn], protectionEnabled: true, expiresInMinutes: 10 };
      await world.call('UpdateTaskProtection', request);
      await world.update({ taskDefinition: await world.version('2') });
      await world.pass(cleanUp === 'DEFERRED' ? 2 : 12);
      expect((await world.deployment()).status).toBe('SUCCESSFUL');
      expect(await world.serving()).toEqual(serving);
      await world.pass(15);
      expect(await world.serving()).toEqual(['2', '2']);
    },
  );
});
