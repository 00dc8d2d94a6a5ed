import { expect, test } from 'vitest';
import { wake } from '../../../core/operations/wake.ts';
import { steps } from '../../../core/steps/index.ts';
import { SERVICE } from '../../builders.ts';
import { atTheGate, begun, started, waits } from './begun.ts';

test('when the gate is reached, the token is redeemed and then forgotten', async () => {
  const world = await atTheGate();
  expect(await wake(world.ports, SERVICE)).toBe('woken');
  expect(world.machines.redeemed).toEqual(['gate']);
  expect(world.book.calls.indexOf('machines.redeem')).toBeLessThan(world.book.calls.indexOf('waits.clear'));
  expect(await wake(world.ports, SERVICE)).toBe('nobody-waits');
});

test('a crash between redeeming and forgetting costs a second, harmless try', async () => {
  const world = await atTheGate();
  world.book.fail('waits.clear', 'Crash');
  await expect(wake(world.ports, SERVICE)).rejects.toThrow();
  expect(await wake(world.ports, SERVICE)).toBe('woken');
  expect(world.machines.redeemed).toEqual(['gate']);
  expect(await world.kept.waits.get(SERVICE)).toBeUndefined();
});

test('a redeem that fails leaves the token for the next try', async () => {
  const world = await atTheGate();
  world.book.fail('machines.redeem', 'ThrottlingException');
  await expect(wake(world.ports, SERVICE)).rejects.toThrow();
  expect(await world.kept.waits.get(SERVICE)).toMatchObject({ token: 'gate' });
  expect(await wake(world.ports, SERVICE)).toBe('woken');
});

test('an event that came too early changes nothing', async () => {
  const world = await started();
  expect(await wake(world.ports, SERVICE)).toBe('not-yet');
  expect(world.machines.redeemed).toEqual([]);
  expect(await world.kept.waits.get(SERVICE)).toMatchObject({ token: 'gate' });
});

test('an event that came before the token was stored is not missed: the step looks once more itself', async () => {
  const world = await atTheGate();
  await wake(world.ports, SERVICE);
  // ECS moves the traffic and stands at the next gate before Continue has even returned.
  world.machines.open.add('shift');
  world.book.after('ecs.continue', () => world.clock.advance(20_000));
  const input = {
    deployment: world.deployment.id,
    service: SERVICE,
    gate: 'before-traffic',
    wait: 900,
    token: 'shift',
  };
  await steps.ContinueDeployment(world.ports, input);
  expect(world.machines.redeemed).toEqual(['gate', 'shift']);
});

test('a token that nobody knows any more counts as redeemed', async () => {
  const world = await atTheGate();
  world.machines.open.clear();
  expect(await wake(world.ports, SERVICE)).toBe('woken');
  expect(await world.kept.waits.get(SERVICE)).toBeUndefined();
});

test('a token of a deployment that lost the lock is left alone', async () => {
  const world = await atTheGate();
  const { deployment } = world;
  const line = {
    deployment: deployment.id,
    service: SERVICE,
    event: 'version:update:error',
    at: '',
    text: '',
    data: {},
  } as const;
  await world.kept.deployments.end({ ...deployment, verdict: 'STUCK', because: '', endedAt: '' }, line, {});
  expect(await wake(world.ports, SERVICE)).toBe('nobody-waits');
  expect(world.machines.redeemed).toEqual([]);
});

test('a bake ends by the clock, and not before', async () => {
  const world = await atTheGate();
  await world.kept.deployments.advance(SERVICE, world.deployment.id, { phase: 'bake' });
  const until = new Date(world.clock.now() + 60_000).toISOString();
  await waits(world, { deployment: world.deployment.id, awaits: 'bake-over', token: 'bake', until });
  expect(await wake(world.ports, SERVICE)).toBe('not-yet');
  await world.clock.advance(60_000);
  expect(await wake(world.ports, SERVICE)).toBe('woken');
});

test('a deployment that ECS does not show yet keeps its machine waiting', async () => {
  const world = await begun();
  await waits(world, { deployment: world.deployment.id });
  expect(await wake(world.ports, SERVICE)).toBe('not-yet');
});

test('the way back waits for its end, whoever asked for it', async () => {
  const world = await atTheGate();
  const { id } = world.deployment;
  await world.kept.deployments.requestStop(SERVICE, id, { because: 'bad', by: 'somebody', at: '' });
  world.machines.open.add('back');
  await steps.StopDeployment(world.ports, { deployment: id, service: SERVICE, wait: 900, token: 'back' });
  expect(await wake(world.ports, SERVICE)).toBe('not-yet');
  await world.clock.advance(10_000);
  expect(await wake(world.ports, SERVICE)).toBe('woken');
  expect(world.machines.redeemed).toEqual(['back']);
});

test('nobody is woken where nobody waits', async () => {
  const world = await begun();
  expect(await wake(world.ports, SERVICE)).toBe('nobody-waits');
});
