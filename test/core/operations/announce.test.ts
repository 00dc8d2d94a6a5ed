import { expect, test } from 'vitest';
import type { Freeze } from '../../../core/domain/environment-rule.ts';
import { announceDue } from '../../../core/operations/announce.ts';
import { putRule } from '../../../core/operations/put-rule.ts';
import { unqueue } from '../../../core/operations/unqueue.ts';
import { SERVICE } from '../../builders.ts';
import { NEWER, type World } from '../../fakes/fake-world.ts';
import { ask, endLive, orderWorld } from './order-world.ts';

const MINUTE = 60_000;
const freeze: Freeze = {
  kind: 'freeze',
  environment: 'staging',
  by: 'ann',
  since: '2026-11-20T00:00:00.000Z',
  reason: 'so',
  name: 'a',
  timeZone: 'UTC',
  dtstart: '2026-11-20T10:00',
  duration: 'PT1H',
};

/** What was told of deployments to come, with the minutes since 10:01. */
const told = ({ notices }: World) =>
  notices.all.flatMap(({ event, at, text }) =>
    event === 'version:update:announced' || event === 'version:update:given-up'
      ? { after: (Date.parse(at) - Date.parse('2026-11-20T10:01:00Z')) / MINUTE, text }
      : [],
  );
const asked = async (world: World, change: Parameters<typeof ask>[1]) => {
  const answer = await ask(world, change);
  if (answer.kind !== 'waiting') throw new Error('it started');
  return answer.waiting;
};

test('a deployment at a time is announced a quarter of an hour before, once, with what keeps it from starting', async () => {
  const world = await orderWorld();
  const { id } = await asked(world, { at: '2026-11-20T12:00:00Z' });
  expect(told(world)).toEqual([]);
  await world.clock.advance(180 * MINUTE);
  expect(told(world)).toEqual([
    {
      after: 104,
      text: `1.1.0 starts at 2026-11-20 12:00 UTC (in 15 minutes). bob: asked for; \`belay unqueue staging/web ${id}\` keeps it from starting`,
    },
  ]);
});

test('one that is asked for shortly before is announced at once', async () => {
  const world = await orderWorld();
  await asked(world, { at: '2026-11-20T10:05:00Z' });
  expect(told(world)).toMatchObject([{ after: 0, text: expect.stringContaining('(in 4 minutes)') }]);
  await world.clock.advance(60 * MINUTE);
  expect(told(world)).toHaveLength(1);
});

test.each([
  ['an hour before, where its service says so', 3600, 59],
  ['never, where its service says so', 0, undefined],
])('it is announced %s', async (_, before, after) => {
  const world = await orderWorld({ notify: { before } });
  await asked(world, { at: '2026-11-20T12:00:00Z' });
  await world.clock.advance(180 * MINUTE);
  expect(told(world).map((one) => one.after)).toEqual(after === undefined ? [] : [after]);
});

test('one that waits for a freeze to end is announced before that end', async () => {
  const world = await orderWorld();
  await putRule(world.ports, freeze);
  await asked(world, { whenBusy: 'queue' });
  await world.clock.advance(180 * MINUTE);
  expect(told(world)).toMatchObject([{ after: 44, text: expect.stringContaining('11:00 UTC') }]);
});

test('one that waits for its turn is not announced: nobody knows when that comes', async () => {
  const world = await orderWorld();
  await ask(world);
  await asked(world, { to: NEWER, whenBusy: 'queue' });
  await endLive(world);
  expect(told(world)).toEqual([]);
});

test('one that was taken out before is not announced', async () => {
  const world = await orderWorld();
  const { id } = await asked(world, { at: '2026-11-20T12:00:00Z' });
  await unqueue(world.ports, SERVICE, id, 'ann');
  await world.clock.advance(180 * MINUTE);
  expect(told(world)).toEqual([]);
});

test('a schedule that fires late, or after it has begun, announces nothing', async () => {
  const world = await orderWorld();
  const waiting = await asked(world, { at: '2026-11-20T12:00:00Z', to: NEWER });
  await world.clock.advance(121 * MINUTE);
  const before = told(world);
  // It is noted as begun a moment later.
  await world.kept.services.keepWaiting(SERVICE, waiting);
  await announceDue(world.ports, { service: SERVICE, deployment: waiting.id });
  expect(told(world)).toEqual(before);
});

test('one that is put off is announced again before the time to which it was put off', async () => {
  const world = await orderWorld();
  await asked(world, { at: '2026-11-20T10:30:00Z' });
  await putRule(world.ports, freeze);
  await world.clock.advance(120 * MINUTE);
  expect(told(world).map(({ after, text }) => [after, text.slice(0, 38)])).toEqual([
    [14, '1.1.0 starts at 2026-11-20 10:30 UTC ('],
    [44, '1.1.0 starts at 2026-11-20 11:00 UTC ('],
  ]);
});

test('one that is given up is told: whoever was told that it starts must not rely on it', async () => {
  const world = await orderWorld();
  await asked(world, { at: '2026-11-20T10:30:00Z' });
  await ask(world, { to: NEWER });
  await world.clock.advance(60 * MINUTE);
  expect(told(world).at(-1)).toEqual({
    after: 34,
    text: '1.1.0, which bob asked for, does not start: it waited from 2026-11-20T10:30:00.000Z to 2026-11-20T10:35:00.000Z, and its turn did not come',
  });
});
