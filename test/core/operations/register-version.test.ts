import { describe, expect, test } from 'vitest';
import { parseServiceKey } from '../../../core/domain/names.ts';
import { closeDeployment } from '../../../core/operations/close-deployment.ts';
import { lift } from '../../../core/operations/lift.ts';
import { registerVersion } from '../../../core/operations/register-version.ts';
import { aDeployment, aDigest, aService, SERVICE } from '../../builders.ts';
import { lineOf } from '../../contracts/deployments.ts';
import { fakeWorld, NEW, NEWER, type World } from '../../fakes/fake-world.ts';

const push = (world: World, { version, digest } = NEW) =>
  registerVersion(world.ports, { repository: 'web', digest, tag: version });
const denial = { since: '2026-11-20T10:00:00.000Z', because: 'an alarm fired', deployment: aDeployment().id };

async function ends(world: World, outcome: 'succeeded' | 'rolled-back'): Promise<void> {
  const { live } = await world.kept.deployments.head(SERVICE);
  const deployment = live && (await world.kept.deployments.get(live.id));
  if (deployment !== undefined) await closeDeployment(world.ports, deployment, { outcome, because: 'because' });
}

test('a push is recorded with a decision, and what the decision promises is begun', async () => {
  const world = await fakeWorld();
  const { decisions } = await push(world);
  expect(decisions).toMatchObject([
    { service: SERVICE, tag: '1.1.0', outcome: 'deployed', because: '1.1.0 is within >=1.0.0' },
  ]);
  expect(world.machines.started).toEqual([decisions[0]?.deployment]);
  expect((await world.kept.versions.get('web', NEW.digest))?.decisions).toEqual(decisions);
});

test('a push that is seen twice costs one read, and starts nothing', async () => {
  const world = await fakeWorld();
  await push(world);
  world.book.calls.length = 0;
  const again = await push(world);
  expect(again.decisions).toMatchObject([{ outcome: 'deployed' }]);
  expect(world.machines.started).toHaveLength(1);
  expect(world.book.calls).toEqual(['versions.get']);
});

test('five at once record it once and start one deployment', async () => {
  const world = await fakeWorld();
  await Promise.all([1, 2, 3, 4, 5].map(() => push(world)));
  expect(world.machines.started).toHaveLength(1);
  expect((await world.kept.deployments.newest(SERVICE, 10)).items).toHaveLength(1);
});

describe.each(['services.get', 'deployments.begin', 'machines.start', 'versions.amend'])('a crash at %s', (call) => {
  test('is made good by the retry, with the same deployment id', async () => {
    const world = await fakeWorld();
    world.book.fail(call, 'Crash');
    await expect(push(world)).rejects.toThrow('scripted');
    const { decisions } = await push(world);
    expect(decisions).toMatchObject([{ outcome: 'deployed' }]);
    expect(world.machines.started).toEqual([decisions[0]?.deployment]);
    expect((await world.kept.deployments.newest(SERVICE, 10)).items.map(({ id }) => id)).toEqual(
      world.machines.started,
    );
  });
});

test('an image that is gone already is refused by name', async () => {
  const world = await fakeWorld();
  world.registry.remove('web', NEW.digest);
  await expect(push(world)).rejects.toMatchObject({ code: 'ImageGone' });
});

test('a new tag on an image that was rolled back is recorded as refused, and starts nothing', async () => {
  const world = await fakeWorld();
  await push(world);
  await ends(world, 'succeeded');
  await world.kept.services.hold(SERVICE, denial, { ...denial, digest: NEW.digest });
  world.registry.push('web', NEW.digest, '1.9.0');
  const { decisions } = await push(world, { version: '1.9.0', digest: NEW.digest });
  expect(decisions).toMatchObject([
    { tag: '1.9.0', outcome: 'refused', because: expect.stringContaining('belay lift') },
  ]);
  expect((await world.kept.versions.get('web', NEW.digest))?.decisions.map(({ tag }) => tag).sort()).toEqual([
    '1.1.0',
    '1.9.0',
  ]);
  expect(world.machines.started).toHaveLength(1);
});

test('a push while another deploys waits for its turn, and then starts', async () => {
  const world = await fakeWorld();
  await push(world);
  const { decisions } = await push(world, NEWER);
  expect(decisions).toMatchObject([{ outcome: 'waiting' }]);
  expect(decisions[0]).not.toHaveProperty('deployment');
  await ends(world, 'succeeded');
  expect((await world.kept.deployments.head(SERVICE)).live).toMatchObject({ digest: NEWER.digest });
  expect((await world.kept.deployments.head(SERVICE)).queued).toBeUndefined();
});

test('of two that wait, the newest version wins', async () => {
  const world = await fakeWorld();
  const newest = { version: '1.3.0', digest: aDigest(4) };
  world.registry.push('web', newest.digest, newest.version);
  await push(world);
  await push(world, NEWER);
  await push(world, newest);
  expect((await world.kept.deployments.head(SERVICE)).queued).toMatchObject(newest);
});

test('an older version that is pushed later takes the place of nothing: not of what is deployed, nor of what waits', async () => {
  const world = await fakeWorld();
  const older = { version: '1.0.5', digest: aDigest(5) };
  world.registry.push('web', older.digest, older.version);
  await push(world, NEWER);
  expect((await push(world)).decisions).toMatchObject([
    { outcome: 'recorded', because: expect.stringContaining('not newer than 1.2.0') },
  ]);
  expect((await push(world, older)).decisions).toMatchObject([{ outcome: 'recorded' }]);
  expect((await world.kept.deployments.head(SERVICE)).queued).toBeUndefined();
});

test('a promise of which only the record was begun is held back by what was blocked since', async () => {
  const world = await fakeWorld();
  world.book.fail('deployments.begin', 'Crash');
  await expect(push(world)).rejects.toThrow('scripted');
  const [promise] = (await world.kept.versions.get('web', NEW.digest))?.decisions ?? [];
  const begun = aDeployment({ ...(promise?.deployment && { id: promise.deployment }), to: NEW, status: 'planned' });
  // What a crash between the two writes of a beginning leaves: a record, and no lock.
  await world.kept.deployments.record(begun, { ...lineOf(begun), seq: 1 });
  await world.kept.services.hold(SERVICE, denial);
  expect((await push(world)).decisions).toMatchObject([{ outcome: 'held' }]);
  expect(world.machines.started).toEqual([]);
});

test('a held service records the push and says what holds it', async () => {
  const world = await fakeWorld();
  await world.kept.services.hold(SERVICE, denial, { ...denial, digest: aDigest(9) });
  const { decisions } = await push(world);
  expect(decisions).toMatchObject([{ outcome: 'held', because: expect.stringContaining('an alarm fired') }]);
  expect(world.machines.started).toEqual([]);
});

test('what waited behind a version that was rolled back starts when the hold is lifted', async () => {
  const world = await fakeWorld();
  await push(world);
  await push(world, NEWER);
  await ends(world, 'rolled-back');
  expect(world.machines.started).toHaveLength(1);
  await lift(world.ports, SERVICE, { by: 'ann', reason: 'so' });
  expect(world.machines.started).toHaveLength(2);
  expect((await world.kept.deployments.head(SERVICE)).live).toMatchObject({ digest: NEWER.digest });
});

test('a repository that no service runs is recorded without a decision', async () => {
  const world = await fakeWorld({ settings: { containers: { web: 'other' } } });
  expect((await push(world)).decisions).toEqual([]);
});

test('each service that runs the repository gets its own decision', async () => {
  const world = await fakeWorld();
  const other = aService({ key: parseServiceKey('production/web'), policy: { kind: 'manual' } });
  await world.kept.services.put(other);
  const { decisions } = await push(world);
  expect(decisions.map(({ service, outcome }) => [service, outcome])).toEqual([
    [SERVICE, 'deployed'],
    ['production/web', 'recorded'],
  ]);
});
