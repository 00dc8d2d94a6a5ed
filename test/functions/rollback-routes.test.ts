import { expect, test } from 'vitest';
import { aDigest, SERVICE } from '../builders.ts';
import { points, serves } from '../core/operations/ran.ts';
import { fakeWorld, type World } from '../fakes/fake-world.ts';
import { askRoutes } from './ask-routes.ts';

const LAST = 'web-1.1.0-1.2.0-20261120T120000Z-k3f9';
const POINT = 'rp-20261120T100000Z-aaaa';

/** A service that runs 1.2.0 and can go back to 1.1.0, or could if its image were there. */
async function aWorld(): Promise<World> {
  const world = await fakeWorld();
  await points(world, [1, 2]);
  await serves(world, 2, { id: LAST, rollbackPoint: POINT });
  return world;
}

const ask = (world: World, body: object) => askRoutes(world.ports, ['POST', '/rollbacks'], body);

test.each([[{ deployment: LAST }], [{ rollbackPoint: POINT }]])(
  'a rollback to %j needs no service, and must not be of many',
  async (to) => {
    const world = await aWorld();
    const deployments = [{ service: SERVICE, to: '1.1.0', point: POINT }];
    expect(await ask(world, { to, dryRun: true })).toEqual({ status: 200, json: { deployments, left: [] } });
    expect(await ask(world, { to, environment: 'staging', repository: 'web' })).toMatchObject({ status: 400 });
  },
);

test.each([[{}], [{ to: 'previous' }], [{ to: { version: '1.1.0' } }]])(
  'a rollback of nothing, %j, is refused',
  async (body) => {
    expect(await ask(await aWorld(), body)).toMatchObject({
      status: 400,
      json: { message: expect.stringContaining('exactly one of service, repository, environment') },
    });
  },
);

test('a rollback looks whether the point is ready, unless it is to go now: then what was known of it counts', async () => {
  const world = await aWorld();
  world.registry.remove('web', aDigest(1));
  const back = { service: SERVICE, dryRun: true };
  expect(await ask(world, back)).toMatchObject({ status: 409, json: { code: 'PointNotReady' } });
  expect(await ask(world, { ...back, now: true })).toMatchObject({ status: 409 });

  const unknown = await aWorld();
  unknown.registry.remove('web', aDigest(1));
  expect(await ask(unknown, { ...back, now: true })).toMatchObject({ status: 200 });
});
