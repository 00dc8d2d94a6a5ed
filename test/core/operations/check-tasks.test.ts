import { expect, test } from 'vitest';
import { noteCheckTask } from '../../../core/operations/note-check-task.ts';
import { wake } from '../../../core/operations/wake.ts';
import { steps } from '../../../core/steps/index.ts';
import { aCommand, SERVICE } from '../../builders.ts';
import type { World } from '../../fakes/fake-world.ts';
import { atTheGate } from './begun.ts';

const OTHER = aCommand({ id: 'other', command: ['other'] });
const AT_THE_GATE = { settings: { checks: [aCommand(), OTHER] } };
type Begun = Awaited<ReturnType<typeof atTheGate>>;

async function run(world: Begun, token: string, gate = 'before-traffic'): Promise<void> {
  world.machines.open.add(token);
  const input = { deployment: world.deployment.id, service: SERVICE, gate, bakes: 0 };
  await steps.RunChecks(world.ports, { ...input, wait: 360, token });
}

/** What the event of a task's end brings. */
const endOf = (world: World, task: string, code = 0) => ({
  mark: world.tasks.all.find((one) => one.task === task)?.startedBy ?? '',
  task,
  end: { codes: { web: code }, because: 'exited' },
});

test('the token is stored before any task is started', async () => {
  const world = await atTheGate(AT_THE_GATE);
  await run(world, 'one');
  const { calls } = world.book;
  expect(calls.indexOf('waits.store')).toBeLessThan(calls.indexOf('ecs.runTasks'));
  expect(await world.kept.waits.get(world.deployment.id)).toMatchObject({ awaits: 'checks-done', token: 'one' });
});

test.each(['waits.store', 'checkRuns.begin', 'ecs.runTasks', 'checkRuns.started', 'checkRuns.get'])(
  'tried again after a fault at %s, it starts one task for each command and no more',
  async (call) => {
    const world = await atTheGate(AT_THE_GATE);
    world.book.fail(call, 'ServerException');
    await run(world, 'one').catch(() => undefined);
    await run(world, 'two');
    expect(world.tasks.all.map(({ command }) => command)).toEqual([['migrate', '--check'], ['other']]);
    expect(await world.kept.waits.get(world.deployment.id)).toMatchObject({ token: 'two' });
  },
);

test('tried again after RunTask went through and its answer was lost, it starts no second task', async () => {
  const world = await atTheGate(AT_THE_GATE);
  world.book.after('ecs.runTasks', () => {
    throw new Error('the answer was lost');
  });
  await expect(run(world, 'one')).rejects.toThrow();
  await run(world, 'two');
  expect(world.tasks.all).toHaveLength(2);
});

test('commands that ended before their start was noted wake the machine all the same', async () => {
  const world = await atTheGate(AT_THE_GATE);
  world.book.before('checkRuns.started', async () => {
    for (const { task } of world.tasks.all) await noteCheckTask(world.ports, endOf(world, task));
  });
  await run(world, 'one');
  expect(world.machines.redeemed).toContain('one');
});

test('asked for the way back before, no command is started, and the machine is woken', async () => {
  const world = await atTheGate(AT_THE_GATE);
  await world.kept.deployments.requestStop(SERVICE, world.deployment.id, { because: 'bad', by: 'somebody', at: '' });
  await run(world, 'one');
  expect(world.tasks.all).toEqual([]);
  expect(world.machines.redeemed).toContain('one');
});

test('an event of something else, while commands are being started, does not take the round before for this one', async () => {
  const later = aCommand({ when: 'after' });
  const world = await atTheGate({ settings: { checks: [aCommand(), later] } });
  await run(world, 'one');
  for (const { task } of world.tasks.all) await noteCheckTask(world.ports, endOf(world, task));
  world.book.after('waits.store', () => wake(world.ports, SERVICE));
  await run(world, 'two', 'after-bake');
  expect(world.machines.redeemed).not.toContain('two');
});

test('the last of the commands wakes the machine, and no call to ECS is made for any of them', async () => {
  const world = await atTheGate(AT_THE_GATE);
  await run(world, 'one');
  world.book.calls.length = 0;
  const [first, second] = world.tasks.all.map(({ task }) => task);
  expect(await noteCheckTask(world.ports, endOf(world, first ?? ''))).toBe('noted');
  expect(await noteCheckTask(world.ports, endOf(world, first ?? ''))).toBe('noted');
  expect(world.machines.redeemed).not.toContain('one');
  expect(await noteCheckTask(world.ports, endOf(world, second ?? ''))).toBe('woken');
  expect(world.book.count('ecs.')).toBe(0);
});

test('the event of the last end, told again after a crash, still wakes the machine', async () => {
  const world = await atTheGate(AT_THE_GATE);
  await run(world, 'one');
  const [first, second] = world.tasks.all.map(({ task }) => endOf(world, task));
  if (first === undefined || second === undefined) throw new Error('two tasks were to be started');
  await noteCheckTask(world.ports, first);
  world.book.fail('machines.redeem', 'ServerException');
  await expect(noteCheckTask(world.ports, second)).rejects.toThrow();
  expect(await noteCheckTask(world.ports, second)).toBe('woken');
});

test.each(['ecs-svc/123', 'belay-check/web-9/9-9/before-traffic'])(
  'a task that %s started is none of our business',
  async (mark) => {
    const world = await atTheGate(AT_THE_GATE);
    await run(world, 'one');
    const told = await noteCheckTask(world.ports, { mark, task: 'x', end: { codes: {}, because: '' } });
    expect(told).toBe('unknown');
    expect(world.machines.redeemed).not.toContain('one');
  },
);
