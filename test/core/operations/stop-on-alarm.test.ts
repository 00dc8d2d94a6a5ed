import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../../core/domain/deployment.ts';
import { namedAt } from '../../../core/domain/names.ts';
import { begin } from '../../../core/operations/begin.ts';
import { closeDeployment } from '../../../core/operations/close-deployment.ts';
import { reconcile } from '../../../core/operations/reconcile.ts';
import { stopOnAlarm } from '../../../core/operations/stop-on-alarm.ts';
import { aDeployment, aPoint, SERVICE } from '../../builders.ts';
import { fakeWorld, NEW, NEWER, type World } from '../../fakes/fake-world.ts';
import { atTheGate, begun, endInStore, liveOf, started } from './begun.ts';

const alarm = { name: 'web-5xx', reason: 'too many errors' };
const fire = (world: World) => stopOnAlarm(world.ports, alarm);

test('from the alarm to the stop there are two reads and nothing else', async () => {
  const world = await atTheGate();
  world.book.calls.length = 0;
  expect(await fire(world)).toMatchObject([{ service: SERVICE, did: 'stopped', deployment: world.deployment.id }]);
  expect(world.book.calls.slice(0, world.book.calls.indexOf('ecs.stop'))).toEqual([
    'services.guardedBy',
    'deployments.head',
  ]);
  expect((await liveOf(world))?.stopRequested).toMatchObject({
    by: 'alarm',
    because: expect.stringContaining('too many errors'),
  });
  expect(world.machines.redeemed).toEqual(['gate']);
});

test('before anything was started there is nothing to stop: the request is left for the step that starts', async () => {
  const world = await begun();
  expect(await fire(world)).toMatchObject([{ did: 'stopped' }]);
  expect(world.book.count('ecs.stop')).toBe(0);
  expect((await liveOf(world))?.stopRequested).toBeDefined();
});

test('before the deployment shows, the request is left and the machine woken', async () => {
  const world = await begun();
  await world.kept.deployments.advance(SERVICE, world.deployment.id, { phase: 'scale-up', taskDefinition: 'web:2' });
  world.machines.open.add('gate');
  const wait = {
    service: SERVICE,
    deployment: world.deployment.id,
    awaits: 'gate',
    token: 'gate',
    since: '',
    dueAt: '',
  } as const;
  await world.kept.waits.store(wait);
  await fire(world);
  expect(world.machines.redeemed).toEqual(['gate']);
});

test('the second time nothing changes, and the first reason stands', async () => {
  const world = await atTheGate();
  await fire(world);
  const [again] = await stopOnAlarm(world.ports, { ...alarm, reason: 'still' });
  expect(again).toMatchObject({ did: 'stopped' });
  expect((await liveOf(world))?.stopRequested?.because).toContain('too many errors');
  expect(world.service.deployments.at(-1)?.status).toBe('ROLLBACK_REQUESTED');
});

test('while ECS goes back by itself, it is left to', async () => {
  const world = await atTheGate();
  world.service.deployments.at(-1)?.turnBack('alarm web-5xx', ['web-5xx']);
  expect(await fire(world)).toMatchObject([{ did: 'stopped' }]);
  expect(world.service.deployments.at(-1)?.status).toBe('ROLLBACK_IN_PROGRESS');
});

test('a second after it ended in ECS: nobody can stop it, so the event is kept until the head says "under watch"', async () => {
  const world = await atTheGate();
  world.service.deployments.at(-1)?.end('SUCCESSFUL');
  await expect(fire(world)).rejects.toThrow('looked at again');
  expect((await liveOf(world))?.stopRequested).toBeUndefined();

  const until = new Date(world.clock.now() + 60_000).toISOString();
  const point = aPoint();
  await world.kept.rollbackPoints.put(point);
  const watch = { deployment: world.deployment.id, rollbackPoint: point.id, until };
  await endInStore(world, 'SUCCEEDED', { serving: NEW, watch });
  expect(await fire(world)).toMatchObject([{ did: 'rolled-back' }]);
  expect(await liveOf(world)).toMatchObject({ kind: 'rollback', digest: point.digest });
});

describe('where the event of its end was lost', () => {
  test('a good end is handed on, so that the next try finds it under watch', async () => {
    const world = await atTheGate();
    world.service.deployments.at(-1)?.end('SUCCESSFUL');
    await expect(fire(world)).rejects.toThrow('looked at again');
    expect(world.machines.redeemed).toEqual(['gate']);
  });

  test('any other is looked into with the next round of the reconciler, and not at the deadline', async () => {
    const world = await atTheGate();
    world.service.deployments.at(-1)?.end('ROLLBACK_SUCCESSFUL');
    await world.clock.advance(60_000);
    expect(await reconcile(world.ports)).toMatchObject({ woken: 0 });

    await expect(fire(world)).rejects.toThrow('looked at again');
    expect(world.machines.redeemed).toEqual([]);
    await world.clock.advance(60_000);
    expect(await reconcile(world.ports)).toMatchObject({ woken: 1 });
  });
});

test('when it was closed in that very moment, the second look finds it under watch', async () => {
  const world = await atTheGate();
  const { deployment } = world;
  world.service.deployments.at(-1)?.end('SUCCESSFUL');
  const point = aPoint();
  await world.kept.rollbackPoints.put(point);
  world.book.after('ecs.stop', () =>
    closeDeployment(world.kept, { ...deployment, rollbackPoint: point.id }, { outcome: 'succeeded', because: '' }),
  );
  expect(await fire(world)).toMatchObject([{ did: 'rolled-back' }]);
  expect(await liveOf(world)).toMatchObject({ kind: 'rollback', digest: point.digest });
});

test('what has begun since the alarm was heard has looked at it, and is left alone', async () => {
  const world = await atTheGate();
  const { deployment } = world;
  const next = aDeployment({ id: 'web-1.0.0-1.2.0-20261120T110000Z-bbbb', to: NEWER });
  world.service.deployments.at(-1)?.end('SUCCESSFUL');
  world.book.after('ecs.stop', async () => {
    await closeDeployment(world.kept, deployment, { outcome: 'succeeded', because: '' });
    await begin(world.kept, next);
  });
  expect(await fire(world)).toMatchObject([{ did: 'nothing', because: expect.stringContaining('began since') }]);
  expect(await liveOf(world)).toMatchObject({ id: next.id });
  expect((await liveOf(world))?.stopRequested).toBeUndefined();
});

test('what is not in ECS yet makes way for the way back of what is under watch', async () => {
  const world = await atTheGate();
  const point = aPoint();
  await world.kept.rollbackPoints.put(point);
  const watched = { ...world.deployment, rollbackPoint: point.id };
  await closeDeployment(world.kept, watched, { outcome: 'succeeded', because: '' });
  const next = aDeployment({ id: 'web-1.1.0-1.2.0-20261120T100500Z-bbbb', to: NEWER });
  await begin(world.kept, next);

  await expect(fire(world)).rejects.toThrow(`${next.id} makes way for the way back of ${watched.id}`);
  expect((await liveOf(world))?.stopRequested).toMatchObject({ by: 'alarm' });
  await closeDeployment(world.kept, next, { outcome: 'refused', because: '' });
  expect(await fire(world)).toMatchObject([{ did: 'rolled-back' }]);
  expect(await liveOf(world)).toMatchObject({ kind: 'rollback', digest: point.digest });
});

describe('an event that was held up', () => {
  /** The event of an alarm that fired so many seconds after the deployment was named. */
  const hear = (world: World & { readonly deployment: Deployment }, seconds: number) =>
    stopOnAlarm(world.ports, { ...alarm, firedAt: namedAt(world.deployment.id) + seconds * 1000 });

  test('takes back what was under way when its alarm fired', async () => {
    const world = await atTheGate();
    expect(await hear(world, 5)).toMatchObject([{ did: 'stopped', deployment: world.deployment.id }]);
  });

  test('leaves alone what began after that, and says so', async () => {
    const world = await atTheGate();
    const because = `it fired before ${world.deployment.id} began`;
    expect(await hear(world, -5)).toMatchObject([{ did: 'nothing', because }]);
    expect((await liveOf(world))?.stopRequested).toBeUndefined();
    expect(world.book.count('ecs.stop')).toBe(0);
  });

  test('leaves alone what is under watch and began after that', async () => {
    const world = await atTheGate();
    const { id } = world.deployment;
    const point = aPoint();
    await world.kept.rollbackPoints.put(point);
    const ended = { ...world.deployment, rollbackPoint: point.id };
    await closeDeployment(world.kept, ended, { outcome: 'succeeded', because: '' });
    expect(await hear(world, -5)).toMatchObject([{ did: 'nothing', because: expect.stringContaining(id) }]);
    expect(await liveOf(world)).toBeUndefined();
    expect(await hear(world, 5)).toMatchObject([{ did: 'rolled-back' }]);
  });
});

test('where ECS would go back to something else than the captured point, it is not told to', async () => {
  const world = await started();
  await world.clock.advance(60_000);
  await world.kept.deployments.advance(SERVICE, world.deployment.id, { stopIsSafe: false });
  expect(await fire(world)).toMatchObject([{ did: 'stopped' }]);
  expect(world.book.count('ecs.stop')).toBe(0);
  expect(world.machines.redeemed).toEqual(['gate']);
});

test('an alarm that guards nothing, or nothing that is going on, does nothing', async () => {
  const world = await fakeWorld();
  expect(await stopOnAlarm(world.ports, { name: 'other', reason: '' })).toEqual([]);
  expect(await fire(world)).toMatchObject([{ did: 'nothing' }]);
  expect(world.book.calls.filter((call) => call.startsWith('ecs.'))).toEqual([]);
});
