import { expect, test } from 'vitest';
import type { RollbackPoint } from '../../../core/domain/rollback-point.ts';
import { rollBack } from '../../../core/operations/roll-back.ts';
import { aDeployment, aDigest, aLive, aPoint, SERVICE } from '../../builders.ts';
import { fakeWorld, NEW, type World } from '../../fakes/fake-world.ts';
import { atTheGate } from './begun.ts';

type To = Parameters<typeof rollBack>[1]['to'];
const back = (world: World, to: To = 'previous') =>
  rollBack(world.ports, { service: SERVICE, to, by: 'somebody', reason: 'it is bad' });

/** A point a minute: the first digest ran first. */
async function points(world: World, digests: readonly number[]): Promise<readonly RollbackPoint[]> {
  const made = digests.map((digest, minute) =>
    aPoint({
      id: `rp-20261120T10${String(minute).padStart(2, '0')}00Z-aaaa`,
      digest: aDigest(digest),
      version: `1.${digest}.0`,
    }),
  );
  for (const point of made) await world.kept.rollbackPoints.put(point);
  return made;
}

/** Something serves that Belay deployed. */
async function serves(world: World, digest: number): Promise<void> {
  const { deployments } = world.kept;
  const deployment = aDeployment();
  const line = {
    deployment: deployment.id,
    service: SERVICE,
    event: 'version:update:start',
    at: '',
    text: '',
    data: {},
  } as const;
  await deployments.begin(deployment, aLive(deployment), line);
  await deployments.end({ ...deployment, verdict: 'SUCCEEDED', because: '', endedAt: '' }, line, {
    serving: { version: `1.${digest}.0`, digest: aDigest(digest) },
  });
}

test('the previous version is the newest point that is neither what runs nor denied', async () => {
  const world = await fakeWorld();
  await points(world, [1, 2, 3, 4]);
  await serves(world, 4);
  const entry = { since: '', because: 'bad', deployment: aDeployment().id };
  await world.kept.services.hold(SERVICE, entry, { ...entry, digest: aDigest(3) });
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

test('a point that is named is taken as it is, denied or not', async () => {
  const world = await fakeWorld();
  const [first] = await points(world, [1, 2]);
  await serves(world, 2);
  expect(await back(world, { rollbackPoint: first?.id ?? '' })).toMatchObject({ to: '1.1.0' });
});

test.each<{ name: string; to: To }>([
  { name: 'no point of another version', to: 'previous' },
  { name: 'a point that is not there', to: { rollbackPoint: 'rp-none' } },
])('$name: refused in words', async ({ to }) => {
  const world = await fakeWorld();
  await points(world, [4]);
  await serves(world, 4);
  await expect(back(world, to)).rejects.toMatchObject({ code: 'NothingToRollBackTo' });
  expect(world.machines.started).toEqual([]);
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
  const deployment = aDeployment({ id: 'web-1.0.0-1.0.1-20261120T090000Z-aaaa', repository: 'worker' });
  const line = {
    deployment: deployment.id,
    service: SERVICE,
    event: 'version:update:start',
    at: '',
    text: '',
    data: {},
  } as const;
  await world.kept.deployments.begin(deployment, aLive(deployment), line);
  await world.kept.deployments.end({ ...deployment, verdict: 'SUCCEEDED', because: '', endedAt: '' }, line, {
    serving: NEW,
  });
  await world.kept.rollbackPoints.put(aPoint({ deployment: deployment.id }));
  const { id } = await back(world);
  expect(await world.kept.deployments.get(id)).toMatchObject({ repository: 'worker' });
});
