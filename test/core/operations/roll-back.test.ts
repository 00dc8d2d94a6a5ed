import { expect, test } from 'vitest';
import { rollBack } from '../../../core/operations/roll-back.ts';
import { aDeployment, aDigest, aPoint, OTHER_SERVICE, SERVICE } from '../../builders.ts';
import { fakeWorld, NEW, type World } from '../../fakes/fake-world.ts';
import { atTheGate } from './begun.ts';
import { denies, ended, points, serves, withOther } from './ran.ts';

type To = Parameters<typeof rollBack>[1]['to'];
const back = (world: World, to: To = 'previous') =>
  rollBack(world.ports, { service: SERVICE, to, by: 'somebody', reason: 'it is bad' });

test('the previous version is the newest point that is neither what runs nor denied', async () => {
  const world = await fakeWorld();
  await points(world, [1, 2, 3, 4]);
  await serves(world, 4);
  await denies(world, 3);
  const { id, to } = await back(world);
  expect(to).toBe('1.2.0');
  expect(await world.kept.deployments.get(id)).toMatchObject({
    kind: 'rollback',
    to: { digest: aDigest(2) },
    from: { digest: aDigest(4) },
    target: 'rp-20261120T100100Z-aaaa',
  });
  expect(world.machines.started).toEqual([id]);
});

test.each<{ name: string; to: To }>([
  { name: 'the id of a point', to: { rollbackPoint: 'rp-20261120T100000Z-aaaa' } },
  { name: 'the name of a point', to: { rollbackPoint: 'good-one' } },
  { name: 'its tag', to: { version: '1.1.0' } },
  { name: 'its tag with a v', to: { version: 'v1.1.0' } },
  { name: 'its digest', to: { version: aDigest(1) } },
  { name: 'the name of a point, as a version', to: { version: 'good-one' } },
])('a version that ran before is gone to by $name', async ({ to }) => {
  const world = await fakeWorld();
  const [first] = await points(world, [1, 2, 3]);
  if (first !== undefined) await world.kept.rollbackPoints.put({ ...first, name: 'good-one' });
  await serves(world, 3);
  const { id } = await back(world, to);
  expect(await world.kept.deployments.get(id)).toMatchObject({ target: first?.id, to: { digest: aDigest(1) } });
});

test('what a deployment changed is undone by going to the point that was captured for it', async () => {
  const world = await fakeWorld();
  const [first] = await points(world, [1, 2]);
  const deployment = await serves(world, 2, { rollbackPoint: first?.id });
  expect(await back(world, { deployment: deployment.id })).toMatchObject({ to: '1.1.0' });
});

/** What somebody asks for that cannot be, with the code and a part of the message: the next move. */
const REFUSED: readonly { name: string; to: To; code: string; says: RegExp }[] = [
  {
    name: 'a point that is not there',
    to: { rollbackPoint: 'rp-none' },
    code: 'UnknownPoint',
    says: /rollback-points/,
  },
  { name: 'a point of another service', to: { rollbackPoint: 'rp-other' }, code: 'WrongService', says: /staging\/api/ },
  { name: 'a point that expired', to: { rollbackPoint: 'rp-expired' }, code: 'UnknownPoint', says: /belay deploy/ },
  {
    name: 'a version that never ran here',
    to: { version: '9.9.9' },
    code: 'NothingToRollBackTo',
    says: /belay deploy/,
  },
  { name: 'the version that runs', to: { version: '1.4.0' }, code: 'NothingToRollBackTo', says: /already/ },
  {
    name: 'a version that is denied',
    to: { version: '1.2.0' },
    code: 'Denied',
    says: /belay lift staging\/web --digest/,
  },
  {
    name: 'a deployment that nobody knows',
    to: { deployment: aDeployment({ id: 'web-none' }).id },
    code: 'UnknownDeployment',
    says: /belay history/,
  },
  {
    name: 'a deployment of another service',
    to: { deployment: aDeployment({ id: 'api-1' }).id },
    code: 'WrongService',
    says: /belay rollback staging\/api/,
  },
  {
    name: 'a deployment that was taken back',
    to: { deployment: aDeployment({ id: 'web-back' }).id },
    code: 'NothingToRollBackTo',
    says: /ROLLED_BACK/,
  },
  {
    name: 'a way back',
    to: { deployment: aDeployment({ id: 'web-rollback' }).id },
    code: 'NothingToRollBackTo',
    says: /belay rollback .* --to/,
  },
  {
    name: 'a deployment before which nothing ran',
    to: { deployment: aDeployment({ id: 'web-first' }).id },
    code: 'NothingToRollBackTo',
    says: /belay deploy/,
  },
];

test.each(REFUSED)('$name is refused in words, and the service is not touched', async ({ to, code, says }) => {
  const world = await fakeWorld();
  await points(world, [1, 2, 4]);
  await withOther(world);
  const { rollbackPoints } = world.kept;
  await rollbackPoints.put(aPoint({ id: 'rp-other', service: OTHER_SERVICE }));
  await rollbackPoints.put(aPoint({ id: 'rp-expired' }));
  await rollbackPoints.expire(aPoint({ id: 'rp-expired' }), '2026-11-20T10:00:00.000Z');
  await ended(world, { id: 'api-1', service: OTHER_SERVICE }, {});
  await ended(world, { id: 'web-back', verdict: 'ROLLED_BACK' }, {});
  await ended(world, { id: 'web-rollback', kind: 'rollback' }, {});
  await ended(world, { id: 'web-first', first: true }, {});
  await serves(world, 4);
  await denies(world, 2);
  await expect(back(world, to)).rejects.toMatchObject({ code, message: expect.stringMatching(says) });
  expect(world.machines.started).toEqual([]);
  expect((await world.kept.deployments.head(SERVICE)).live).toBeUndefined();
});

test('without a point of another version there is nothing to go back to', async () => {
  const world = await fakeWorld();
  await points(world, [4]);
  await serves(world, 4);
  await expect(back(world)).rejects.toMatchObject({ code: 'NothingToRollBackTo' });
});

test('a point whose image is gone is refused with the reason, unless somebody insists', async () => {
  const world = await fakeWorld();
  const [first] = await points(world, [1, 2]);
  await serves(world, 2);
  world.registry.remove('web', aDigest(1));
  await expect(back(world)).rejects.toMatchObject({
    code: 'PointNotReady',
    message: expect.stringMatching(/is gone from web\. Push it again\..*--force/),
  });
  expect(world.machines.started).toEqual([]);
  expect((await world.kept.rollbackPoints.find(first?.id ?? ''))?.ready).toMatchObject({ ok: false });
  const forced = {
    service: SERVICE,
    to: 'previous',
    by: 'somebody',
    reason: 'it is bad',
    readiness: 'ignored',
  } as const;
  expect(await rollBack(world.ports, forced)).toMatchObject({ to: '1.1.0' });
});

test('while a deployment is under way, that one is taken back', async () => {
  const world = await atTheGate();
  expect(await back(world)).toEqual({ id: world.deployment.id, to: '1.0.0' });
  expect(world.service.deployments.at(-1)?.status).toBe('ROLLBACK_REQUESTED');
  expect((await world.kept.deployments.head(SERVICE)).live?.stopRequested).toMatchObject({
    by: 'somebody',
    because: 'somebody took it back: it is bad',
  });
});

test.each<{ name: string; to: (live: string, point: string) => To; stops: boolean }>([
  { name: 'itself', to: (live) => ({ deployment: aDeployment({ id: live }).id }), stops: true },
  { name: 'the point captured for it', to: (_, point) => ({ rollbackPoint: point }), stops: true },
  { name: 'the version that it left', to: () => ({ version: '1.0.0' }), stops: true },
  { name: 'another version', to: () => ({ version: '0.9.0' }), stops: false },
  { name: 'another point', to: () => ({ rollbackPoint: 'rp-other' }), stops: false },
])('of a deployment under way $name can be named: taken back $stops', async ({ to, stops }) => {
  const world = await atTheGate();
  const [captured] = await world.kept.rollbackPoints.newest(SERVICE, 1);
  const answer = back(world, to(world.deployment.id, captured?.id ?? ''));
  if (stops) expect(await answer).toEqual({ id: world.deployment.id, to: '1.0.0' });
  else
    await expect(answer).rejects.toMatchObject({
      code: 'DeploymentInProgress',
      message: expect.stringContaining('belay rollback staging/web'),
    });
  expect((await world.kept.deployments.head(SERVICE)).live?.stopRequested !== undefined).toBe(stops);
});

test('a rollback under way is not taken back', async () => {
  const world = await fakeWorld();
  await points(world, [1, 2]);
  await serves(world, 2);
  const { id } = await back(world);
  await expect(back(world)).rejects.toMatchObject({
    code: 'DeploymentInProgress',
    message: expect.stringContaining(id),
  });
});

test('in the moment in which a deployment ends nobody is told that it goes back', async () => {
  const world = await atTheGate();
  world.service.deployments.at(-1)?.end('SUCCESSFUL');
  await expect(back(world)).rejects.toMatchObject({
    code: 'DeploymentInProgress',
    message: expect.stringContaining('Try again'),
  });
  expect((await world.kept.deployments.head(SERVICE)).live?.stopRequested).toBeUndefined();
});

test('of two rollbacks at once one begins', async () => {
  const world = await fakeWorld();
  await points(world, [1, 2]);
  await serves(world, 2);
  const answers = await Promise.allSettled([back(world), back(world)]);
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(world.machines.started).toHaveLength(1);
});

test('a service with several images goes back in the container that the point is of', async () => {
  const world = await fakeWorld({ settings: { containers: { web: 'web', worker: 'worker' } } });
  world.registry.push('worker', aDigest(1), '1.0.0');
  const change = { id: 'web-1.0.0-1.0.1-20261120T090000Z-aaaa', repository: 'worker' };
  const deployment = await ended(world, change, { serving: NEW });
  await world.kept.rollbackPoints.put(aPoint({ deployment: deployment.id }));
  const { id } = await back(world);
  expect(await world.kept.deployments.get(id)).toMatchObject({ repository: 'worker' });
});
