import { expect, test } from 'vitest';
import { deploymentLog } from '../../../core/operations/deployment-log.ts';
import { keepLastWords } from '../../../core/operations/keep-last-words.ts';
import { NEW, type WorldOptions } from '../../fakes/fake-world.ts';
import { started } from './begun.ts';

/** A version whose tasks die on start, three of them so far. */
async function dying(options: WorldOptions = {}) {
  const world = await started(options);
  world.service.crashing.add(NEW.digest);
  await world.clock.advance(35_000);
  const taskDefinition = world.service.taskDefinition;
  return { ...world, deployment: { ...world.deployment, taskDefinition } };
}

test('why tasks died and what they said last stays with the deployment', async () => {
  const world = await dying();
  const task = world.service.stopped[0]?.id ?? '';
  world.logs.write('/ecs/web', `web/web/${task}`, 'starting', 'cannot reach the database');
  await keepLastWords(world.ports, world.deployment);
  const { lastWords } = await deploymentLog(world.ports, world.deployment.id);
  expect(lastWords[0]).toEqual({
    task,
    container: 'web',
    why: 'Essential container in task exited (web: exit code 1)',
    lines: ['starting', 'cannot reach the database'],
  });
  expect(lastWords).toHaveLength(3);
});

test('a task that wrote nothing, and a group that may not be read, are said', async () => {
  const world = await dying();
  expect((await keepLastWords(world.ports, world.deployment))[0]?.note).toBe('it wrote nothing to /ecs/web');
  world.logs.closed.add('/ecs/web');
  expect((await keepLastWords(world.ports, world.deployment))[0]?.note).toContain('-c logGroups=/ecs/web');
});

test.each([
  [undefined, 'no log configuration'],
  [{ driver: 'awsfirelens' }, 'logs by awsfirelens'],
  [{ driver: 'awslogs', group: '/ecs/web' }, 'no awslogs-stream-prefix'],
])('logs %j cannot be read, and the reason is kept', async (logs, reason) => {
  const world = await dying();
  world.service.definitions = { containers: [{ name: 'web', image: 'web', ...(logs && { logs }) }] };
  expect((await keepLastWords(world.ports, world.deployment))[0]?.note).toContain(reason);
});

test('tasks of another version say nothing about this one', async () => {
  const world = await dying();
  const other = { ...world.deployment, taskDefinition: 'web:99' };
  expect(await keepLastWords(world.ports, other)).toEqual([]);
  expect(await world.kept.deployments.lastWords(world.deployment.id)).toEqual([]);
});

test('a deployment that registered nothing asks nobody', async () => {
  const world = await dying();
  world.book.calls.length = 0;
  const { taskDefinition: _, ...refused } = world.deployment;
  expect(await keepLastWords(world.ports, refused)).toEqual([]);
  expect(world.book.count('ecs.')).toBe(0);
});
