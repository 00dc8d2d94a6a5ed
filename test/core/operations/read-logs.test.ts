import { expect, test } from 'vitest';
import { type LogPlace, type LogRequest, readLogs } from '../../../core/operations/read-logs.ts';
import { SERVICE } from '../../builders.ts';
import { fakeWorld, NEW, type World } from '../../fakes/fake-world.ts';
import { atTheGate, started } from './begun.ts';

const ALL: LogRequest = { since: 0, onlyErrors: false, limit: 100 };

async function texts(world: World, change: Partial<LogRequest> = {}): Promise<readonly string[]> {
  return (await readLogs(world.ports, SERVICE, { ...ALL, ...change })).items.map(({ text }) => text);
}

test('old and new tasks are read together, in order, with credentials masked', async () => {
  const world = await fakeWorld();
  world.logs.write('/ecs/web', 'web/web/one', 'hello');
  world.logs.write('/ecs/web', 'web/web/two', 'password=hunter2');
  world.logs.write('/ecs/web', 'web/sidecar/two', 'not asked for');
  expect(await texts(world)).toEqual(['hello', 'password=***']);
});

test('who follows sees each line once, also those of the millisecond in which they stopped', async () => {
  const world = await fakeWorld();
  const seen: string[] = [];
  let after: LogPlace | undefined;
  const look = async (): Promise<void> => {
    const { items, place } = await readLogs(world.ports, SERVICE, { ...ALL, limit: 2, after });
    seen.push(...items.map(({ text }) => text));
    after = place;
  };
  world.logs.write('/ecs/web', 'web/web/one', 'a', 'b', 'c');
  await look();
  await look();
  await look();
  world.logs.write('/ecs/web', 'web/web/one', 'd');
  await world.clock.advance(1000);
  world.logs.write('/ecs/web', 'web/web/one', 'e');
  for (let times = 0; times < 3; times++) await look();
  expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('a page says truly whether there are more lines', async () => {
  const world = await fakeWorld();
  world.logs.write('/ecs/web', 'web/web/one', 'a', 'b', 'c');
  const { more, place } = await readLogs(world.ports, SERVICE, { ...ALL, limit: 2 });
  expect(more).toBe(true);
  expect(await readLogs(world.ports, SERVICE, { ...ALL, limit: 2, after: place })).toMatchObject({
    items: [{ text: 'c' }],
    more: false,
  });
});

test('of a deployment only its own time is shown, and whose tasks were new', async () => {
  const world = await atTheGate();
  world.logs.write('/ecs/web', 'web/web/one', 'while it runs');
  const { id } = world.deployment;
  expect(await texts(world, { deployment: id })).toEqual(['while it runs']);
  expect(await texts(world, { deployment: id, since: world.clock.now() + 1 })).toEqual([]);
  const other = (await fakeWorld()).ports;
  await expect(readLogs(other, SERVICE, { ...ALL, deployment: id })).rejects.toMatchObject({
    code: 'UnknownDeployment',
  });
});

test('with errors alone, why tasks stopped is said too', async () => {
  const world = await started();
  world.service.crashing.add(NEW.digest);
  await world.clock.advance(12_000);
  const task = world.service.stopped[0];
  world.logs.write('/ecs/web', `web/web/${task?.id}`, 'fine', 'Error: no database');
  const { items } = await readLogs(world.ports, SERVICE, { ...ALL, onlyErrors: true, deployment: world.deployment.id });
  expect(items.map(({ kind, side, text }) => [kind, side, text])).toEqual([
    ['stopped', 'new', 'Essential container in task exited (web: exit code 1)'],
    ['line', 'new', 'Error: no database'],
  ]);
});

test('why lines are missing is said', async () => {
  const world = await fakeWorld();
  const notes = async () => (await readLogs(world.ports, SERVICE, ALL)).notes;
  expect(await notes()).toEqual(['web: there is no log group /ecs/web']);
  world.logs.closed.add('/ecs/web');
  expect(await notes()).toEqual([expect.stringContaining('-c logGroups=/ecs/web')]);
  world.service.definitions = { containers: [{ name: 'web', image: 'web', logs: { driver: 'splunk' } }] };
  expect(await notes()).toEqual(['web: it logs by splunk, and Belay reads awslogs only']);
});

test('a service that Belay does not know has no log', async () => {
  const world = await fakeWorld();
  await world.kept.services.remove(SERVICE);
  await expect(texts(world)).rejects.toMatchObject({ code: 'UnknownService' });
});
