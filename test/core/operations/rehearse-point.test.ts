import { expect, test } from 'vitest';
import { LONGEST_REHEARSAL } from '../../../core/domain/rehearsal.ts';
import { lookAtRehearsal, noteRehearsal } from '../../../core/operations/note-rehearsal.ts';
import { rehearsePoint } from '../../../core/operations/rehearse-point.ts';
import { aTaskDefinition, SERVICE } from '../../builders.ts';
import { fakeWorld, type World } from '../../fakes/fake-world.ts';
import { points } from './ran.ts';

const ID = 'rp-20261120T100000Z-aaaa';
const LONGEST = LONGEST_REHEARSAL * 1000;

async function aWorld(): Promise<World> {
  const world = await fakeWorld();
  await points(world, [1]);
  return world;
}
/** Starts a rehearsal, and gives the ARN of its task. */
async function rehearse(world: World): Promise<string> {
  const { rehearsal } = await rehearsePoint(world.ports, ID, 'somebody');
  return rehearsal.task ?? '';
}
const rehearsalOf = async ({ kept }: World) => (await kept.rollbackPoints.find(ID))?.rehearsal;
const told = ({ notices }: World) => notices.all.map(({ text }) => text);

test('a task that runs is a good rehearsal: its time is kept, and it is stopped again', async () => {
  const world = await aWorld();
  const task = await rehearse(world);
  expect(await rehearsalOf(world)).toEqual({ task, startedAt: expect.any(String), by: 'somebody' });
  await world.clock.advance(12_300);
  await noteRehearsal(world.ports, ID, world.rehearsals.runs(task));
  expect(await rehearsalOf(world)).toMatchObject({
    outcome: { ok: true, seconds: 12.3, because: 'it ran after 12.3 s' },
  });
  expect(world.rehearsals.stopped).toEqual([task]);
  expect(told(world)).toEqual([`1.1.0 (${ID}) was rehearsed: it ran after 12.3 s`]);
});

test('the service is not touched', async () => {
  const world = await aWorld();
  const before = [world.service.taskDefinition, world.service.configuration, world.service.deployments.length];
  const task = await rehearse(world);
  await noteRehearsal(world.ports, ID, world.rehearsals.runs(task));
  expect([world.service.taskDefinition, world.service.configuration, world.service.deployments.length]).toEqual(before);
  expect(world.book.calls.filter((call) => /ecs\.(update|stop|continue|register)/.test(call))).toEqual([]);
  expect((await world.kept.deployments.head(SERVICE)).live).toBeUndefined();
});

test('a task that dies is a bad rehearsal, also a moment after it ran', async () => {
  const world = await aWorld();
  const task = await rehearse(world);
  const running = world.rehearsals.runs(task);
  const dead = world.rehearsals.dies(task, 'Essential container in task exited (web: exit code 1)');
  await noteRehearsal(world.ports, ID, running);
  await noteRehearsal(world.ports, ID, dead);
  expect(await rehearsalOf(world)).toMatchObject({
    outcome: { ok: false, because: expect.stringContaining('exit code 1') },
  });
  expect(told(world)).toHaveLength(2);
});

test('events that come twice, or in the wrong order, change nothing more', async () => {
  const world = await aWorld();
  const task = await rehearse(world);
  const running = world.rehearsals.runs(task);
  const dead = world.rehearsals.dies(task, 'exit code 1');
  for (const event of [dead, running, dead, running]) await noteRehearsal(world.ports, ID, event);
  expect(await rehearsalOf(world)).toMatchObject({ outcome: { ok: false } });
  expect(told(world)).toHaveLength(1);
});

test('the end of a task that we stopped says nothing', async () => {
  const world = await aWorld();
  const task = await rehearse(world);
  await noteRehearsal(world.ports, ID, world.rehearsals.runs(task));
  const ended = await world.rehearsals.look(task);
  if (ended !== undefined) await noteRehearsal(world.ports, ID, ended);
  expect(await rehearsalOf(world)).toMatchObject({ outcome: { ok: true } });
  expect(told(world)).toHaveLength(1);
});

test('where no event comes, the schedule asks ECS and stops the task', async () => {
  const world = await aWorld();
  const done: Promise<void>[] = [];
  world.onOverdueRehearsal((point) => void done.push(lookAtRehearsal(world.ports, point)));
  const task = await rehearse(world);
  world.rehearsals.runs(task);
  await world.clock.advance(LONGEST - 1);
  expect(done).toEqual([]);
  await world.clock.advance(1000);
  await Promise.all(done);
  expect(await rehearsalOf(world)).toMatchObject({ outcome: { ok: true } });
  expect(world.rehearsals.stopped).toEqual([task]);
});

test('a task that does not come up in time is a bad rehearsal, and is stopped', async () => {
  const world = await aWorld();
  const task = await rehearse(world);
  await world.clock.advance(LONGEST);
  await lookAtRehearsal(world.ports, ID);
  expect(await rehearsalOf(world)).toMatchObject({
    outcome: { ok: false, because: 'it did not run within 15 minutes' },
  });
  expect(world.rehearsals.stopped).toEqual([task]);
});

test('one at a time; when its time is over, another may begin, and a task of the first is only stopped', async () => {
  const world = await aWorld();
  const first = await rehearse(world);
  await expect(rehearse(world)).rejects.toMatchObject({ code: 'RehearsalUnderWay' });
  await world.clock.advance(LONGEST + 1);
  const second = await rehearse(world);
  await noteRehearsal(world.ports, ID, world.rehearsals.runs(first));
  expect(await rehearsalOf(world)).toEqual({ task: second, startedAt: expect.any(String), by: 'somebody' });
  expect(world.rehearsals.stopped).toEqual([first]);
});

test('an event that is faster than we note the task counts', async () => {
  const world = await aWorld();
  world.book.before('rollbackPoints.nameRehearsal', async () => {
    const [task = ''] = world.rehearsals.tasks.keys();
    await noteRehearsal(world.kept, ID, world.rehearsals.runs(task));
  });
  const task = await rehearse(world);
  expect(await rehearsalOf(world)).toMatchObject({ task, outcome: { ok: true } });
});

test('what ECS does not take is refused with its reason, and the next try may begin at once', async () => {
  const world = await aWorld();
  world.rehearsals.refuses = 'ECS did not start a task: RESOURCE:MEMORY.';
  await expect(rehearse(world)).rejects.toMatchObject({
    code: 'NotRunning',
    message: expect.stringMatching(/RESOURCE:MEMORY/),
  });
  expect(await rehearsalOf(world)).toMatchObject({
    outcome: { ok: false, because: expect.stringContaining('MEMORY') },
  });
  world.rehearsals.refuses = undefined;
  await rehearse(world);
});

test('an inactive task definition is not rehearsed, and is told apart from one that was deleted', async () => {
  const world = await aWorld();
  const [definition] = world.service.taskDefinitions;
  if (definition !== undefined) definition.active = false;
  await expect(rehearse(world)).rejects.toMatchObject({
    code: 'PointNotReady',
    message: expect.stringMatching(/INACTIVE.*register it again/),
  });
  world.service.taskDefinitions.length = 0;
  await expect(rehearse(world)).rejects.toMatchObject({
    code: 'PointNotReady',
    message: expect.stringMatching(/deleted/),
  });
  expect(await rehearsalOf(world)).toBeUndefined();
});

test('a point that was deleted meanwhile leaves no task behind', async () => {
  const world = await aWorld();
  const task = await rehearse(world);
  await world.kept.rollbackPoints.remove(SERVICE, ID);
  await noteRehearsal(world.ports, ID, world.rehearsals.runs(task));
  expect(world.rehearsals.stopped).toEqual([task]);
  await lookAtRehearsal(world.ports, ID);
});

/** The version of the point has a container with a health check: after 35 s it can have said something, after 105 s it must have. */
async function withHealthCheck(): Promise<World> {
  const world = await aWorld();
  const healthCheck = { interval: 30, timeout: 5, retries: 3, startPeriod: 0 };
  const [container] = aTaskDefinition().containers;
  if (container !== undefined) world.surroundings.taskDefinition = { containers: [{ ...container, healthCheck }] };
  world.onOverdueRehearsal((point) => void lookAtRehearsal(world.ports, point));
  return world;
}

test('a version with a health check is rehearsed until it is healthy: no event tells that, and one look is enough', async () => {
  const world = await withHealthCheck();
  const task = await rehearse(world);
  await world.clock.advance(12_000);
  await noteRehearsal(world.ports, ID, world.rehearsals.runs(task));
  expect(await rehearsalOf(world)).not.toHaveProperty('outcome');
  world.rehearsals.becomes(task, 'HEALTHY');
  await world.clock.advance(35_000);
  expect(await rehearsalOf(world)).toMatchObject({ outcome: { ok: true, seconds: 47, until: 'healthy' } });
  expect(world.rehearsals.stopped).toEqual([task]);
  expect(world.book.count('rehearsals.look')).toBe(1);
});

test('one that does not get healthy is bad after its last check, with two looks and no more', async () => {
  const world = await withHealthCheck();
  const task = await rehearse(world);
  await noteRehearsal(world.ports, ID, world.rehearsals.runs(task));
  await world.clock.advance(LONGEST);
  expect(await rehearsalOf(world)).toMatchObject({
    outcome: { ok: false, because: 'it ran, and was not healthy 105 s later' },
  });
  expect(world.rehearsals.stopped).toEqual([task]);
  expect(world.book.count('rehearsals.look')).toBe(2);
});

test('where its service has a load balancer, what that needs is kept beside the time', async () => {
  const world = await fakeWorld({
    settings: { pace: { untilHealthy: 20, deregistrationDelay: 5, balancer: 'application' } },
  });
  await points(world, [1]);
  const task = await rehearse(world);
  await world.clock.advance(12_300);
  await noteRehearsal(world.ports, ID, world.rehearsals.runs(task));
  expect(await rehearsalOf(world)).toMatchObject({ plus: 20, outcome: { seconds: 12.3, until: 'running' } });
});
