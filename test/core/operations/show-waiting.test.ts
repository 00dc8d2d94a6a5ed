import { expect, test } from 'vitest';
import { parseDeploymentId } from '../../../core/domain/names.ts';
import { beginMaintenance } from '../../../core/operations/maintain.ts';
import { putRule } from '../../../core/operations/put-rule.ts';
import { showDeployment } from '../../../core/operations/show-deployment.ts';
import { unqueue } from '../../../core/operations/unqueue.ts';
import { SERVICE } from '../../builders.ts';
import { NEWER, type World } from '../../fakes/fake-world.ts';
import { ask, endLive, orderWorld } from './order-world.ts';

const MINUTE = 60_000;

/** Lets a deployment wait, and gives the id that whoever asked for it was told. */
async function letWait(world: World, change: Parameters<typeof ask>[1] = {}) {
  const answer = await ask(world, { to: NEWER, whenBusy: 'queue', ...change });
  return answer.kind === 'waiting' ? answer.waiting.id : answer.id;
}

test('a deployment that waits for its turn says behind which, and how to end either', async () => {
  const world = await orderWorld();
  await ask(world);
  const { live } = await world.kept.deployments.head(SERVICE);
  const id = await letWait(world);
  expect(await showDeployment(world.kept, id)).toMatchObject({
    id,
    service: SERVICE,
    environment: 'staging',
    status: 'queued',
    to: NEWER,
    by: 'bob',
    because: `waits for its turn, behind ${live?.id}`,
    waitsFor: [{ lift: `belay cancel ${live?.id}` }],
    cancel: `belay unqueue ${SERVICE} ${id}`,
  });
});

test('the same id is the deployment when it has begun', async () => {
  const world = await orderWorld();
  await ask(world);
  const id = await letWait(world);
  await endLive(world);
  expect(await showDeployment(world.kept, id)).toMatchObject({ id, status: 'planned', log: [{ seq: 1 }] });
});

test('a deployment at a time says which, and what else is in its way then', async () => {
  const world = await orderWorld();
  const id = await letWait(world, { at: '2026-11-20T11:00:00Z' });
  expect(await showDeployment(world.kept, id)).toMatchObject({
    status: 'scheduled',
    because: 'waits for its time, 2026-11-20T11:00:00.000Z',
    waitsFor: [{ until: '2026-11-20T11:00:00.000Z' }],
  });
  await beginMaintenance(world.ports, SERVICE, { by: 'ann', reason: 'a new disk' });
  await world.clock.advance(60 * MINUTE);
  expect(await showDeployment(world.kept, id)).toMatchObject({
    status: 'queued',
    because: 'waits for the end of the maintenance by ann (a new disk)',
    waitsFor: [{ lift: `belay maintenance off ${SERVICE}` }],
  });
});

test('force waits for nothing that it passes', async () => {
  const world = await orderWorld();
  await putRule(world.ports, {
    kind: 'freeze',
    environment: 'staging',
    name: 'sale',
    by: 'ann',
    reason: 'so',
    dtstart: '2026-11-20T10:00',
    timeZone: 'UTC',
    duration: 'PT5H',
  });
  await ask(world, { forced: { by: 'bob', reason: 'so' } });
  const waits = async (id: Awaited<ReturnType<typeof letWait>>) =>
    Object(await showDeployment(world.kept, id)).waitsFor.map(({ lift }: { lift: string }) => lift.split(' ')[1]);
  expect(await waits(await letWait(world))).toEqual(['freeze', 'cancel']);
  expect(await waits(await letWait(world, { forced: { by: 'bob', reason: 'so' } }))).toEqual(['cancel']);
});

test('one that was taken out or given up says so, and has the verdict of what never began', async () => {
  const world = await orderWorld();
  await ask(world);
  const [out, late] = [await letWait(world), await letWait(world)];
  await unqueue(world.ports, SERVICE, out, 'ann');
  expect(await showDeployment(world.kept, out)).toMatchObject({
    status: 'ended',
    verdict: 'CANCELLED',
    because: 'ann took it out',
    cancel: null,
  });
  await world.clock.advance(10 * MINUTE);
  expect(await showDeployment(world.kept, late)).toMatchObject({
    status: 'ended',
    verdict: 'REFUSED',
    because: expect.stringContaining('its turn did not come'),
  });
});

test('an id that nobody was told is refused', async () => {
  const world = await orderWorld();
  await expect(showDeployment(world.kept, parseDeploymentId('web-waiting-1'))).rejects.toMatchObject({
    code: 'UnknownDeployment',
  });
});
