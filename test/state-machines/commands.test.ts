import { expect, test } from 'vitest';
import { readGate } from '../../core/operations/read-gate.ts';
import { aCommand } from '../builders.ts';
import { NEW, OLD } from '../fakes/fake-world.ts';
import { aBelay, type Belay } from './a-belay.ts';

const SECOND = 1000;
const other = aCommand({ id: 'database', name: 'the database answers', type: 'database', command: ['ping'] });

/** Ends each task with an exit code, ten seconds after it was started. */
function answer(belay: Belay, codeOf: (command: readonly string[]) => number): void {
  belay.book.after('ecs.runTasks', () => endAll(belay, codeOf), 10);
}

function endAll({ clock, tasks }: Belay, codeOf: (command: readonly string[]) => number): void {
  for (const { task, command, end } of tasks.all)
    if (end === undefined) clock.after(10 * SECOND, () => tasks.end(task, codeOf(command)));
}

test('commands run as tasks of the new version before it gets traffic, and it goes out when they end well', async () => {
  const belay = await aBelay({ settings: { checks: [aCommand(), other] } });
  answer(belay, () => 0);
  const id = await belay.deploy();
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');

  const bringing = belay.service.taskDefinitions.at(-1)?.arn;
  expect(belay.tasks.all).toMatchObject([
    { taskDefinition: bringing, container: 'web', command: ['migrate', '--check'] },
    { taskDefinition: bringing, container: 'web', command: ['ping'] },
  ]);
  expect(belay.serving()).toBe(NEW.digest);
  expect(belay.doors.failed).toEqual([]);
});

test('a command that fails keeps the new version from all traffic, and the verdict names its exit code', async () => {
  const belay = await aBelay({ settings: { checks: [aCommand(), other] } });
  answer(belay, ([name]) => (name === 'ping' ? 3 : 0));
  const id = await belay.deploy();
  const { verdict, because } = await belay.end(id);

  expect(verdict).toBe('ROLLED_BACK');
  expect(because).toBe(
    'check "the database answers" (database) failed: ping ended with exit code 3, expected 0 (task check-task-2)',
  );
  expect(belay.service.trafficWentTo).not.toContain(NEW.digest);
});

test('the last command that ends wakes the machine, and ECS is not asked for any of them', async () => {
  const belay = await aBelay({ settings: { checks: [aCommand(), other] } });
  answer(belay, () => 0);
  await belay.deploy();
  await belay.clock.advance(120 * SECOND);
  expect(belay.book.count('ecs.runTasks')).toBe(1);
  expect(belay.book.count('ecs.tasks')).toBe(0);
  expect(belay.ran.filter((where) => where === 'blue-green: Run commands before traffic')).toHaveLength(1);
  expect(belay.serving()).toBe(NEW.digest);
});

test.each([
  ['well', 0, 'SUCCEEDED'],
  ['badly', 1, 'ROLLED_BACK'],
])('of commands that ended %s and whose events were lost ECS is asked at the deadline', async (_, code, verdict) => {
  const belay = await aBelay({ settings: { checks: [aCommand()] }, shut: ['check'] });
  answer(belay, () => code);
  const id = await belay.deploy();
  expect((await belay.end(id)).verdict).toBe(verdict);
  expect(belay.book.count('ecs.tasks')).toBe(1);
  expect(belay.book.count('ecs.runTasks')).toBe(1);
});

test('a command that never ends is stopped at its deadline, and the old version serves on', async () => {
  const belay = await aBelay({ settings: { checks: [aCommand()] } });
  const id = await belay.deploy();
  const { verdict, because } = await belay.end(id);
  expect(verdict).toBe('ROLLED_BACK');
  expect(because).toContain('did not end within 300 s: migrate --check (task check-task-1)');
  expect(belay.tasks.all.map(({ end }) => end?.codes)).toEqual([{ web: 137 }]);
  expect(belay.serving()).toBe(OLD.digest);
});

test('a command that ECS cannot start fails its check, and ECS says why', async () => {
  const belay = await aBelay({ settings: { checks: [aCommand()] } });
  belay.tasks.refused.set('web', 'Capacity is unavailable at this time');
  const id = await belay.deploy();
  const { verdict, because } = await belay.end(id);
  expect({ verdict, because }).toEqual({
    verdict: 'ROLLED_BACK',
    because: 'check "the schema fits" (schema) could not be started: Capacity is unavailable at this time',
  });
});

test('an alarm while commands run takes the version back at once, and leaves none of them running', async () => {
  const belay = await aBelay({ settings: { checks: [aCommand()] } });
  belay.book.after('ecs.runTasks', () => belay.alarmAfter(30 * SECOND));
  const id = await belay.deploy();
  const { verdict, because } = await belay.end(id);
  expect({ verdict, because }).toMatchObject({ verdict: 'ROLLED_BACK', because: expect.stringMatching(/^alarm/) });
  expect(belay.tasks.all.filter(({ end }) => end === undefined)).toEqual([]);
  expect(belay.service.trafficWentTo).not.toContain(NEW.digest);
});

test('a command after the bake runs with the new version serving, once for each bake', async () => {
  const belay = await aBelay({
    settings: { checks: [aCommand({ when: 'after' })], minimumRequests: 2000, extensions: 1 },
  });
  answer(belay, () => 0);
  const id = await belay.deploy();
  const { verdict, because } = await belay.end(id);
  expect({ verdict, because }).toMatchObject({ verdict: 'ROLLED_BACK', because: expect.stringMatching(/not enough/) });
  expect(belay.tasks.all.map(({ startedBy }) => startedBy.split('/').at(-1))).toEqual(['after-bake-1', 'after-bake-2']);
});

test('a service without commands pays nothing for them', async () => {
  const belay = await aBelay();
  const id = await belay.deploy();
  await belay.end(id);
  expect(belay.book.count('checkRuns.')).toBe(0);
  expect(belay.book.count('ecs.runTasks') + belay.book.count('ecs.tasks')).toBe(0);
  expect(belay.transitions('blue-green', `${id}-1`)).toBe(9);
});

test('commands cost three state transitions at their gate, however many there are', async () => {
  const belay = await aBelay({ settings: { checks: [aCommand(), other] } });
  answer(belay, () => 0);
  const id = await belay.deploy();
  await belay.end(id);
  expect(belay.transitions('blue-green', `${id}-1`)).toBe(12);
});

test('a deployment without checks starts no command before traffic', async () => {
  const belay = await aBelay({ settings: { checks: [aCommand()] } });
  const id = await belay.deploy({ options: { checks: false } });
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
  expect(belay.tasks.all).toEqual([]);
});

test.each(['canary', 'linear'] as const)(
  'in a %s deployment commands run before traffic and after the last bake, each once',
  async (strategy) => {
    const belay = await aBelay({ settings: { checks: [aCommand(), aCommand({ id: 'later', when: 'after' })] } });
    answer(belay, () => 0);
    const id = await belay.deploy({ strategy });
    expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
    expect(belay.tasks.all.map(({ key }) => key.split(' ').slice(1).join(' '))).toEqual([
      'before-traffic schema',
      expect.stringMatching(/^after-bake-\d+ later$/),
    ]);
  },
);

test.each([
  ['blue-green', ['before-traffic', 'after-bake-1']],
  ['canary', ['before-traffic', 'share-2', 'after-bake-1']],
  ['linear', ['before-traffic', 'share-2', 'share-3', 'share-4', 'after-bake-1']],
] as const)(
  'in a %s deployment what is checked at a gate is checked at every gate, once each',
  async (strategy, rounds) => {
    const http = {
      type: 'http',
      url: '/up',
      method: 'GET',
      expectedStatus: 200,
      timeout: 5,
      interval: 1,
      retries: 0,
    } as const;
    const belay = await aBelay({
      settings: { checks: [aCommand({ when: 'gate' }), { ...http, id: 'up', name: 'up', when: 'gate' }] },
    });
    answer(belay, () => 0);
    const percent = strategy === 'linear' ? { options: { percent: 25 } } : {};
    const id = await belay.deploy({ strategy, ...percent });
    expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
    expect(belay.tasks.all.map(({ startedBy }) => startedBy.split('/').at(-1))).toEqual(rounds);
    const asked = belay.probe.asked.map(({ url }) => new URL(url).host);
    expect(asked).toEqual([...rounds.slice(1).map(() => asked[0]), 'example']);
    expect(asked[0]).not.toBe('example');
  },
);

test('a command that fails with a share of the traffic takes the version back before the rest moves', async () => {
  const belay = await aBelay({ settings: { checks: [aCommand({ when: 'gate' })] } });
  answer(belay, () => (belay.tasks.all.length > 1 ? 4 : 0));
  const id = await belay.deploy({ strategy: 'canary' });
  const { verdict, because } = await belay.end(id);
  expect({ verdict, because }).toMatchObject({
    verdict: 'ROLLED_BACK',
    because: expect.stringContaining('exit code 4'),
  });
  expect(await belay.path('canary', `${id}-1`)).not.toContain('Shift the rest and bake');
  expect(belay.serving()).toBe(OLD.digest);
});

test('ECS turns back while commands run: the verdict says why, and not that a command was late', async () => {
  const belay = await aBelay({ settings: { checks: [aCommand()] }, shut: ['alarm'] });
  belay.book.after('ecs.runTasks', () => belay.alarmAfter(30 * SECOND));
  const id = await belay.deploy();
  const { verdict, because } = await belay.end(id);
  expect({ verdict, because }).toMatchObject({
    verdict: 'ROLLED_BACK',
    because: expect.stringMatching(/^alarm web-5xx fired/),
  });
});

test('a person in a hurry does not get past commands that are under way', async () => {
  const belay = await aBelay({ settings: { checks: [aCommand()] } });
  const id = await belay.deploy();
  await belay.clock.advance(60 * SECOND);
  expect(belay.tasks.all).toHaveLength(1);
  await expect(readGate(belay.ports, id)).rejects.toMatchObject({ code: 'NotWaiting' });
});
