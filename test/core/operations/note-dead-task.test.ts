import { expect, test } from 'vitest';
import { noteDeadTask } from '../../../core/operations/note-dead-task.ts';
import { SERVICE } from '../../builders.ts';
import type { World } from '../../fakes/fake-world.ts';
import { liveOf, started } from './begun.ts';

async function dies(world: World, task: string, taskDefinition = world.service.taskDefinition): Promise<void> {
  await noteDeadTask(world.ports, SERVICE, { task, taskDefinition, why: 'exit code 1' });
}

test('three deaths of the new version in scale-up end it, and the last says why', async () => {
  const world = await started();
  for (const task of ['one', 'two']) await dies(world, task);
  expect((await liveOf(world))?.stopRequested).toBeUndefined();
  await dies(world, 'three');
  expect((await liveOf(world))?.stopRequested?.because).toBe(
    '3 tasks of 1.1.0 died on start; the last one: exit code 1',
  );
  expect(world.service.deployments.at(-1)?.status).toBe('ROLLBACK_REQUESTED');
  expect(world.machines.redeemed).toEqual(['gate']);
});

test('a task dies once, however often it is told', async () => {
  const world = await started();
  for (let times = 0; times < 5; times++) await dies(world, 'one');
  expect((await liveOf(world))?.stopRequested).toBeUndefined();
  expect(world.book.count('deployments.noteDeadTask')).toBe(1);
});

test('below the threshold a death costs one write and no call to ECS', async () => {
  const world = await started();
  world.book.calls.length = 0;
  await dies(world, 'one');
  expect(world.book.count('ecs.')).toBe(0);
  expect(world.book.calls).toEqual(['deployments.head', 'deployments.noteDeadTask', 'deployments.get']);
});

test('deaths of another version are none of our business', async () => {
  const world = await started();
  for (const task of ['one', 'two', 'three']) await dies(world, task, 'web:1');
  expect(world.book.calls.filter((call) => call !== 'deployments.head')).toEqual([]);
});

test('after the scale-up tasks may come and go', async () => {
  const world = await started();
  await world.kept.deployments.advance(SERVICE, world.deployment.id, { phase: 'traffic' });
  for (const task of ['one', 'two', 'three']) await dies(world, task);
  expect((await liveOf(world))?.stopRequested).toBeUndefined();
});
