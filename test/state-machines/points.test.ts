import { expect, test } from 'vitest';
import { rollBack } from '../../core/operations/roll-back.ts';
import { listPoints } from '../../core/operations/show-point.ts';
import { SERVICE } from '../builders.ts';
import { NEW } from '../fakes/fake-world.ts';
import { aBelay, type Belay } from './a-belay.ts';

const points = async ({ ports }: Belay) =>
  (await listPoints(ports, SERVICE)).items.map(({ version, status }) => [version, status]);

test('a point lives with its deployment: active, then completed, and rolled-back when a way back went to it', async () => {
  const belay = await aBelay();
  const id = await belay.deploy();
  await belay.clock.advance(60_000);
  expect(await points(belay)).toEqual([['1.0.0', 'active']]);
  await belay.end(id);
  expect(await points(belay)).toEqual([['1.0.0', 'completed']]);
  const back = await rollBack(belay.ports, { service: SERVICE, to: 'previous', by: 'somebody', reason: 'it is bad' });
  expect(await belay.end(back.id)).toMatchObject({ verdict: 'SUCCEEDED' });
  expect(await points(belay)).toEqual([['1.0.0', 'rolled-back']]);
});

test('the point of a deployment that was taken back is rolled-back', async () => {
  const belay = await aBelay();
  belay.alarmAfter(90_000);
  await belay.end(await belay.deploy());
  expect(await points(belay)).toEqual([['1.0.0', 'rolled-back']]);
});

test('where newer versions go on, a rollback denies the bad one and holds nothing', async () => {
  const belay = await aBelay({ settings: { afterRollback: 'newer-goes' } });
  belay.alarmAfter(90_000);
  await belay.end(await belay.deploy());
  const state = await belay.kept.services.get(SERVICE);
  expect(state?.hold).toBeUndefined();
  expect(state?.denied).toMatchObject([{ digest: NEW.digest }]);
});
