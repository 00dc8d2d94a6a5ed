import { expect, test } from 'vitest';
import type { Deployment } from '../../../core/domain/deployment.ts';
import { parseServiceKey } from '../../../core/domain/names.ts';
import { begin } from '../../../core/operations/begin.ts';
import { type DeployRequest, deploy } from '../../../core/operations/deploy.ts';
import { aDeployment, SERVICE } from '../../builders.ts';
import { fakeWorld, NEW, NEWER, type World } from '../../fakes/fake-world.ts';

/** A deployment that ended well, with the line that says so. */
function endOf(deployment: Deployment) {
  const line = {
    deployment: deployment.id,
    service: SERVICE,
    event: 'version:update:complete',
    at: '',
    text: '',
    data: {},
  } as const;
  return [{ ...deployment, verdict: 'SUCCEEDED', because: '', endedAt: deployment.startedAt }, line] as const;
}

function ask(world: World, change: Partial<DeployRequest> = {}) {
  return deploy(world.ports, {
    service: SERVICE,
    to: NEW,
    repository: 'web',
    strategy: 'auto',
    first: false,
    by: 'somebody',
    reason: 'asked for',
    whenBusy: 'refuse',
    ...change,
  });
}

test('a deployment takes the lock, is written down, and its machine is started under its id', async () => {
  const world = await fakeWorld();
  const answer = await ask(world);
  expect(answer).toEqual({ kind: 'started', id: 'web-none-1.1.0-20261120T100100Z-0000' });
  const [id] = world.machines.started;
  expect(await world.kept.deployments.head(SERVICE)).toMatchObject({
    live: { id, phase: 'planning', digest: NEW.digest },
  });
  expect((await world.kept.deployments.newest(SERVICE, 1)).items).toMatchObject([{ id, status: 'planned' }]);
});

test('of two at once one wins, and the other is told who holds the lock', async () => {
  const world = await fakeWorld();
  const [first, second] = await Promise.allSettled([ask(world), ask(world, { to: NEWER })]);
  expect(first).toMatchObject({ status: 'fulfilled', value: { kind: 'started' } });
  expect(second).toMatchObject({
    status: 'rejected',
    reason: { code: 'DeploymentInProgress', details: { deployment: world.machines.started[0] } },
  });
  expect(world.machines.started).toHaveLength(1);
});

test('the same id again starts nothing more, while it runs and afterwards', async () => {
  const world = await fakeWorld();
  const { id } = aDeployment();
  expect(await ask(world, { id })).toEqual({ kind: 'started', id });
  expect(await ask(world, { id })).toEqual({ kind: 'started', id });
  const deployment = await world.kept.deployments.get(id);
  if (deployment === undefined) throw new Error('it was not written down');
  const line = {
    deployment: id,
    service: SERVICE,
    event: 'version:update:complete',
    at: '',
    text: '',
    data: {},
  } as const;
  await world.kept.deployments.end({ ...deployment, verdict: 'SUCCEEDED', because: '', endedAt: '' }, line, {});
  expect(await ask(world, { id })).toEqual({ kind: 'started', id });
  expect(world.machines.started).toEqual([id]);
  expect((await world.kept.deployments.head(SERVICE)).live).toBeUndefined();
});

test('a crash between the lock and the machine is made good by the same id', async () => {
  const world = await fakeWorld();
  const deployment = aDeployment();
  world.book.fail('machines.start', 'Crash');
  await expect(begin(world.ports, deployment)).rejects.toThrow();
  expect(await begin(world.ports, deployment)).toBe(true);
  expect(world.machines.started).toEqual([deployment.id]);
});

test('what automation brings waits; when the lock comes free in that moment it starts at once', async () => {
  const world = await fakeWorld();
  const first = await ask(world);
  expect(await ask(world, { to: NEWER, whenBusy: 'queue' })).toMatchObject({ kind: 'queued' });

  const deployment = first.kind === 'started' ? await world.kept.deployments.get(first.id) : undefined;
  if (deployment === undefined) throw new Error('it was not written down');
  world.book.before('deployments.queue', () => world.kept.deployments.end(...endOf(deployment), {}));
  expect(await ask(world, { to: NEWER, whenBusy: 'queue' })).toMatchObject({ kind: 'started' });
});

test.each(['it waits', 'it serves'])(
  'a push that was decided before something newer came takes no place of it: %s',
  async (where) => {
    const world = await fakeWorld();
    const first = await ask(world, { to: NEWER });
    const deployment = first.kind === 'started' ? await world.kept.deployments.get(first.id) : undefined;
    if (deployment === undefined) throw new Error('it was not written down');
    if (where === 'it serves') await world.kept.deployments.end(...endOf(deployment), { serving: NEWER });
    await expect(ask(world, { by: 'push', whenBusy: 'queue' })).rejects.toMatchObject({ code: 'NeedsDowngrade' });
    expect((await world.kept.deployments.head(SERVICE)).queued).toBeUndefined();
    expect(world.machines.started).toEqual([deployment.id]);
  },
);

test('a denied digest is refused with the way to lift it, whoever asks', async () => {
  const world = await fakeWorld();
  const entry = { since: '', because: 'an alarm fired', deployment: aDeployment().id };
  await world.kept.services.hold(SERVICE, entry, { ...entry, digest: NEW.digest });
  await expect(ask(world)).rejects.toMatchObject({
    code: 'Denied',
    message: expect.stringContaining('belay lift staging/web --digest'),
  });
  expect(world.machines.started).toEqual([]);
});

test('an unknown service is refused with the next move', async () => {
  const world = await fakeWorld();
  await expect(ask(world, { service: parseServiceKey('staging/other') })).rejects.toMatchObject({
    code: 'UnknownService',
  });
});
