import { describe, expect, test } from 'vitest';
import type { EcsBench } from './ecs-bench.ts';

const request = (key: string, command: readonly string[]) => ({
  key,
  startedBy: 'belay-check/web-1/0-2/before-traffic',
  container: 'web',
  command,
  tags: { 'belay:check': key },
});

/** What has to be true of tasks beside a service, whether they are played or run. */
export function besideTasksContract(name: string, make: () => Promise<EcsBench>): void {
  describe(`tasks beside a service ${name}`, () => {
    const start = async (world: EcsBench, ...tasks: ReturnType<typeof request>[]) =>
      (await world.ecs.runTasks(world.cluster, 'web', world.first, tasks)).map((one) =>
        'task' in one ? one.task : `refused: ${one.refused}`,
      );

    test('each command is a task of its own, and ends with its own exit code', async () => {
      const world = await make();
      const [good = '', bad = ''] = await start(world, request('a', ['exit', '0']), request('b', ['exit', '3']));
      await world.settle();
      const truths = await world.ecs.tasks(world.cluster, [good, bad]);
      const codes = Object.fromEntries(truths.map(({ task, end }) => [task, end?.codes]));
      expect(codes).toEqual({ [good]: { web: 0 }, [bad]: { web: 3 } });
      expect(truths.find(({ task }) => task === bad)?.end?.because).toBe(
        'Essential container in task exited (web: exit code 3)',
      );
    });

    test('the same key again is the same task', async () => {
      const world = await make();
      const [first] = await start(world, request('a', ['run']));
      expect(await start(world, request('a', ['run']))).toEqual([first]);
    });

    test('what runs has no end, until it is stopped', async () => {
      const world = await make();
      const [task = ''] = await start(world, request('a', ['run']));
      await world.settle();
      expect(await world.ecs.tasks(world.cluster, [task])).toEqual([{ task, taskDefinition: world.first }]);
      await world.ecs.stopTask(world.cluster, task, 'nobody waits any more');
      await world.settle();
      const [stopped] = await world.ecs.tasks(world.cluster, [task]);
      expect(stopped?.end?.because).toContain('nobody waits any more');
      await world.ecs.stopTask(world.cluster, task, 'again');
      expect((await world.ecs.tasks(world.cluster, [task]))[0]).toEqual(stopped);
    });

    test('more tasks than ECS tells of in one answer are told of all the same', async () => {
      const world = await make();
      const [task = ''] = await start(world, request('a', ['run']));
      const unknown = Array.from({ length: 149 }, (_, index) => String(index).padStart(32, '0'));
      expect((await world.ecs.tasks(world.cluster, [...unknown, task])).map((one) => one.task)).toEqual([task]);
    });

    test('a task that ECS does not know is left out, and stopping it is no fault', async () => {
      const world = await make();
      expect(await world.ecs.tasks(world.cluster, ['0'.repeat(32)])).toEqual([]);
      await world.ecs.stopTask(world.cluster, '0'.repeat(32), 'nobody waits any more');
    });

    test('a container that the task definition does not have is refused, and the other tasks start', async () => {
      const world = await make();
      const [refused, started] = await start(
        world,
        { ...request('a', ['run']), container: 'nothing' },
        request('b', ['run']),
      );
      expect(refused).toMatch(/^refused: .*nothing/);
      expect(started).not.toMatch(/refused/);
    });
  });
}
