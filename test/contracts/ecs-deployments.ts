import { describe, expect, test } from 'vitest';
import { aVersionOf, configurationOf, type EcsBench, PAUSES } from './ecs-bench.ts';

/** What Belay relies on when it starts deployments, holds them, lets them go on and takes them back. */
export function ecsDeploymentsContract(name: string, make: () => Promise<EcsBench>): void {
  describe(`deployments of ${name}`, () => {
    /** A new version is on its way, with this configuration. */
    const begun = async (deploymentConfiguration: string, behaviour: 'good' | 'crash' = 'good') => {
      const bench = await make();
      const taskDefinition = await aVersionOf(bench, behaviour);
      const { ecs, cluster } = bench;
      await ecs.update(cluster, 'web', { taskDefinition, deploymentConfiguration });
      await bench.pass(0);
      const [newest, before] = await ecs.recent(cluster, 'web');
      const arn = newest?.arn ?? '';
      return { ...bench, taskDefinition, arn, newest, before, truth: () => ecs.deployment(arn) };
    };

    test('a task definition starts one, which is the newest, names its revision and ends well', async () => {
      const { ecs, cluster, first, taskDefinition, newest, before, truth, pass } = await begun(
        configurationOf('BLUE_GREEN'),
      );
      expect(newest?.status).toMatch(/^(PENDING|IN_PROGRESS)$/);
      expect(before).toMatchObject({ status: 'SUCCESSFUL', createdAt: expect.stringMatching(/^\d{4}-.*Z$/) });
      expect(String(before?.createdAt) < String(newest?.createdAt)).toBe(true);
      expect((await ecs.service(cluster, 'web'))?.taskDefinition).toBe(taskDefinition);
      const revisions = await ecs.revisions([newest?.target ?? '', before?.target ?? '']);
      expect(revisions).toMatchObject([
        { arn: newest?.target, taskDefinition, digests: { web: expect.stringMatching(/^sha256:/) } },
        { arn: before?.target, taskDefinition: first },
      ]);
      expect(await truth()).toMatchObject({ target: newest?.target, sources: [before?.target], triggeredAlarms: [] });
      await pass(10);
      expect(await truth()).toMatchObject({ arn: newest?.arn, status: 'SUCCESSFUL' });
      expect((await ecs.recent(cluster, 'web'))[0]?.endedAt).toMatch(/^\d{4}-.*Z$/);
    });

    test('in the two target groups of the service the versions change places', async () => {
      const { ecs, newest, before } = await begun(configurationOf('BLUE_GREEN'));
      const [now, then] = await ecs.revisions([newest?.target ?? '', before?.target ?? '']);
      expect(now?.traffic).toHaveLength(1);
      expect(now?.traffic[0]?.productionRule).toBe(then?.traffic[0]?.productionRule);
      expect(now?.traffic[0]?.targetGroup).not.toBe(then?.traffic[0]?.targetGroup);
    });

    test('a configuration alone starts none, and is what the service has from then on', async () => {
      const { ecs, cluster } = await make();
      const before = await ecs.recent(cluster, 'web');
      const deploymentConfiguration = configurationOf('ROLLING', { maximumPercent: 150, minimumHealthyPercent: 50 });
      await ecs.update(cluster, 'web', { deploymentConfiguration });
      expect(await ecs.recent(cluster, 'web')).toEqual(before);
      const found: unknown = JSON.parse((await ecs.service(cluster, 'web'))?.deploymentConfiguration ?? '');
      expect(found).toMatchObject({ strategy: 'ROLLING', maximumPercent: 150, minimumHealthyPercent: 50 });
    });

    test('it waits at each pause until that very one is answered, and each is another', async () => {
      const { ecs, arn, truth, pass } = await begun(PAUSES);
      await pass(5);
      const pause = (await truth())?.pause;
      expect(await truth()).toMatchObject({ status: 'IN_PROGRESS', stage: 'PRE_PRODUCTION_TRAFFIC_SHIFT' });
      expect(pause).toMatchObject({ hookId: expect.any(String), stage: 'PRE_PRODUCTION_TRAFFIC_SHIFT' });
      expect(await ecs.continue(arn, 'another')).toBe('already');
      await pass(5);
      expect((await truth())?.pause).toEqual(pause);
      expect(await ecs.continue(arn, pause?.hookId ?? '')).toBe('continued');
      await pass(5);
      const next = (await truth())?.pause;
      expect(next?.stage).toBe('POST_PRODUCTION_TRAFFIC_SHIFT');
      expect(next?.hookId).not.toBe(pause?.hookId);
      expect(await ecs.continue(arn, pause?.hookId ?? '')).toBe('already');
      expect(await ecs.continue(arn, next?.hookId ?? '')).toBe('continued');
      await pass(10);
      expect((await truth())?.status).toBe('SUCCESSFUL');
      expect(await ecs.continue(arn, next?.hookId ?? '')).toBe('already');
    });

    test('a pause that nobody answers ends with the old version', async () => {
      const { truth, pass } = await begun(PAUSES);
      await pass(70);
      expect((await truth())?.status).toBe('ROLLBACK_SUCCESSFUL');
    });

    test('stopping it leads back to what ran, and stopping it again does nothing more', async () => {
      const { ecs, cluster, arn, before, truth, pass } = await begun(PAUSES);
      await pass(5);
      expect(await ecs.stop(arn)).toBe('stopping');
      expect(await ecs.stop(arn)).toBe('stopping');
      await pass(10);
      expect(await truth()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL', rolledBackTo: before?.target });
      expect((await truth())?.pause).toBeUndefined();
      expect(await ecs.stop(arn)).toBe('ended');
      expect((await ecs.recent(cluster, 'web', ['SUCCESSFUL'])).map((one) => one.arn)).toEqual([before?.arn]);
    });

    test('an alarm that goes off takes it back, and is named', async () => {
      const alarms = { alarmNames: ['errors'], enable: true, rollback: true };
      const { alarm, truth, pass } = await begun(configurationOf('BLUE_GREEN', { alarms, bakeTimeInMinutes: 30 }));
      await pass(10);
      expect((await truth())?.status).toBe('IN_PROGRESS');
      alarm();
      await pass(10);
      expect(await truth()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL', triggeredAlarms: ['errors'] });
    });

    test('the next one takes its place', async () => {
      const { ecs, cluster, first, arn, truth, pass } = await begun(PAUSES);
      await pass(5);
      await ecs.update(cluster, 'web', {
        taskDefinition: first,
        deploymentConfiguration: configurationOf('BLUE_GREEN'),
      });
      await pass(20);
      expect((await truth())?.status).toBe('STOPPED');
      const [newest] = await ecs.recent(cluster, 'web');
      expect(newest?.arn).not.toBe(arn);
      expect(newest?.status).toBe('SUCCESSFUL');
    });

    test('the breaker takes back a version that cannot start, and its tasks tell why', async () => {
      const deploymentCircuitBreaker = { enable: true, rollback: true };
      const { ecs, cluster, first, taskDefinition, truth, pass } = await begun(
        configurationOf('ROLLING', { deploymentCircuitBreaker }),
        'crash',
      );
      await pass(30);
      expect((await truth())?.status).toBe('ROLLBACK_SUCCESSFUL');
      const why = await ecs.stoppedTasks(cluster, 'web', taskDefinition);
      expect(why[0]).toBe('Essential container in task exited (web: exit code 1)');
      expect(why.length).toBeGreaterThanOrEqual(3);
      expect(why.length).toBeLessThanOrEqual(10);
      expect(await ecs.stoppedTasks(cluster, 'web', first)).toEqual([]);
      const [died] = (await ecs.tasksOf(cluster, 'web', 'STOPPED')).filter(
        (task) => task.taskDefinition === taskDefinition,
      );
      expect(died).toMatchObject({ diedByItself: true, why: why[0], stoppedAt: expect.stringMatching(/^\d{4}-.*Z$/) });
    });

    test('one that is not there is none, is not stopped and not continued', async () => {
      const { ecs, arn } = await begun(PAUSES);
      const other = `${arn}x`;
      expect(await ecs.deployment(other)).toBeUndefined();
      expect(await ecs.stop(other)).toBe('ended');
      expect(await ecs.continue(other, 'hook')).toBe('already');
      expect(await ecs.revisions([])).toEqual([]);
      expect(await ecs.revisions([other.replace('deployment', 'revision')])).toEqual([]);
    });

    test('a service that is not there has none', async () => {
      const { ecs, cluster } = await make();
      expect(await ecs.recent(cluster, 'nobody')).toEqual([]);
      expect(await ecs.recent('nowhere', 'web', ['SUCCESSFUL'])).toEqual([]);
    });
  });
}
