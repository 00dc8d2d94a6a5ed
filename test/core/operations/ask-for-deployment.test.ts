import { expect, test } from 'vitest';
import type { EnvironmentRule } from '../../../core/domain/environment-rule.ts';
import { putRule } from '../../../core/operations/put-rule.ts';
import { removeRule } from '../../../core/operations/remove-rule.ts';
import { unqueue } from '../../../core/operations/unqueue.ts';
import { why } from '../../../core/operations/why.ts';
import { aDeployment, SERVICE } from '../../builders.ts';
import { NEW, NEWER, type World } from '../../fakes/fake-world.ts';
import { ask, deploying, endLive, orderWorld, push } from './order-world.ts';

const MINUTE = 60_000;
const rule = {
  environment: 'staging',
  by: 'ann',
  since: '2026-11-20T00:00:00.000Z',
  reason: 'so',
  name: 'a',
  timeZone: 'UTC',
  duration: 'PT1H',
} as const;
const freeze: EnvironmentRule = { ...rule, kind: 'freeze', dtstart: '2026-11-20T10:00' };
const window: EnvironmentRule = { ...rule, kind: 'window', dtstart: '2026-11-20T12:00', rrule: 'FREQ=DAILY' };

const waiting = async ({ kept }: World) => (await kept.services.get(SERVICE))?.waiting ?? [];

test('a second request is refused and told who is in the way, unless it may wait', async () => {
  const world = await orderWorld();
  await ask(world);
  await expect(ask(world, { to: NEWER })).rejects.toMatchObject({ code: 'DeploymentInProgress' });
  const answer = await ask(world, { to: NEWER, whenBusy: 'queue' });
  expect(answer).toMatchObject({
    kind: 'waiting',
    waiting: { to: NEWER, by: 'bob', until: '2026-11-20T10:06:00.000Z' },
  });
  await endLive(world);
  expect(await deploying(world)).toBe(NEWER.digest);
  expect(await waiting(world)).toMatchObject([{ ended: { outcome: 'started' } }]);
});

test('what waits for its turn is given up when its time is over, and says so', async () => {
  const world = await orderWorld({ queue: { policy: 'newest-waits', timeout: 120 } });
  await ask(world);
  await ask(world, { to: NEWER, whenBusy: 'queue' });
  await world.clock.advance(3 * MINUTE);
  expect(await waiting(world)).toMatchObject([
    { ended: { outcome: 'given-up', because: expect.stringContaining('its turn did not come') } },
  ]);
  await endLive(world);
  expect(await deploying(world)).toBeUndefined();
});

test('where the queue policy is to refuse, nothing waits, neither a request nor a push', async () => {
  const world = await orderWorld({ queue: { policy: 'refuse', timeout: 300 } });
  await ask(world);
  await expect(ask(world, { to: NEWER, whenBusy: 'queue' })).rejects.toThrow(/lets nothing wait/);
  expect(await waiting(world)).toEqual([]);
  expect(await push(world, NEWER)).toBe('refused');
  await endLive(world);
  expect(await deploying(world)).toBeUndefined();
});

test('a deployment at a time starts then, and not before', async () => {
  const world = await orderWorld();
  const answer = await ask(world, { at: '2026-11-20T13:00:00+01:00' });
  expect(answer).toMatchObject({ kind: 'waiting', waiting: { at: '2026-11-20T12:00:00.000Z' } });
  await world.clock.advance(118 * MINUTE);
  expect(await deploying(world)).toBeUndefined();
  await world.clock.advance(2 * MINUTE);
  expect(await deploying(world)).toBe(NEW.digest);
  expect(world.machines.started).toEqual([answer.kind === 'waiting' ? answer.waiting.id : '']);
});

test('in the moment in which it has begun and is not noted yet, why tells it once', async () => {
  const world = await orderWorld();
  await ask(world, { at: '2026-11-20T11:00:00Z' });
  const [before] = await waiting(world);
  await world.clock.advance(60 * MINUTE);
  if (before !== undefined) await world.kept.services.keepWaiting(SERVICE, before);
  expect(await why(world.ports, SERVICE)).toMatchObject({ head: { live: { id: before?.id } }, waiting: [] });
});

test('a schedule that fires twice starts it once', async () => {
  const world = await orderWorld();
  await ask(world, { at: '2026-11-20T11:00:00Z' });
  await world.clock.advance(60 * MINUTE);
  await endLive(world);
  await world.clock.advance(60 * MINUTE);
  expect(world.machines.started).toHaveLength(1);
});

test('a crash after the start and before it is noted starts nothing a second time', async () => {
  const world = await orderWorld();
  await ask(world, { at: '2026-11-20T11:00:00Z' });
  await world.clock.advance(30 * MINUTE);
  const [before] = await waiting(world);
  await world.clock.advance(40 * MINUTE);
  if (before !== undefined) await world.kept.services.keepWaiting(SERVICE, before);
  await endLive(world);
  expect(world.machines.started).toHaveLength(1);
  expect(await waiting(world)).toMatchObject([{ ended: { outcome: 'started' } }]);
});

test.each([
  ['2026-11-20T10:00:59Z', /is over/],
  ['2028-11-20T10:00:00Z', /days ahead/],
])('a deployment at %s is refused by the name of the field', async (at, says) => {
  const world = await orderWorld();
  await expect(ask(world, { at })).rejects.toMatchObject({
    code: 'BadRequest',
    message: expect.stringMatching(/^at: /),
  });
  await expect(ask(world, { at })).rejects.toThrow(says);
});

test('outside the windows a request is refused; one that may wait starts when the next window opens', async () => {
  const world = await orderWorld();
  await putRule(world.ports, window);
  await expect(ask(world)).rejects.toMatchObject({ code: 'Blocked', details: { blocks: [{ kind: 'window' }] } });
  const answer = await ask(world, { whenBusy: 'queue' });
  expect(answer).toMatchObject({ waiting: { expectedAt: '2026-11-20T12:00:00.000Z' } });
  await world.clock.advance(121 * MINUTE);
  expect(await deploying(world)).toBe(NEW.digest);
});

test('a deployment at a time within a freeze starts when the freeze is over', async () => {
  const world = await orderWorld();
  await world.kept.rules.put(freeze);
  const answer = await ask(world, { at: '2026-11-20T10:30:00Z' });
  expect(answer).toMatchObject({ waiting: { expectedAt: '2026-11-20T11:00:00.000Z' } });
});

test('a freeze that comes over a waiting deployment puts it off to its end', async () => {
  const world = await orderWorld();
  await ask(world, { at: '2026-11-20T10:30:00Z' });
  await putRule(world.ports, freeze);
  await world.clock.advance(40 * MINUTE);
  expect(await deploying(world)).toBeUndefined();
  expect(await waiting(world)).toMatchObject([{ expectedAt: '2026-11-20T11:00:00.000Z' }]);
  await world.clock.advance(20 * MINUTE);
  expect(await deploying(world)).toBe(NEW.digest);
});

test('what waits for the end of a freeze starts earlier where somebody removes it, and not before its own time', async () => {
  const world = await orderWorld();
  await putRule(world.ports, freeze);
  await ask(world, { whenBusy: 'queue' });
  await ask(world, { to: NEWER, at: '2026-11-20T10:30:00Z' });
  await removeRule(world.ports, freeze, { by: 'ann', reason: 'so' });
  expect(await deploying(world)).toBe(NEW.digest);
  await endLive(world);
  expect(await deploying(world)).toBeUndefined();
  await world.clock.advance(30 * MINUTE);
  expect(await deploying(world)).toBe(NEWER.digest);
});

test('what only a person can end is not waited for', async () => {
  const world = await orderWorld();
  await world.kept.services.maintain(SERVICE, { by: 'ann', reason: 'a new disk', since: '' });
  await expect(ask(world, { whenBusy: 'queue' })).rejects.toMatchObject({ code: 'Blocked' });
  expect(await waiting(world)).toEqual([]);
});

test('force starts it in the freeze, and the deployment and its first line tell who and why', async () => {
  const world = await orderWorld();
  await world.kept.rules.put(freeze);
  const answer = await ask(world, { forced: { by: 'bob', reason: 'the shop is down' }, reason: 'x' });
  if (answer.kind !== 'started') throw new Error('it waits');
  const forced = { by: 'bob', reason: 'the shop is down', past: ['freeze'] };
  expect(await world.kept.deployments.get(answer.id)).toMatchObject({ forced });
  const [line] = await world.kept.deployments.lines(answer.id);
  expect(line).toMatchObject({ data: { forced }, text: expect.stringContaining('forced past freeze by bob') });
});

test('a denied digest is refused whenever it is asked for, forced or not', async () => {
  const world = await orderWorld();
  const denial = { since: '', because: 'bad', deployment: aDeployment().id };
  await world.kept.services.hold(SERVICE, denial, { ...denial, digest: NEW.digest });
  for (const change of [{}, { forced: { by: 'bob', reason: 'x' } }, { at: '2026-11-20T11:00:00Z' }])
    await expect(ask(world, change)).rejects.toMatchObject({ code: 'Denied' });
});

test('one that waits is taken out, once, and does not start', async () => {
  const world = await orderWorld();
  const answer = await ask(world, { at: '2026-11-20T11:00:00Z' });
  if (answer.kind !== 'waiting') throw new Error('it started');
  await unqueue(world.ports, SERVICE, answer.waiting.id, 'ann');
  await expect(unqueue(world.ports, SERVICE, answer.waiting.id, 'ann')).rejects.toMatchObject({
    code: 'UnknownDeployment',
  });
  await world.clock.advance(90 * MINUTE);
  expect(world.machines.started).toEqual([]);
  expect(await waiting(world)).toMatchObject([{ ended: { outcome: 'cancelled', because: 'ann took it out' } }]);
});

test('no more than twenty wait', async () => {
  const world = await orderWorld();
  for (let asked = 0; asked < 20; asked++) await ask(world, { at: '2026-11-20T11:00:00Z' });
  await expect(ask(world, { at: '2026-11-20T11:00:00Z' })).rejects.toThrow(/20 deployments.*wait already/);
});
