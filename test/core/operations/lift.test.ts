import { expect, test } from 'vitest';
import { lift } from '../../../core/operations/lift.ts';
import { registerVersion } from '../../../core/operations/register-version.ts';
import { startWaiting } from '../../../core/operations/start-waiting.ts';
import { aDeployment, aDigest, SERVICE } from '../../builders.ts';
import { fakeWorld, NEW, NEWER, type World } from '../../fakes/fake-world.ts';
import { deploying, endLive } from './order-world.ts';

const ANN = { by: 'ann', reason: 'it is mended' } as const;
const denial = { since: '2026-11-20T09:00:00.000Z', because: 'an alarm fired', deployment: aDeployment().id };

async function held(): Promise<World> {
  const world = await fakeWorld();
  await world.kept.services.hold(SERVICE, denial, { ...denial, digest: aDigest(99) });
  return world;
}

/** What a person who lifts the hold has seen. */
const seen = async ({ kept }: World) => ({ hold: (await kept.services.get(SERVICE))?.hold });

const push = (world: World, { version, digest }: typeof NEW) =>
  registerVersion(world.ports, { repository: 'web', digest, tag: version });

async function decisionsOn(world: World, { digest }: typeof NEW) {
  return (await world.kept.versions.get('web', digest))?.decisions;
}

test('lifting a hold starts the highest version that it kept back, whatever was pushed last', async () => {
  const world = await held();
  await push(world, NEWER);
  await push(world, NEW);
  expect(world.machines.started).toEqual([]);
  await lift(world.ports, SERVICE, ANN);
  expect((await world.kept.deployments.head(SERVICE)).live).toMatchObject({ digest: NEWER.digest });
  expect(await decisionsOn(world, NEWER)).toMatchObject([
    { outcome: 'deployed', deployment: world.machines.started[0] },
  ]);
});

test('what was kept back goes out once, though the function dies when it has begun', async () => {
  const world = await held();
  await push(world, NEW);
  const start = () => Promise.reject(new Error('the function died'));
  const dying = { ...world.ports, machines: { ...world.ports.machines, start } };
  await expect(lift(dying, SERVICE, ANN)).rejects.toThrow('the function died');
  const id = (await world.kept.deployments.head(SERVICE)).live?.id;
  await startWaiting(world.ports, SERVICE);
  expect(world.machines.started).toEqual([id]);
  await endLive(world);
  expect(await deploying(world)).toBeUndefined();
  expect(await decisionsOn(world, NEW)).toMatchObject([{ outcome: 'deployed', deployment: id }]);
});

test('what was kept back goes out once, though nobody noted that it did', async () => {
  const world = await held();
  await push(world, NEW);
  const { versions } = world.ports;
  let notes = 0;
  const amend: typeof versions.amend = async (...note) => {
    if (++notes === 2) throw new Error('the function died');
    await versions.amend(...note);
  };
  await expect(lift({ ...world.ports, versions: { ...versions, amend } }, SERVICE, ANN)).rejects.toThrow('died');
  const [id] = world.machines.started;
  await endLive(world);
  await startWaiting(world.ports, SERVICE);
  expect(await deploying(world)).toBeUndefined();
  expect(await decisionsOn(world, NEW)).toMatchObject([{ outcome: 'deployed', deployment: id }]);
});

test('what was kept back goes out once, though two functions start it at the same moment', async () => {
  const world = await held();
  await push(world, NEW);
  await world.kept.services.lift(SERVICE, await seen(world));
  await Promise.all([startWaiting(world.ports, SERVICE), startWaiting(world.ports, SERVICE)]);
  expect(new Set(world.machines.started).size).toBe(1);
  await endLive(world);
  expect(await deploying(world)).toBeUndefined();
});

test('a digest lifted once more, because nobody heard the answer, starts what waited', async () => {
  const world = await held();
  await push(world, NEW);
  await world.kept.services.lift(SERVICE, { ...(await seen(world)), digest: aDigest(99) });
  await expect(lift(world.ports, SERVICE, { ...ANN, digest: aDigest(99) })).rejects.toMatchObject({
    code: 'UnknownVersion',
  });
  expect(await deploying(world)).toBe(NEW.digest);
});

test('a hold that came while another was being lifted stays, and says so', async () => {
  const world = await held();
  await push(world, NEW);
  const newer = { ...denial, since: '2026-11-20T09:30:00.000Z', because: 'another alarm fired' };
  world.book.before('services.lift', () => world.kept.services.hold(SERVICE, newer));
  await expect(lift(world.ports, SERVICE, ANN)).rejects.toMatchObject({
    code: 'Blocked',
    message: expect.stringContaining('held anew'),
  });
  expect((await world.kept.services.get(SERVICE))?.hold).toEqual(newer);
  expect(world.machines.started).toEqual([]);
});

test('lifting a hold that kept nothing back starts nothing', async () => {
  const world = await held();
  await lift(world.ports, SERVICE, ANN);
  expect(world.machines.started).toEqual([]);
  expect((await world.kept.services.get(SERVICE))?.hold).toBeUndefined();
});

test('a denied digest stays denied until it is named, and one that is not denied cannot be lifted', async () => {
  const world = await held();
  await lift(world.ports, SERVICE, ANN);
  expect((await world.kept.services.get(SERVICE))?.denied).toMatchObject([{ digest: aDigest(99) }]);
  await expect(lift(world.ports, SERVICE, { ...ANN, digest: aDigest(98) })).rejects.toMatchObject({
    code: 'UnknownVersion',
  });
  await lift(world.ports, SERVICE, { ...ANN, digest: aDigest(99) });
  expect(world.notices.all.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^hold by web-.* \(an alarm fired\) was ended by ann: it is mended$/),
    expect.stringMatching(/^sha256:\w{12}, denied by web-.* \(an alarm fired\) was ended by ann: it is mended$/),
  ]);
  expect((await world.kept.services.get(SERVICE))?.denied).toEqual([]);
});
