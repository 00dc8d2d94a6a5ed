import { describe, expect, test } from 'vitest';
import { stopOnAlarm } from '../../core/operations/stop-on-alarm.ts';
import { NEW, NEWER, OLD } from '../fakes/fake-world.ts';
import { aBelay, type Belay } from './a-belay.ts';

const MINUTE = 60_000;
/** In the bake, and half an hour after the success. */
const MOMENTS = { 'in the bake': 90_000, 'under watch': 40 * MINUTE };

/** A service whose settings name `web-5xx`, deployed with an alarm of the request in its place. */
async function watchedBy(
  alarms: readonly string[],
): Promise<{ belay: Belay; id: Awaited<ReturnType<Belay['deploy']>> }> {
  const belay = await aBelay();
  belay.alarms.set('orders-lost', 'OK');
  return { belay, id: await belay.deploy({ options: { alarms } }) };
}

describe.each(Object.keys(MOMENTS) as (keyof typeof MOMENTS)[])('%s', (moment) => {
  test('an alarm that the request named takes it back in the first hop', async () => {
    const { belay } = await watchedBy(['orders-lost']);
    await belay.clock.advance(MOMENTS[moment]);
    belay.book.calls.length = 0;
    const [outcome] = await stopOnAlarm(belay.ports, { name: 'orders-lost', reason: 'many' });
    expect(outcome?.did).toBe(moment === 'in the bake' ? 'stopped' : 'rolled-back');
    expect(belay.book.calls.slice(0, 2)).toEqual(['services.guardedBy', 'deployments.head']);
    await belay.clock.advance(90 * MINUTE);
    expect(belay.serving()).toBe(OLD.digest);
  });

  test('an alarm that the request replaced does not', async () => {
    const { belay, id } = await watchedBy(['orders-lost']);
    belay.alarmAfter(MOMENTS[moment]);
    expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
    expect(belay.serving()).toBe(NEW.digest);
  });
});

test('one that fires while the deployment is planned is not lost: nothing is started', async () => {
  const belay = await aBelay();
  belay.alarms.set('orders-lost', 'OK');
  belay.book.after('alarms.read', async () => {
    belay.alarms.set('orders-lost', 'ALARM');
    await belay.kept.clock.sleep(1_000);
  });
  const id = await belay.deploy({ options: { alarms: ['orders-lost'] } });
  expect(await belay.end(id)).toMatchObject({ because: expect.stringContaining('orders-lost') });
  expect(belay.service.deployments).toHaveLength(1);
});

test('a request that wants no alarm is stopped by none', async () => {
  const { belay, id } = await watchedBy([]);
  belay.alarmAfter(90_000);
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
});

test('the next deployment, which names none, is not stopped by what the one before named', async () => {
  const { belay, id } = await watchedBy(['orders-lost']);
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
  const next = await belay.deploy({ to: NEWER });
  await belay.clock.advance(90_000);
  expect(await stopOnAlarm(belay.ports, { name: 'orders-lost', reason: '' })).toMatchObject([{ did: 'nothing' }]);
  expect((await belay.end(next)).verdict).toBe('SUCCEEDED');
});

test('nothing is written for a deployment that the alarms of the settings watch', async () => {
  const belay = await aBelay();
  await belay.end(await belay.deploy());
  expect(belay.book.count('services.nameAlarms')).toBe(0);
});
