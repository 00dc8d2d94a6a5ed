import { expect, test } from 'vitest';
import { holdBack } from '../../../core/operations/hold-back.ts';
import { keepPoint } from '../../../core/operations/keep-point.ts';
import { settlePointOf } from '../../../core/operations/settle-point.ts';
import { aDeployment, aDigest, aLive, aPoint, aService, SERVICE } from '../../builders.ts';
import { fakeWorld, type World } from '../../fakes/fake-world.ts';
import { points, serves } from './ran.ts';

async function standing({ kept }: World) {
  const [state, head] = await Promise.all([kept.services.get(SERVICE), kept.deployments.head(SERVICE)]);
  if (state === undefined) throw new Error('the service is gone');
  return { state, head };
}
const NEWEST = 'rp-20261120T120000Z-bbbb';
const aNew = (change: Parameters<typeof aPoint>[0] = {}) =>
  aPoint({ id: NEWEST, createdAt: '2026-11-20T12:00:00.000Z', digest: aDigest(9), ...change });
const keep = async (world: World, change: Parameters<typeof aPoint>[0] = {}) =>
  keepPoint(world.ports, aNew(change), await standing(world));
const living = async ({ kept }: World) => (await kept.rollbackPoints.newest(SERVICE, 100)).map(({ id }) => id);

test('a new point pushes the oldest out, and the same one again nothing more', async () => {
  const world = await fakeWorld({ settings: { rollbackPoints: { keep: 2 } } });
  const [oldest, ...others] = await points(world, [1, 2, 3, 4]);
  await serves(world, 9);
  await keep(world);
  const left = [NEWEST, ...others.map(({ id }) => id).reverse()];
  expect(await living(world)).toEqual(left);
  expect(await world.kept.rollbackPoints.find(oldest?.id ?? '')).toMatchObject({ status: 'expired' });
  await keep(world);
  expect(await living(world)).toEqual(left);
});

test('ten are kept where nothing else is said', async () => {
  const world = await fakeWorld();
  await points(
    world,
    Array.from({ length: 14 }, (_, n) => n + 1),
  );
  await serves(world, 9);
  await keep(world);
  // The new one, which is in use, and the way back of what serves do not count.
  expect(await living(world)).toHaveLength(12);
});

test('what a deployment under way, its watch window or a name needs never expires', async () => {
  const world = await fakeWorld({ settings: { rollbackPoints: { keep: 1, retention: 1 } } });
  const [watched, named, back] = await points(world, [1, 2, 3, 4, 5]);
  if (named !== undefined) await world.kept.rollbackPoints.put({ ...named, name: 'good-one' });
  await serves(world, 9);
  const { state, head } = await standing(world);
  const live = aDeployment({ id: 'web-going-back', kind: 'rollback', target: back?.id });
  await world.kept.deployments.begin(live, aLive(live, { phase: 'roll-back' }), {
    deployment: live.id,
    service: SERVICE,
    event: 'version:rollback:start',
    at: '',
    text: '',
    data: {},
  });
  const watch = { deployment: live.id, rollbackPoint: watched?.id ?? '', until: '' };
  const held = { ...head, live: (await world.kept.deployments.head(SERVICE)).live, watch };
  await keepPoint(world.ports, aNew(), { state, head: held });
  expect(await living(world)).toEqual([
    NEWEST,
    // The version before the one that serves.
    'rp-20261120T100400Z-aaaa',
    back?.id,
    named?.id,
    watched?.id,
  ]);
});

test('one query, and one write for each that goes', async () => {
  const world = await fakeWorld({ settings: { rollbackPoints: { keep: 1 } } });
  await points(world, [1, 2, 3]);
  await serves(world, 9);
  world.book.calls.length = 0;
  await keep(world);
  expect(world.book.calls).toEqual(['rollbackPoints.newest', 'rollbackPoints.put', 'rollbackPoints.expire']);
});

test('what a person said of the way back to a version holds for the points that are captured of it', async () => {
  const world = await fakeWorld();
  const named = (number: number, change: Parameters<typeof aPoint>[0]) =>
    world.kept.rollbackPoints.put(
      aPoint({ id: `rp-20261120T110${number}00Z-aaaa`, createdAt: `2026-11-20T11:0${number}:00.000Z`, ...change }),
    );
  await named(1, { name: 'older', digest: aDigest(9), commands: ['older'] });
  await named(2, { name: 'newer', digest: aDigest(9), commands: ['undo', 'tell'] });
  await named(3, { name: 'silent', digest: aDigest(9), commands: [] });
  await named(4, { name: 'other', digest: aDigest(8), commands: ['other'] });
  await serves(world, 9);
  await keep(world);
  expect(await world.kept.rollbackPoints.get(SERVICE, NEWEST)).toMatchObject({ commands: ['undo', 'tell'] });
});

test('a point settles with its deployment, again and again, gone or not', async () => {
  const world = await fakeWorld();
  const [point] = await points(world, [1]);
  if (point === undefined) throw new Error('no point');
  const done = aDeployment({ id: point.id.replace('rp-', 'web-'), verdict: 'ROLLED_BACK' });
  for (const _ of [1, 2]) await settlePointOf(world.ports, done);
  expect(await world.kept.rollbackPoints.find(point.id)).toMatchObject({ status: 'rolled-back' });
  await world.kept.rollbackPoints.remove(SERVICE, point.id);
  await settlePointOf(world.ports, done);
  expect(await world.kept.rollbackPoints.find(point.id)).toBeUndefined();
});

test('after a rollback the owner decides whether newer versions wait; the bad one is denied both ways', async () => {
  const entry = { since: '2026-11-20T10:00:00.000Z', because: 'bad', deployment: aDeployment().id };
  const denied = { ...entry, digest: aDigest(2) };
  for (const afterRollback of [undefined, 'hold', 'newer-goes'] as const) {
    const world = await fakeWorld();
    await holdBack(world.ports, aService({ ...(afterRollback && { afterRollback }) }), entry, denied);
    const state = await world.kept.services.get(SERVICE);
    expect(state?.denied).toEqual([denied]);
    expect(state?.hold).toEqual(afterRollback === 'newer-goes' ? undefined : entry);
  }
});
