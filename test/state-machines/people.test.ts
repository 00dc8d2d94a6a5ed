import { expect, test } from 'vitest';
import { cancel } from '../../core/operations/cancel.ts';
import { continueNow } from '../../core/operations/continue-now.ts';
import { pause, resume } from '../../core/operations/pause.ts';
import { rollBack } from '../../core/operations/roll-back.ts';
import { showDeployment } from '../../core/operations/show-deployment.ts';
import { SERVICE } from '../builders.ts';
import { NEW, OLD } from '../fakes/fake-world.ts';
import { aBelay, type BelayOptions } from './a-belay.ts';

const MINUTE = 60_000;

/** A deployment some minutes after its start: at 2 it bakes. */
async function after(minutes: number, options: BelayOptions = {}) {
  const belay = await aBelay(options);
  const id = await belay.deploy();
  await belay.clock.advance(minutes * MINUTE);
  return { belay, id, show: () => showDeployment(belay.kept, id) };
}

test('paused in its bake it stays there, with its traffic, until it is resumed', async () => {
  const { belay, id, show } = await after(2);
  await pause(belay.ports, id, 'somebody');
  await belay.clock.advance(60 * MINUTE);
  expect(await show()).toMatchObject({
    status: 'paused',
    traffic: { old: 0, new: 100 },
    step: 'all traffic, under watch',
  });
  await resume(belay.ports, id, 'somebody');
  await belay.clock.advance(5 * MINUTE);
  expect(await show()).toMatchObject({ status: 'ended', verdict: 'SUCCEEDED', progress: 100 });
});

test('paused before its first gate, no user sees the new version until it is resumed', async () => {
  const { belay, id } = await after(0.2);
  await pause(belay.ports, id, 'somebody');
  await belay.clock.advance(10 * MINUTE);
  expect(belay.service.trafficWentTo).not.toContain(NEW.digest);
  await resume(belay.ports, id, 'somebody');
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
});

test('paused for longer than a deadline it waits for a person, and for nobody longer than a day', async () => {
  const { belay, id, show } = await after(0.2);
  await pause(belay.ports, id, 'somebody');
  await belay.clock.advance(60 * MINUTE);
  expect((await show()).status).toBe('paused');
  expect(await belay.path('blue-green', `${id}-1`)).toContain('Wait for a person');
  expect(await belay.end(id)).toMatchObject({
    verdict: 'ROLLED_BACK',
    because: expect.stringContaining('nobody decided'),
  });
  expect(belay.serving()).toBe(OLD.digest);
});

test('an alarm takes a paused deployment back', async () => {
  const { belay, id } = await after(2);
  await pause(belay.ports, id, 'somebody');
  belay.alarmAfter(20 * MINUTE);
  expect((await belay.end(id)).verdict).toBe('ROLLED_BACK');
  expect(belay.serving()).toBe(OLD.digest);
});

test('what is on its way back is neither halted nor resumed: its way back takes the time it takes', async () => {
  const { belay, id } = await after(2);
  await pause(belay.ports, id, 'somebody');
  await belay.clock.advance(10 * MINUTE);
  const { deployments } = belay.ports;
  const before = await deployments.head(SERVICE);
  expect(before.live?.paused?.due).toBeDefined();
  await cancel(belay.ports, id, 'somebody', 'odd');
  for (const said of [pause, resume])
    await expect(said(belay.ports, id, 'another')).rejects.toMatchObject({
      code: 'NotWaiting',
      message: expect.stringContaining('is on its way back'),
    });
  await belay.clock.advance(1000);
  expect((await belay.ports.waits.get(id))?.awaits).toBe('way-back-ended');
  // Who was slow has not seen it yet.
  await resume({ ...belay.ports, deployments: { ...deployments, head: async () => before } }, id, 'another');
  expect((await belay.end(id)).verdict).toBe('ROLLED_BACK');
  const path = await belay.path('roll-back', `${id}-back`);
  expect(path).toContain('Back');
  expect(path).not.toContain('Deploy the old version');
});

test('the rest of a bake is cut short, but what it judges is judged', async () => {
  const { belay, id } = await after(2);
  await continueNow(belay.ports, id, 'somebody');
  await belay.clock.advance(2 * MINUTE);
  expect(await belay.kept.deployments.get(id)).toMatchObject({ verdict: 'SUCCEEDED' });
  const lines = await belay.kept.deployments.lines(id);
  expect(lines.map(({ text }) => text)).toContain('After the bake: go, somebody ended the bake');

  const firing = await after(2, { shut: ['alarm'] });
  firing.belay.alarms.set('web-5xx', 'ALARM');
  await continueNow(firing.belay.ports, firing.id, 'somebody');
  expect((await firing.belay.end(firing.id)).verdict).toBe('ROLLED_BACK');
});

test('between two gates there is nothing to go past', async () => {
  const { belay, id } = await after(0.2);
  await pause(belay.ports, id, 'somebody');
  await expect(continueNow(belay.ports, id, 'somebody')).rejects.toMatchObject({ code: 'NotWaiting' });
  // Nothing was touched: it is still halted.
  expect((await belay.kept.deployments.head(belay.settings.key)).live?.paused).toMatchObject({ by: 'somebody' });
});

test('too little to judge by, where the policy asks: a person lets it go on, or nobody does and it goes back', async () => {
  const asks = { settings: { minimumRequests: 10, notEnoughData: 'ask' } } as const;
  const [one, other] = [await aBelay(asks), await aBelay(asks)];
  for (const belay of [one, other]) belay.alarms.answered = 3;
  const id = await one.deploy();
  await one.clock.advance(30 * MINUTE);
  await continueNow(one.ports, id, 'somebody');
  expect(await one.end(id)).toMatchObject({ verdict: 'SUCCEEDED' });
  expect((await other.end(await other.deploy())).verdict).toBe('ROLLED_BACK');
});

test('cancelled before it has traffic, nobody saw it: it is cancelled, and the image may ship again', async () => {
  const { belay, id } = await after(0.2);
  expect(await cancel(belay.ports, id, 'somebody', 'wrong one')).toBe('cancelling');
  expect(await belay.end(id)).toMatchObject({ verdict: 'CANCELLED', because: 'somebody cancelled it: wrong one' });
  expect(belay.serving()).toBe(OLD.digest);
  expect(belay.service.trafficWentTo).not.toContain(NEW.digest);
  expect(await belay.kept.services.get(SERVICE)).toMatchObject({ denied: [] });
});

test('cancelled with traffic on it, it is rolled back', async () => {
  const { belay, id } = await after(2);
  expect(await cancel(belay.ports, id, 'somebody', 'odd')).toBe('rolling-back');
  expect((await belay.end(id)).verdict).toBe('ROLLED_BACK');
  expect(belay.serving()).toBe(OLD.digest);
});

test('a way back is not cancelled, and nor is what has ended', async () => {
  const { belay, id } = await after(30);
  await expect(cancel(belay.ports, id, 'somebody', '')).rejects.toMatchObject({ code: 'NotWaiting' });
  const { id: back } = await rollBack(belay.ports, { service: SERVICE, to: 'previous', by: 'somebody', reason: 'bad' });
  await expect(cancel(belay.ports, back, 'somebody', '')).rejects.toMatchObject({
    code: 'NotWaiting',
    message: expect.stringContaining(`belay watch ${back}`),
  });
  await belay.end(back);
  expect(belay.serving()).toBe(OLD.digest);
});

test('a service that does not go back by itself: an alarm halts it and asks, and the person decides', async () => {
  const off = { settings: { rollback: { automatic: false, threshold: 5, minimumRequests: 20 } } };
  const [kept, taken] = [await after(1, off), await after(1, off)];
  for (const { belay } of [kept, taken]) belay.alarms.set('web-5xx', 'ALARM');
  await kept.belay.clock.advance(30 * MINUTE);
  expect(await kept.show()).toMatchObject({ status: 'paused', traffic: { new: 100 } });
  expect(kept.belay.book.count('ecs.stop')).toBe(0);
  await continueNow(kept.belay.ports, kept.id, 'somebody');
  expect(await kept.belay.end(kept.id)).toMatchObject({ verdict: 'SUCCEEDED' });
  await taken.belay.clock.advance(30 * MINUTE);
  await cancel(taken.belay.ports, taken.id, 'somebody', 'it is bad');
  expect(await taken.belay.end(taken.id)).toMatchObject({ verdict: 'ROLLED_BACK' });
  expect(taken.belay.serving()).toBe(OLD.digest);
});
