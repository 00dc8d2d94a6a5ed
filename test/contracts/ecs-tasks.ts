import { describe, expect, test } from 'vitest';
import { aVersionOf, configurationOf, type EcsBench } from './ecs-bench.ts';

/** What Belay relies on when it copies task definitions and looks at tasks. */
export function ecsTasksContract(name: string, make: () => Promise<EcsBench>): void {
  describe(`task definitions and tasks of ${name}`, () => {
    test('a service says who manages it, what schedules it, and where its load balancer sends requests', async () => {
      const { ecs, cluster } = await make();
      expect(await ecs.service(cluster, 'web')).toMatchObject({
        status: 'ACTIVE',
        managed: true,
        schedulingStrategy: 'REPLICA',
        keptByEcs: false,
        serviceConnect: false,
        vpcLattice: false,
        desiredCount: 2,
        loadBalancers: [
          {
            targetGroup: expect.any(String),
            alternate: expect.any(String),
            productionRule: expect.any(String),
            container: 'web',
            containerPort: 8080,
          },
        ],
      });
      expect(await ecs.service(cluster, 'nobody')).toBeUndefined();
      expect(await ecs.service('nowhere', 'web')).toBeUndefined();
    });

    test('a task definition is read with its containers, and one that is not there is none', async () => {
      const { ecs, first } = await make();
      expect(await ecs.taskDefinition(first)).toMatchObject({
        arn: first,
        status: 'ACTIVE',
        unknownFields: [],
        containers: [{ name: 'web', ports: [8080], environment: {}, secrets: {}, makesLogGroup: false }],
      });
      expect(await ecs.taskDefinition(first.replace(/\d+$/, '99'))).toBeUndefined();
    });

    test('a copy has another ARN and the new image, and the original is as it was', async () => {
      const bench = await make();
      const { ecs, first } = bench;
      const before = await ecs.taskDefinition(first);
      const [one, two] = [await aVersionOf(bench), await aVersionOf(bench)];
      expect(new Set([first, one, two]).size).toBe(3);
      expect(await ecs.taskDefinition(first)).toEqual(before);
      expect(await ecs.taskDefinition(one)).toMatchObject({
        arn: one,
        status: 'ACTIVE',
        containers: [{ name: 'web', image: expect.stringMatching(/@sha256:/) }],
      });
      expect((await ecs.taskDefinition(one))?.containers[0]?.image).not.toBe(before?.containers[0]?.image);
    });

    test('one that was deregistered can be read and copied, but not as one that runs', async () => {
      const { ecs, first, image, deregister } = await make();
      const copy = (must: 'be-active' | 'exist') => ecs.registerTaskDefinition(first, must, { web: image('good') }, {});
      expect(await ecs.taskDefinitionIsActive(first)).toBe(true);
      await deregister(first);
      expect(await ecs.taskDefinitionIsActive(first)).toBe(false);
      expect(await ecs.taskDefinition(first)).toMatchObject({ status: 'INACTIVE' });
      await expect(copy('be-active')).rejects.toMatchObject({ code: 'NoWayBack' });
      expect(await ecs.taskDefinitionIsActive(await copy('exist'))).toBe(true);
    });

    test('one that is not there is not active, and no copy is made of it', async () => {
      const { ecs, first, image } = await make();
      const gone = first.replace(/\d+$/, '99');
      expect(await ecs.taskDefinitionIsActive(gone)).toBe(false);
      for (const must of ['be-active', 'exist'] as const)
        await expect(ecs.registerTaskDefinition(gone, must, { web: image('good') }, {})).rejects.toMatchObject({
          code: 'NoWayBack',
        });
    });

    test('who judges the original sees it whole, and what does not please is not copied', async () => {
      const { ecs, first, image } = await make();
      const seen: unknown[] = [];
      const copy = await ecs.registerTaskDefinition(first, 'exist', { web: image('good') }, {}, (original) => {
        seen.push(original);
      });
      expect(seen).toEqual([await ecs.taskDefinition(first)]);
      const no = () => {
        throw new Error('not this one');
      };
      await expect(ecs.registerTaskDefinition(first, 'exist', { web: image('good') }, {}, no)).rejects.toThrow(
        'not this one',
      );
      const next = copy.replace(/\d+$/, (number) => String(Number(number) + 1));
      expect(await ecs.taskDefinition(next)).toBeUndefined();
    });

    test('an image for a container that is not there is refused', async () => {
      const { ecs, first, image } = await make();
      await expect(ecs.registerTaskDefinition(first, 'exist', { none: image('good') }, {})).rejects.toMatchObject({
        code: 'BadRequest',
        message: expect.stringContaining('none'),
      });
    });

    test('the services of a cluster come with what runs in them, and of none that is not there', async () => {
      const { ecs, cluster, first } = await make();
      const [found, ...others] = (await ecs.services(cluster)) ?? [];
      expect(others).toEqual([]);
      expect(found).toMatchObject({ name: 'web', cluster, status: 'ACTIVE', taskDefinition: first });
      const [revision] = await ecs.revisions(found?.revisions ?? []);
      expect(revision?.taskDefinition).toBe(first);
      expect(await ecs.services('nowhere')).toBeUndefined();
    });

    test('the tasks that run are told with what runs in them', async () => {
      const { ecs, cluster, first } = await make();
      const [found] = (await ecs.services(cluster)) ?? [];
      const [revision] = await ecs.revisions(found?.revisions ?? []);
      const tasks = await ecs.tasksOf(cluster, 'web', 'RUNNING');
      const task = { taskDefinition: first, diedByItself: false, digests: revision?.digests };
      expect(tasks).toMatchObject([task, task]);
      expect(new Set(tasks.map(({ id }) => id)).size).toBe(2);
      expect(tasks[0]).not.toHaveProperty('why');
    });

    test('old tasks with work in hand hold a deployment up until their protection is taken, and are counted', async () => {
      const bench = await make();
      const { ecs, cluster, first, protect, pass } = bench;
      expect(await ecs.endProtection(cluster, 'web', 'another')).toBe(0);
      await protect();
      const taskDefinition = await aVersionOf(bench);
      await ecs.update(cluster, 'web', { taskDefinition, deploymentConfiguration: configurationOf('ROLLING') });
      await pass(10);
      const [newest] = await ecs.recent(cluster, 'web');
      expect(newest?.status).toBe('IN_PROGRESS');
      expect(await ecs.endProtection(cluster, 'web', first)).toBe(0);
      expect(await ecs.endProtection(cluster, 'web', taskDefinition)).toBe(2);
      expect(await ecs.endProtection(cluster, 'web', taskDefinition)).toBe(0);
      await pass(10);
      expect((await ecs.deployment(newest?.arn ?? ''))?.status).toBe('SUCCESSFUL');
    });
  });
}
