import { describe, expect, test } from 'vitest';
import { endBake } from '../../../core/operations/end-bake.ts';
import { stopLive } from '../../../core/operations/stop-live.ts';
import { wake } from '../../../core/operations/wake.ts';
import { steps } from '../../../core/steps/index.ts';
import { SERVICE } from '../../builders.ts';
import type { World } from '../../fakes/fake-world.ts';
import { atTheGate, begun, endInStore, liveOf, started, waits } from './begun.ts';

test('when the gate is reached, the machine is told which, and a second event does nothing more', async () => {
  const world = await atTheGate();
  expect(await wake(world.ports, SERVICE)).toBe('woken');
  expect(world.machines.redeemed).toEqual(['gate']);
  expect(world.machines.told).toMatchObject([{ stage: 'before-traffic', hookId: expect.any(String) }]);
  expect(await wake(world.ports, SERVICE)).toBe('nobody-waits');
  expect(world.machines.redeemed).toEqual(['gate']);
});

test('a redeem that fails leaves the token for the next try', async () => {
  const world = await atTheGate();
  world.book.fail('machines.redeem', 'ThrottlingException');
  await expect(wake(world.ports, SERVICE)).rejects.toThrow();
  expect(await world.kept.waits.get(world.deployment.id)).toMatchObject({ token: 'gate' });
  expect(await wake(world.ports, SERVICE)).toBe('woken');
});

test('an event that came too early changes nothing', async () => {
  const world = await started();
  expect(await wake(world.ports, SERVICE)).toBe('not-yet');
  expect(world.machines.redeemed).toEqual([]);
  expect(await world.kept.waits.get(world.deployment.id)).toMatchObject({ token: 'gate' });
});

test('ECS stands at the next gate before Continue has even returned: its event finds the token', async () => {
  const world = await atTheGate();
  await wake(world.ports, SERVICE);
  const { hookId } = world.machines.told.at(-1) ?? {};
  world.machines.open.add('shift');
  world.book.after('ecs.continue', async () => {
    await world.clock.advance(20_000);
    await wake(world.kept, SERVICE);
  });
  const input = { deployment: world.deployment.id, service: SERVICE, wait: 900, token: 'shift' };
  await steps.ContinueDeployment(world.ports, { ...input, hookId, awaits: 'gate', number: 1 });
  await world.clock.advance(300_000);
  await endBakes(world);
  expect(world.machines.redeemed).toEqual(['gate', 'shift']);
});

test('a token that nobody knows any more counts as redeemed', async () => {
  const world = await atTheGate();
  world.machines.open.clear();
  expect(await wake(world.ports, SERVICE)).toBe('nobody-waits');
});

test('a token of a deployment that lost the lock is left alone', async () => {
  const world = await atTheGate();
  await endInStore(world, 'STUCK');
  expect(await wake(world.ports, SERVICE)).toBe('nobody-waits');
  expect(world.machines.redeemed).toEqual([]);
});

test('what came of the first try of a way back does not end the wait of the second', async () => {
  const world = await atTheGate();
  const { id } = world.deployment;
  await world.kept.deployments.advance(SERVICE, id, { phase: 'roll-back' });
  await waits(world, { deployment: id, awaits: 'way-back-ended', token: 'second' });
  const first = world.service.deployments.at(-1);
  await world.ports.ecs.stop(first?.arn ?? '');
  await world.clock.advance(60_000);
  world.book.before('ecs.deployment', async () => {
    await world.kept.deployments.advance(SERVICE, id, { serviceDeployment: undefined });
  });
  expect(await wake(world.ports, SERVICE)).toBe('not-yet');
  expect(world.machines.redeemed).toEqual([]);
  await world.kept.deployments.advance(SERVICE, id, { serviceDeployment: first?.arn });
  expect(await wake(world.kept, SERVICE)).toBe('woken');
});

describe('a way back that begins between two reads of a slow one', () => {
  const BAD = { because: 'it is bad', by: 'ada', at: '' };

  /** ECS has taken the new version back, and the old one is deployed; the machine waits with the token `back` for the end of that. */
  async function atTheSecondRead() {
    const world = await atTheGate();
    const { id } = world.deployment;
    await world.ports.ecs.stop(world.service.deployments.at(-1)?.arn ?? '');
    await world.clock.advance(60_000);
    const [newest] = await world.kept.ecs.recent('example', 'web');
    const anew = { serviceDeployment: undefined, newerThan: newest?.createdAt };
    world.book.before('waits.get', async () => {
      await world.kept.deployments.advance(SERVICE, id, { phase: 'roll-back', ...anew });
      await waits(world, { deployment: id, awaits: 'way-back-ended', token: 'back' });
    });
    return world;
  }

  test('is not ended by the end of the new version', async () => {
    const world = await atTheSecondRead();
    expect(await wake(world.ports, SERVICE)).toBe('not-yet');
    expect(world.machines.redeemed).toEqual([]);
  });

  test('is not ended by the request that it obeys', async () => {
    const world = await atTheSecondRead();
    await world.kept.deployments.requestStop(SERVICE, world.deployment.id, BAD);
    expect(await wake(world.ports, SERVICE)).toBe('not-yet');
    expect(world.machines.redeemed).toEqual([]);
  });

  test('is not ended by whoever asked for it', async () => {
    const world = await atTheSecondRead();
    const { live, ...head } = await world.kept.deployments.head(SERVICE);
    const before = { ...head, ...(live && { live: { ...live, stopIsSafe: false } }) };
    expect(await stopLive(world.ports, before, BAD)).toBe('stopping');
    expect(world.machines.redeemed).toEqual([]);
  });
});

describe('a bake', () => {
  const BAKING = { bakes: { share: 60, all: 60 }, number: 1, token: 'bake' };

  test('begins when the gate is reached, once, and its schedule ends it', async () => {
    const world = await atTheGate();
    await waits(world, { deployment: world.deployment.id, ...BAKING });
    expect(await wake(world.ports, SERVICE)).toBe('baking');
    expect(await wake(world.ports, SERVICE)).toBe('baking');
    expect(world.book.count('deployments.log')).toBe(1);
    expect(world.machines.redeemed).toEqual([]);
    await world.clock.advance(60_000);
    await endBakes(world);
    expect(world.machines.redeemed).toEqual(['bake']);
    expect(world.machines.told.at(-1)).toMatchObject({ stage: 'before-traffic', since: expect.any(String) });
  });

  test('of another wait than the present one wakes nobody', async () => {
    const world = await atTheGate();
    await waits(world, { deployment: world.deployment.id, ...BAKING });
    await wake(world.ports, SERVICE);
    await waits(world, { deployment: world.deployment.id, ...BAKING, number: 2, token: 'later' });
    await world.clock.advance(60_000);
    await endBakes(world);
    expect(world.machines.redeemed).toEqual([]);
  });

  test('that ends during a pause is kept for later', async () => {
    const world = await atTheGate();
    const { id } = world.deployment;
    await waits(world, { deployment: id, ...BAKING });
    await wake(world.ports, SERVICE);
    await world.kept.deployments.advance(SERVICE, id, { paused: { by: 'somebody', at: '' } });
    await world.clock.advance(60_000);
    await endBakes(world);
    expect(world.machines.redeemed).toEqual([]);
    expect((await liveOf(world))?.paused).toMatchObject({ by: 'somebody', due: { stage: 'before-traffic' } });
  });
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

/** What the schedules that fired until now lead to. */
async function endBakes(world: World): Promise<void> {
  for (const due of world.due.splice(0)) await endBake(world.kept, due);
}
