import { expect, test } from 'vitest';
import { checkPoint } from '../../../core/operations/check-point.ts';
import { checkPoints } from '../../../core/operations/check-points.ts';
import { aDigest, aPoint, aTaskDefinition, SERVICE } from '../../builders.ts';
import { fakeWorld, type World } from '../../fakes/fake-world.ts';
import { denies, points, serves } from './ran.ts';

const DAY = 24 * 60 * 60 * 1000;

/** 1.1.0 to 1.4.0 ran, 1.4.0 serves; the point of 1.1.0 has a name. */
async function ran(): Promise<World> {
  const world = await fakeWorld();
  const [named] = await points(world, [1, 2, 3, 4]);
  if (named !== undefined) await world.kept.rollbackPoints.put({ ...named, name: 'good-one' });
  await serves(world, 4);
  return world;
}
const pointOf = async ({ kept }: World, minute: number) => {
  const point = await kept.rollbackPoints.find(`rp-20261120T100${minute}00Z-aaaa`);
  if (point === undefined) throw new Error('no such point');
  return point;
};
const events = ({ notices }: World) => notices.all.map(({ event }) => event);

test('looked at is every point but that of what serves', async () => {
  const world = await ran();
  expect(await checkPoints(world.ports)).toEqual({ checked: 3, red: [] });
  expect(await Promise.all([0, 1, 2, 3].map(async (minute) => (await pointOf(world, minute)).ready?.ok))).toEqual([
    true,
    true,
    true,
    undefined,
  ]);
  expect(world.notices.all).toEqual([]);
});

test('where the version before is denied, the one before it is looked at', async () => {
  const world = await ran();
  await denies(world, 3);
  await checkPoints(world.ports);
  expect((await pointOf(world, 1)).ready).toMatchObject({ ok: true });
});

test('what was looked at is looked at again a day later, and not before', async () => {
  const world = await ran();
  await checkPoints(world.ports);
  expect(await checkPoints(world.ports)).toEqual({ checked: 0, red: [] });
  await world.clock.advance(DAY);
  expect(await checkPoints(world.ports)).toEqual({ checked: 3, red: [] });
});

test('the points that would be used next are looked at before all others', async () => {
  const world = await ran();
  const looked: string[] = [];
  const { rollbackPoints } = world.kept;
  const noteReadiness: typeof rollbackPoints.noteReadiness = (service, id, ready) => {
    looked.push(id);
    return rollbackPoints.noteReadiness(service, id, ready);
  };
  await checkPoints({ ...world.ports, rollbackPoints: { ...rollbackPoints, noteReadiness } });
  expect(looked.at(-1)).toBe('rp-20261120T100100Z-aaaa');
  expect(looked).toHaveLength(3);
});

test('a service without points costs a query for each part', async () => {
  const world = await fakeWorld();
  await checkPoints(world.ports);
  expect(world.book.calls).toEqual([
    'services.list',
    'rollbackPoints.newest',
    'services.list',
    'rollbackPoints.newest',
  ]);
});

test('that a way back is gone is told once, and once more when it is mended', async () => {
  const world = await ran();
  world.registry.remove('web', aDigest(3));
  for (const _ of [1, 2, 3]) {
    expect((await checkPoints(world.ports)).red).toEqual(['rp-20261120T100200Z-aaaa']);
    await world.clock.advance(DAY);
  }
  expect(world.notices.all).toEqual([
    expect.objectContaining({
      service: SERVICE,
      event: 'version:rollback-point:red',
      text: expect.stringMatching(/^could not go back to 1\.3\.0 .*is gone from web\. Push it again\.$/),
    }),
  ]);
  world.registry.push('web', aDigest(3), '1.3.0');
  await checkPoints(world.ports);
  await world.clock.advance(DAY);
  await checkPoints(world.ports);
  expect(events(world)).toEqual(['version:rollback-point:red', 'version:rollback-point:ready']);
});

test('a crash between telling and keeping tells nobody twice', async () => {
  const world = await ran();
  world.registry.remove('web', aDigest(3));
  world.book.fail('rollbackPoints.noteReadiness', 'Throttled');
  const point = await pointOf(world, 2);
  await expect(checkPoint(world.ports, point, world.settings)).rejects.toMatchObject({ name: 'Throttled' });
  await checkPoint(world.ports, point, world.settings);
  expect(events(world)).toEqual(['version:rollback-point:red']);
});

test('the secrets and parameters of the task definition are looked for, each once', async () => {
  const world = await ran();
  const secret = (name: string) => `arn:aws:secretsmanager:us-east-1:000000000000:secret:${name}`;
  const secrets = { A: secret('a'), B: secret('b'), AGAIN: secret('b'), KEY: '/app/key', OTHER: '/app/other' };
  world.surroundings.taskDefinition = {
    containers: aTaskDefinition().containers.map((container) => ({ ...container, secrets })),
  };
  world.surroundings.gone.add(secret('b')).add('/app/other');
  expect(await checkPoint(world.ports, await pointOf(world, 2), world.settings)).toMatchObject({
    ok: false,
    because: [`The secret ${secret('b')} is gone. Restore it.`, 'The secret /app/other is gone. Restore it.'],
  });
  expect(world.book.count('secrets.isThere')).toBe(2);
  expect(world.book.count('parameters.isThere')).toBe(2);
});

test('a secret that nobody may look at is named, and hinders nothing', async () => {
  const world = await ran();
  const arn = 'arn:aws:secretsmanager:us-east-1:111111111111:secret:theirs';
  world.surroundings.taskDefinition = {
    containers: aTaskDefinition().containers.map((container) => ({ ...container, secrets: { A: arn } })),
  };
  world.book.fail('secrets.isThere', 'AccessDeniedException');
  expect(await checkPoint(world.ports, await pointOf(world, 2), world.settings)).toMatchObject({
    ok: true,
    unchecked: [arn],
  });
});

test('a task definition that was deregistered is no obstacle: it is registered again', async () => {
  const world = await ran();
  const [definition] = world.service.taskDefinitions;
  if (definition !== undefined) definition.active = false;
  expect(await checkPoint(world.ports, await pointOf(world, 2), world.settings)).toMatchObject({ ok: true });
});

test('a point that is deleted while it is looked at stays deleted', async () => {
  const world = await ran();
  const point = await pointOf(world, 2);
  await world.kept.rollbackPoints.remove(SERVICE, point.id);
  await checkPoint(world.ports, point, world.settings);
  expect(await world.kept.rollbackPoints.find(point.id)).toBeUndefined();
});

test('the image of a point is looked for in its own repository', async () => {
  const world = await ran();
  expect(await checkPoint(world.ports, aPoint({ repository: 'elsewhere' }), world.settings)).toMatchObject({
    ok: false,
    because: [expect.stringContaining('is gone from elsewhere')],
  });
});
