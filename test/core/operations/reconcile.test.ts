import { expect, test } from 'vitest';
import type { Deployment } from '../../../core/domain/deployment.ts';
import { begin } from '../../../core/operations/begin.ts';
import { reconcile } from '../../../core/operations/reconcile.ts';
import { registerVersion } from '../../../core/operations/register-version.ts';
import { steps } from '../../../core/steps/index.ts';
import { aDeployment, aDigest, aQueued, SERVICE } from '../../builders.ts';
import { lineOf } from '../../contracts/deployments.ts';
import { fakeWorld, NEW, NEWER, OLD, type World } from '../../fakes/fake-world.ts';
import { atTheGate, liveOf, started } from './begun.ts';
import { ask } from './order-world.ts';

const NOTHING = { woken: 0, started: 0, closed: 0, registered: 0, recorded: 0 };
const READS =
  /\.(get|head|list|newest|overdue|overdueQueues|overdueStrangers|overdueWaiting|all|describe|pushedSince|ended|concernedBy|deployment|recent|revisions|service|read|now)$/;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const writes = (world: World): readonly string[] => world.book.calls.filter((call) => !READS.test(call));

/** All that lies in the registry is known. */
async function settled(): Promise<World> {
  const world = await fakeWorld({ settings: { policy: { kind: 'manual' } } });
  for (const { version, digest } of [OLD, NEW, NEWER])
    await registerVersion(world.kept, { repository: 'web', digest, tag: version });
  return world;
}

test('where nothing is wrong it reads a little and writes nothing', async () => {
  const world = await settled();
  expect(await reconcile(world.ports)).toEqual(NOTHING);
  expect(writes(world)).toEqual([]);
  expect(world.book.count('ecs.') + world.book.count('machines.')).toBe(0);
});

test('a deployment that waits in time costs it nothing but reads of its own tables', async () => {
  const world = await settled();
  const deployment = aDeployment({ startedAt: new Date(world.clock.now()).toISOString() });
  await begin(world.kept, deployment);
  const input = { deployment: deployment.id, service: SERVICE };
  await steps.Plan(world.kept, input);
  await steps.CaptureRollbackPoint(world.kept, input);
  await steps.StartDeployment(world.kept, { ...input, wait: 900, token: 'gate' });
  expect(await reconcile(world.ports)).toEqual(NOTHING);
  expect(writes(world)).toEqual([]);
  expect(world.book.count('ecs.') + world.book.count('machines.')).toBe(0);
});

test('a deployment that should be over is looked after: what is so already wakes its machine', async () => {
  const world = await atTheGate();
  await world.clock.advance(3 * HOUR);
  expect((await reconcile(world.ports)).woken).toBe(1);
  expect(world.machines.redeemed).toEqual(['gate']);
  expect((await reconcile(world.ports)).woken).toBe(0);
});

test('a deployment whose machine is gone is closed, and ECS is told to go back', async () => {
  const world = await started();
  world.machines.over.add(world.deployment.id);
  await world.kept.deployments.advance(SERVICE, world.deployment.id, { dueAt: '2026-01-01T00:00:00.000Z' });
  expect((await reconcile(world.ports)).closed).toBe(1);
  expect(await world.kept.deployments.get(world.deployment.id)).toMatchObject({ verdict: 'STUCK' });
  expect(world.service.deployments.at(-1)?.status).toBe('ROLLBACK_REQUESTED');
  expect((await reconcile(world.ports)).closed).toBe(0);
});

test('a lock whose machine was never started gets its machine after some minutes, however long the deployment may take', async () => {
  const world = await settled();
  world.book.fail('machines.start', 'Crash');
  const deployment = aDeployment();
  await expect(begin(world.ports, deployment)).rejects.toThrow();
  await world.clock.advance(11 * MINUTE);
  expect((await reconcile(world.ports)).started).toBe(1);
  expect(world.machines.started).toEqual([deployment.id]);
  // Whatever was left of its beginning is done, too: the line that tells of it may not have been written.
  expect(world.book.count('deployments.begin')).toBe(2);
  expect((await reconcile(world.ports)).started).toBe(0);
});

test('a lock whose machine ended without closing, and nobody was told, is freed', async () => {
  const world = await settled();
  const deployment = aDeployment();
  await begin(world.ports, deployment);
  world.machines.over.add(deployment.id);
  await world.clock.advance(HOUR);
  expect((await reconcile(world.ports)).closed).toBe(1);
  expect(await liveOf(world)).toBeUndefined();
});

test('a deployment whose time has come and whose schedules were lost is started, and not before they had their time', async () => {
  const world = await settled();
  const started = async (minutes: number) => {
    await world.clock.advance(minutes * 60_000);
    await reconcile(world.ports);
    return world.machines.started;
  };
  const { id } = await aForgotten(world);
  expect(await started(60)).toEqual([]);
  expect(await started(3)).toEqual([id]);
  expect(await started(3)).toEqual([id]);
});

test('one that waits for its turn goes on waiting, and nothing is written about it', async () => {
  const world = await settled();
  await aForgotten(world);
  await begin(world.kept, aDeployment());
  await world.clock.advance(63 * 60_000);
  world.book.calls.length = 0;
  expect(await reconcile(world.ports)).toEqual(NOTHING);
  expect(writes(world)).toEqual([]);
});

test('one whose schedules were lost for too long is given up, and that is told', async () => {
  const world = await settled();
  await aForgotten(world);
  await world.clock.advance(2 * HOUR);
  await reconcile(world.ports);
  expect(world.machines.started).toEqual([]);
  expect(world.notices.all.map(({ event }) => event)).toContain('version:update:given-up');
  const told = world.notices.all.length;
  await reconcile(world.ports);
  expect(world.notices.all).toHaveLength(told);
});

test('what was queued starts, though whoever freed the lock died and is not tried again', async () => {
  const world = await queuedBehind();
  await reconcile(world.ports);
  expect(world.machines.started).toHaveLength(1);
  await world.clock.advance(3 * MINUTE);
  await reconcile(world.ports);
  expect(await liveOf(world)).toMatchObject({ digest: NEWER.digest });
});

test('what is queued and must not start yet waits, and starts though whoever lifted the hold died', async () => {
  const world = await queuedBehind();
  const hold = { because: 'somebody went back', since: '' };
  await world.kept.services.hold(SERVICE, hold);
  await world.clock.advance(3 * MINUTE);
  world.book.calls.length = 0;
  expect(await reconcile(world.ports)).toEqual(NOTHING);
  expect(writes(world)).toEqual([]);
  await world.kept.services.lift(SERVICE, { hold });
  await reconcile(world.ports);
  expect(await liveOf(world)).toMatchObject({ digest: NEWER.digest });
});

/** The lock is free, and nobody started what was queued behind it. */
async function queuedBehind(): Promise<World> {
  const world = await settled();
  const deployment = aDeployment();
  await begin(world.kept, deployment);
  const at = new Date(world.clock.now()).toISOString();
  await world.kept.deployments.queue(SERVICE, aQueued(NEWER, { at }));
  const ended: Deployment = { ...deployment, status: 'ended', verdict: 'SUCCEEDED', because: '', endedAt: at };
  await world.kept.deployments.end(ended, lineOf(ended), { serving: NEW });
  return world;
}

/** A deployment at a time, an hour from now, all of whose schedules are lost. */
async function aForgotten(world: World) {
  const answer = await ask(world, { at: new Date(world.clock.now() + HOUR).toISOString() });
  if (answer.kind !== 'waiting') throw new Error('it started');
  return answer.waiting;
}

test('a push whose event was lost is registered, once', async () => {
  const world = await settled();
  world.registry.push('web', aDigest(7), '1.7.0');
  expect((await reconcile(world.ports)).registered).toBe(1);
  expect(await world.kept.versions.get('web', aDigest(7))).toMatchObject({ tags: ['1.7.0'] });
  expect(await reconcile(world.ports)).toEqual(NOTHING);
});

test('a tag that was put on a known image unseen is added', async () => {
  const world = await settled();
  world.registry.push('web', NEW.digest, 'stable');
  expect((await reconcile(world.ports)).registered).toBe(1);
  expect((await world.kept.versions.get('web', NEW.digest))?.tags).toEqual(['1.1.0', 'stable']);
});

test('a promise that a crash left open is kept', async () => {
  const world = await fakeWorld();
  for (const { digest } of [OLD, NEW]) world.registry.remove('web', digest);
  world.book.fail('deployments.begin', 'Crash');
  const push = { repository: 'web', digest: NEWER.digest, tag: NEWER.version };
  await expect(registerVersion(world.ports, push)).rejects.toThrow();
  expect(world.machines.started).toEqual([]);
  await reconcile(world.ports);
  expect(world.machines.started).toHaveLength(1);
  expect((await world.kept.versions.get('web', NEWER.digest))?.decisions).toMatchObject([{ outcome: 'deployed' }]);
});

test('an image that cannot become a version keeps no other from it', async () => {
  const world = await settled();
  await world.clock.advance(1_000);
  world.registry.push('web', aDigest(7), '1.7.0');
  await world.clock.advance(1_000);
  world.registry.push('web', aDigest(8), '1.8.0');
  world.book.before('registry.describe', () => world.registry.remove('web', aDigest(7)));
  expect((await reconcile(world.ports)).registered).toBe(1);
  expect(await world.kept.versions.get('web', aDigest(8))).toBeDefined();
});

test('what was pushed before it looks back to is left to history', async () => {
  const world = await fakeWorld();
  await world.clock.advance(49 * HOUR);
  expect((await reconcile(world.ports)).registered).toBe(0);
});

test('a deployment that cannot be closed keeps nothing else from being found, and the run fails in the end', async () => {
  const world = await started();
  world.machines.over.add(world.deployment.id);
  await world.kept.deployments.advance(SERVICE, world.deployment.id, { dueAt: '2026-01-01T00:00:00.000Z' });
  world.book.fail('ecs.update', 'AccessDeniedException');
  await expect(reconcile(world.ports)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  expect((await world.kept.versions.newest('web', 10)).items.length).toBeGreaterThan(0);
});
