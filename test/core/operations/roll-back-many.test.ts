import { expect, test } from 'vitest';
import { rollBackInEmergency } from '../../../core/operations/roll-back-in-emergency.ts';
import { type ManyRequest, rollBackMany, type WhichServices } from '../../../core/operations/roll-back-many.ts';
import { aDeployment, aDigest, aPoint, OTHER_SERVICE, SERVICE } from '../../builders.ts';
import { fakeWorld, type World } from '../../fakes/fake-world.ts';
import { atTheGate } from './begun.ts';
import { ended, points, serves, withOther } from './ran.ts';

const REQUEST: ManyRequest = { to: 'previous', by: 'somebody', reason: 'all is bad', dryRun: false };
const many = (world: World, which: WhichServices, change: Partial<ManyRequest> = {}) =>
  rollBackMany(world.ports, which, { ...REQUEST, ...change });
const emergency = (world: World, change: { since?: number; dryRun?: boolean } = {}) =>
  rollBackInEmergency(world.ports, {
    environment: 'staging',
    since: 3600,
    by: 'somebody',
    reason: 'all is bad',
    dryRun: false,
    ...change,
  });

/** `staging/web` runs 1.2.0 and can go back to 1.1.0; `staging/api` is known, and never ran. */
async function aWorld(change: Parameters<typeof serves>[2] = {}): Promise<World> {
  const world = await fakeWorld();
  await withOther(world);
  await points(world, [1, 2]);
  await serves(world, 2, { startedAt: new Date(world.clock.now()).toISOString(), ...change });
  return world;
}

test('all services of an environment go back; one that cannot is named and left alone', async () => {
  const world = await aWorld();
  expect(await many(world, { environment: 'staging' })).toEqual({
    deployments: [{ id: expect.any(String), service: SERVICE, to: '1.1.0' }],
    left: [{ service: OTHER_SERVICE, because: expect.stringContaining('no rollback point of another version') }],
  });
  expect(world.machines.started).toHaveLength(1);
});

test('all services that run a repository go back, and no others', async () => {
  const world = await aWorld();
  expect(await many(world, { repository: 'web' })).toMatchObject({ deployments: [{ service: SERVICE }], left: [] });
  await expect(many(world, { repository: 'nobody' })).rejects.toMatchObject({ code: 'UnknownService' });
  await expect(many(world, { environment: 'nowhere' })).rejects.toMatchObject({ code: 'UnknownService' });
});

test('a single service that cannot go back is refused', async () => {
  const world = await aWorld();
  await expect(many(world, { service: OTHER_SERVICE })).rejects.toMatchObject({ code: 'NothingToRollBackTo' });
});

test('a deployment and a point are of one service, which need not be named', async () => {
  const world = await aWorld();
  const id = 'rp-20261120T100000Z-aaaa';
  const deployment = await serves(world, 2, { id: 'web-4', rollbackPoint: id });
  for (const of of [{ rollbackPoint: id }, { deployment: deployment.id }])
    expect(await many(world, { of }, { to: of, dryRun: true })).toEqual({
      deployments: [{ service: SERVICE, to: '1.1.0', point: id }],
      left: [],
    });
  for (const [of, code] of [
    [{ rollbackPoint: 'rp-none' }, 'UnknownPoint'],
    [{ deployment: aDeployment({ id: 'web-none' }).id }, 'UnknownDeployment'],
  ] as const)
    await expect(many(world, { of }, { to: of })).rejects.toMatchObject({ code });
});

test('a dry run of what is under way names the point that it would be taken back to', async () => {
  const world = await atTheGate();
  const { deployments } = await many(world, { service: SERVICE }, { dryRun: true });
  const [captured] = await world.kept.rollbackPoints.newest(SERVICE, 1);
  expect(deployments).toEqual([{ service: SERVICE, to: '1.0.0', point: captured?.id }]);
});

test('what breaks for one service does not hide what was started for another, and shows nothing of the inside', async () => {
  const world = await aWorld();
  await world.kept.rollbackPoints.put(aPoint({ service: OTHER_SERVICE }));
  const broken = new Error('secret detail');
  world.book.before('rollbackPoints.newest', () => {
    throw Object.assign(broken, { name: 'Throttled' });
  });
  const { deployments, left } = await many(world, { environment: 'staging' }, { readiness: 'ignored' });
  expect(deployments).toMatchObject([{ service: OTHER_SERVICE, to: '1.0.0' }]);
  expect(left).toHaveLength(1);
  expect(left[0]?.because).toMatch(/\(Throttled\)/);
  expect(left[0]?.because).not.toContain('secret detail');
});

test('a dry run says the same and starts nothing', async () => {
  const world = await aWorld();
  expect(await many(world, { environment: 'staging' }, { dryRun: true })).toEqual({
    deployments: [{ service: SERVICE, to: '1.1.0', point: 'rp-20261120T100000Z-aaaa' }],
    left: [{ service: OTHER_SERVICE, because: expect.any(String) }],
  });
  expect(await emergency(world, { dryRun: true })).toMatchObject({ deployments: [{ service: SERVICE, to: '1.1.0' }] });
  expect(world.machines.started).toEqual([]);
  expect((await world.kept.deployments.head(SERVICE)).live).toBeUndefined();
});

test('in an emergency what changed lately goes back, and the rest is named', async () => {
  const world = await aWorld();
  expect(await emergency(world)).toEqual({
    deployments: [{ id: expect.any(String), service: SERVICE, to: '1.1.0' }],
    left: [{ service: OTHER_SERVICE, because: expect.stringContaining('nothing of it changed since') }],
  });
});

test('what changed before that is left alone, unless it is still under watch', async () => {
  const world = await aWorld();
  await world.clock.advance(2 * 3600 * 1000);
  expect(await emergency(world)).toMatchObject({ deployments: [] });
  const watch = { deployment: (await serves(world, 2, { id: 'web-2' })).id, rollbackPoint: 'rp', until: '2099' };
  await ended(world, { id: 'web-3' }, { serving: { version: '1.2.0', digest: aDigest(2) }, watch });
  expect(await emergency(world)).toMatchObject({ deployments: [{ service: SERVICE }] });
});

test('what went back already is left alone', async () => {
  const world = await aWorld();
  const at = new Date(world.clock.now()).toISOString();
  await ended(
    world,
    { id: 'web-back', kind: 'rollback', startedAt: at },
    { serving: { version: '1.1.0', digest: aDigest(1) } },
  );
  expect(await emergency(world)).toMatchObject({ deployments: [] });
});

test('what is under way is taken back', async () => {
  const world = await atTheGate();
  expect(await emergency(world)).toMatchObject({ deployments: [{ id: world.deployment.id, to: '1.0.0' }], left: [] });
  expect(world.service.deployments.at(-1)?.status).toBe('ROLLBACK_REQUESTED');
});

test('nothing is looked at first, and what is known to be red is left alone', async () => {
  const world = await aWorld();
  await emergency(world, { dryRun: true });
  expect(world.book.count('registry.')).toBe(0);
  const red = { ok: false, because: ['its image is gone.'], unchecked: [], checkedAt: '' };
  await world.kept.rollbackPoints.noteReadiness(SERVICE, 'rp-20261120T100000Z-aaaa', red);
  expect(await emergency(world)).toMatchObject({
    deployments: [],
    left: [{ service: SERVICE, because: expect.stringContaining('its image is gone.') }, { service: OTHER_SERVICE }],
  });
});
