import { expect, test } from 'vitest';
import type { EnvironmentRule } from '../../../core/domain/environment-rule.ts';
import { hold } from '../../../core/operations/hold.ts';
import { lift } from '../../../core/operations/lift.ts';
import { lock } from '../../../core/operations/lock.ts';
import { beginMaintenance, endMaintenance } from '../../../core/operations/maintain.ts';
import { putRule } from '../../../core/operations/put-rule.ts';
import { removeRule } from '../../../core/operations/remove-rule.ts';
import { rollBack } from '../../../core/operations/roll-back.ts';
import { unlock } from '../../../core/operations/unlock.ts';
import { why } from '../../../core/operations/why.ts';
import { aPoint, SERVICE } from '../../builders.ts';
import { NEW, NEWER, OLD, type World } from '../../fakes/fake-world.ts';
import { ask, deploying, endLive, orderWorld, push } from './order-world.ts';

const MINUTE = 60_000;
const told = { environment: 'staging', by: 'ann', reason: 'so' } as const;
const ANN = { by: 'ann', reason: 'it is done' } as const;
const hours = { name: 'a', timeZone: 'UTC', duration: 'PT1H' } as const;
const freeze = { ...told, ...hours, kind: 'freeze', dtstart: '2026-11-20T10:00', rrule: 'FREQ=DAILY' } as const;
const window = { ...told, ...hours, kind: 'window', dtstart: '2026-11-20T12:00', rrule: 'FREQ=DAILY' } as const;

/** Each block: how it begins, and what ends it. */
const BLOCKS: readonly [string, (world: World) => Promise<unknown>, (world: World) => Promise<unknown>][] = [
  ['hold', ({ ports }) => hold(ports, SERVICE, { by: 'ann', because: 'so' }), ({ ports }) => lift(ports, SERVICE, ANN)],
  [
    'lock',
    ({ ports }) => lock(ports, SERVICE, { owner: 'ann', reason: 'so' }),
    ({ ports }) => unlock(ports, SERVICE, { ...ANN, force: false }),
  ],
  [
    'lock with an end',
    ({ ports }) => lock(ports, SERVICE, { owner: 'ann', reason: 'so', until: '2026-11-20T10:30:00Z' }),
    ({ clock }) => clock.advance(30 * MINUTE),
  ],
  [
    'maintenance',
    ({ ports }) => beginMaintenance(ports, SERVICE, { by: 'ann', reason: 'so' }),
    ({ ports }) => endMaintenance(ports, SERVICE, ANN),
  ],
  ['freeze that is removed', ({ ports }) => putRule(ports, freeze), ({ ports }) => removeRule(ports, freeze, ANN)],
  ['freeze that ends', ({ ports }) => putRule(ports, freeze), ({ clock }) => clock.advance(60 * MINUTE)],
  ['window that opens', ({ ports }) => putRule(ports, window), ({ clock }) => clock.advance(120 * MINUTE)],
  ['window that is removed', ({ ports }) => putRule(ports, window), ({ ports }) => removeRule(ports, window, ANN)],
  [
    'stop of the line',
    ({ ports }) => putRule(ports, { ...told, kind: 'stop-the-line' }),
    ({ ports }) => removeRule(ports, { ...told, kind: 'stop-the-line' }, ANN),
  ],
  [
    'stop of every line',
    ({ ports }) => putRule(ports, { ...told, kind: 'stop-the-line', environment: '*' }),
    ({ ports }) => removeRule(ports, { kind: 'stop-the-line', environment: '*' }, ANN),
  ],
];

test.each(BLOCKS)(
  'what a %s kept back starts when it ends, the highest alone, and the rest is told',
  async (_, begin, end) => {
    const world = await orderWorld();
    await begin(world);
    expect(await push(world, NEWER)).toBe('held');
    expect(await push(world, NEW)).toBe('held');
    expect(world.machines.started).toEqual([]);
    await end(world);
    expect(await deploying(world)).toBe(NEWER.digest);
    const { decisions } = await why(world.ports, SERVICE);
    expect(decisions).toMatchObject([
      { tag: '1.2.0', outcome: 'deployed', deployment: world.machines.started[0] },
      { tag: '1.1.0', outcome: 'recorded' },
    ]);
  },
);

test.each(BLOCKS)('what was queued by a push when a %s began starts when it ends', async (_, begin, end) => {
  const world = await orderWorld();
  await push(world, NEW);
  expect(await push(world, NEWER)).toBe('waiting');
  await begin(world);
  await endLive(world);
  expect(await deploying(world)).toBeUndefined();
  await end(world);
  expect(await deploying(world)).toBe(NEWER.digest);
});

test.each(BLOCKS)(
  'whoever ends a %s is named in why with their reason, and told on the bus',
  async (name, begin, end) => {
    const world = await orderWorld();
    await begin(world);
    await end(world);
    const { ended } = await why(world.ports, SERVICE);
    const byClock = /ends|opens|with an end/.test(name);
    expect(ended).toHaveLength(byClock ? 0 : 1);
    if (byClock) return;
    const [kind = ''] = name.replace(/^stop.*/, 'stop-the-line').split(' ');
    expect(ended[0]).toMatchObject({
      text: expect.stringMatching(`^${kind} by ann .*so\\) was ended by ann: it is done$`),
      data: { block: kind, by: 'ann', because: 'it is done', was: { by: 'ann', since: expect.any(String) } },
    });
    expect(world.notices.all).toMatchObject([{ event: 'version:block:ended' }]);
  },
);

test.each(BLOCKS)('a deployment that is under way when a %s begins goes on', async (_, begin) => {
  const world = await orderWorld();
  await ask(world);
  await begin(world);
  expect(await deploying(world)).toBe(NEW.digest);
});

test('while one block of two stands, nothing starts', async () => {
  const world = await orderWorld();
  await hold(world.ports, SERVICE, { by: 'ann', because: 'so' });
  await putRule(world.ports, freeze);
  await push(world, NEW);
  await lift(world.ports, SERVICE, ANN);
  expect(world.machines.started).toEqual([]);
  await removeRule(world.ports, freeze, ANN);
  expect(await deploying(world)).toBe(NEW.digest);
});

test('what a person shipped meanwhile is not undone by an older version that was kept back', async () => {
  const world = await orderWorld();
  await hold(world.ports, SERVICE, { by: 'ann', because: 'so' });
  await push(world, NEW);
  await ask(world, { to: NEWER });
  await endLive(world);
  await lift(world.ports, SERVICE, ANN);
  expect(await deploying(world)).toBeUndefined();
  expect((await why(world.ports, SERVICE)).decisions).toMatchObject([{ tag: '1.1.0', outcome: 'recorded' }]);
});

test('every end of a freeze that comes again is looked at', async () => {
  const world = await orderWorld();
  await putRule(world.ports, freeze);
  await world.clock.advance(24 * 60 * MINUTE);
  expect(await push(world, NEW)).toBe('held');
  await world.clock.advance(60 * MINUTE);
  expect(await deploying(world)).toBe(NEW.digest);
});

test('a lock is its owner’s: they renew it and deploy, and nobody else does either', async () => {
  const world = await orderWorld();
  await lock(world.ports, SERVICE, { owner: 'bob', reason: 'a hotfix' });
  await lock(world.ports, SERVICE, { owner: 'bob', reason: 'still', until: '2026-11-20T12:00:00Z' });
  const another = lock(world.ports, SERVICE, { owner: 'ann', reason: 'mine' });
  await expect(another).rejects.toMatchObject({ code: 'LockedByAnother', message: expect.stringContaining('bob') });
  await expect(ask(world, { by: 'ann' })).rejects.toMatchObject({ code: 'Blocked' });
  await expect(unlock(world.ports, SERVICE, { ...ANN, force: false })).rejects.toMatchObject({
    code: 'LockedByAnother',
  });
  expect(await ask(world, { by: 'bob' })).toMatchObject({ kind: 'started' });
  expect(await unlock(world.ports, SERVICE, { ...ANN, force: true })).toMatchObject({ owner: 'bob' });
  expect((await why(world.ports, SERVICE)).ended).toMatchObject([
    { text: 'lock by bob (still) was ended by force by ann: it is done', data: { forced: true } },
  ]);
});

test('a lock that has ended is anybody’s', async () => {
  const world = await orderWorld();
  await lock(world.ports, SERVICE, { owner: 'bob', reason: 'x', until: '2026-11-20T11:30:00+01:00' });
  await world.clock.advance(30 * MINUTE);
  expect(await lock(world.ports, SERVICE, { owner: 'ann', reason: 'y' })).toMatchObject({ owner: 'ann' });
});

test.each(['2026-11-20T10:00:00Z', '2036-01-01T00:00:00Z'])('a lock until %s is refused', async (until) => {
  const world = await orderWorld();
  await expect(lock(world.ports, SERVICE, { owner: 'bob', reason: 'x', until })).rejects.toThrow(/^until: /);
  expect((await world.kept.services.get(SERVICE))?.lock).toBeUndefined();
});

test('a hold or a maintenance that is there keeps its first reason', async () => {
  const world = await orderWorld();
  await hold(world.ports, SERVICE, { by: 'ann', because: 'first' });
  expect(await hold(world.ports, SERVICE, { by: 'bob', because: 'second' })).toMatchObject({ because: 'first' });
  await beginMaintenance(world.ports, SERVICE, { by: 'ann', reason: 'first' });
  expect(await beginMaintenance(world.ports, SERVICE, { by: 'bob', reason: '2' })).toMatchObject({ reason: 'first' });
});

test('ending what does not stand ends nothing, and is not told', async () => {
  const world = await orderWorld();
  await lift(world.ports, SERVICE, ANN);
  await endMaintenance(world.ports, SERVICE, ANN);
  await lock(world.ports, SERVICE, { owner: 'ann', reason: 'x', until: '2026-11-20T10:30:00Z' });
  await world.clock.advance(30 * MINUTE);
  await unlock(world.ports, SERVICE, { ...ANN, force: false });
  expect((await why(world.ports, SERVICE)).ended).toEqual([]);
});

test('why names the five blocks that ended last, those of the environment among them, newest first', async () => {
  const world = await orderWorld();
  for (const reason of ['1', '2', '3', '4', '5']) {
    await hold(world.ports, SERVICE, { by: 'ann', because: 'so' });
    await lift(world.ports, SERVICE, { by: 'ann', reason });
    await world.clock.advance(MINUTE);
  }
  await putRule(world.ports, { ...told, kind: 'stop-the-line', environment: '*' });
  await removeRule(world.ports, { kind: 'stop-the-line', environment: '*' }, ANN);
  const { ended } = await why(world.ports, SERVICE);
  expect(ended.map(({ data }) => data.because)).toEqual(['it is done', '5', '4', '3', '2']);
});

test('why shows the table of blocks', async () => {
  const world = await orderWorld();
  await lock(world.ports, SERVICE, { owner: 'bob', reason: 'a hotfix' });
  await putRule(world.ports, freeze);
  const { because, blocks } = await why(world.ports, SERVICE);
  expect(because).toBe('lock by bob: a hotfix; freeze by ann: a: so');
  expect(blocks.map(({ kind, lift: verb }) => [kind, verb])).toEqual([
    ['lock', 'belay unlock staging/web'],
    ['freeze', 'belay freeze remove staging.a'],
  ]);
});

test('a rule of an environment that has no service is a typing error', async () => {
  const world = await orderWorld();
  for (const rule of [freeze, window, { ...told, kind: 'stop-the-line' } as const])
    await expect(putRule(world.ports, { ...rule, environment: 'stagin' })).rejects.toMatchObject({
      code: 'UnknownEnvironment',
    });
  await expect(removeRule(world.ports, freeze, ANN)).rejects.toMatchObject({ code: 'UnknownRule' });
});

test('a window that would never open is refused with the freeze that it lies in, and nothing changes', async () => {
  const world = await orderWorld();
  await putRule(world.ports, { ...freeze, name: 'sale', rrule: 'FREQ=WEEKLY', duration: 'P2D' });
  const shut = { ...window, name: 'night', rrule: 'FREQ=WEEKLY' };
  await expect(putRule(world.ports, shut)).rejects.toMatchObject({
    code: 'BadRequest',
    message: expect.stringMatching(
      /^dtstart: window staging\.night would never open: all its times lie in freeze staging\.sale\./,
    ),
  });
  expect(await world.kept.rules.all()).toHaveLength(1);
  expect((await putRule(world.ports, window)).notes).toEqual([]);
});

test('a freeze over another is set, and the other is named', async () => {
  const world = await orderWorld();
  expect((await putRule(world.ports, freeze)).notes).toEqual([]);
  const { rule, notes } = await putRule(world.ports, { ...freeze, name: 'sale', environment: '*' });
  expect(notes).toEqual([expect.stringContaining('freeze staging.a lies over it')]);
  expect(await world.kept.rules.all()).toContainEqual(rule);
});

test('one bad freeze changes nothing of what was there', async () => {
  const world = await orderWorld();
  await putRule(world.ports, freeze);
  await expect(putRule(world.ports, { ...freeze, duration: 'P1D' })).rejects.toThrow(/all time/);
  const [kept]: readonly EnvironmentRule[] = await world.kept.rules.all();
  expect(kept).toMatchObject({ duration: 'PT1H' });
});

test('a way back goes through everything that blocks', async () => {
  const world = await orderWorld();
  await ask(world);
  await endLive(world);
  await putRule(world.ports, { ...told, kind: 'stop-the-line' });
  await world.kept.rollbackPoints.put(aPoint({ digest: OLD.digest }));
  await rollBack(world.ports, { service: SERVICE, to: 'previous', by: 'bob', reason: 'bad' });
  expect(await deploying(world)).toBe(OLD.digest);
});
