import { expect, test } from 'vitest';
import { parseDeploymentId } from '../../core/domain/names.ts';
import { approve } from '../../core/operations/approve.ts';
import { showDeployment } from '../../core/operations/show-deployment.ts';
import { SERVICE } from '../builders.ts';
import { fakeWorld, type WorldOptions } from '../fakes/fake-world.ts';
import { aBelay, type Belay } from '../state-machines/a-belay.ts';
import { ANN, askRoutes } from './ask-routes.ts';

const MINUTE = 60_000;
const BODY = { service: SERVICE, version: '1.1.0' };

/** Asks for a deployment, with more than its service and version. */
async function asked(
  options: WorldOptions,
  more: object,
): Promise<{ readonly belay: Belay; readonly id: ReturnType<typeof parseDeploymentId> }> {
  const belay = await aBelay(options);
  const { json } = await askRoutes(belay.ports, ['POST', '/deployments'], { ...BODY, ...more });
  return { belay, id: parseDeploymentId(String(Object(json).deployments?.[0]?.id)) };
}

/** The plan of a deployment of a service with these settings. */
async function planned(settings: WorldOptions['settings'], more: object): Promise<Record<string, unknown>> {
  const { ports } = await fakeWorld({ ...(settings && { settings }) });
  const { json } = await askRoutes(ports, ['POST', '/plans'], { ...BODY, ...more });
  return Object(Object(json).plan);
}

const SETTINGS = { automatic: true, threshold: 5, minimumRequests: 20 };

test('a request may want a person to be asked, and then no alarm takes it back, not even afterwards', async () => {
  const { belay, id } = await asked({}, { rollback: { automatic: false } });
  await belay.clock.advance(2 * MINUTE);
  expect((await belay.kept.deployments.head(SERVICE)).live).toMatchObject({ id, asks: true });
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
  expect((await belay.kept.deployments.head(SERVICE)).watch).toMatchObject({ deployment: id, asks: true });
});

test('a request may want it to go back by itself where the service asks a person', async () => {
  const rollback = { ...SETTINGS, automatic: false };
  expect(await planned({ rollback }, {})).toMatchObject({ automatic: false });
  expect(await planned({ rollback }, { rollback: { automatic: true } })).toMatchObject({ automatic: true });
  const { belay } = await asked({ settings: { rollback } }, { rollback: { automatic: true } });
  expect((await belay.kept.deployments.head(SERVICE)).live).not.toHaveProperty('asks');
});

test('a request may want approvals of a service that asks for none, and waits for them', async () => {
  const { belay, id } = await asked({}, { approval: { required: true } });
  await belay.clock.advance(MINUTE);
  expect(await showDeployment(belay.kept, id)).toMatchObject({
    status: 'waiting-for-approval',
    approval: { needed: 1, because: 'whoever asked for it wants 1' },
  });
  await expect(approve(belay.ports, { id, by: ANN, roles: [], approved: true })).rejects.toMatchObject({
    code: 'NotAnApprover',
  });
  await approve(belay.ports, { id, by: 'another', roles: [], approved: true });
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
});

test('a request may want more approvals than the rule, and never gets by with fewer', async () => {
  const approval = { count: 2, approvers: [], deadline: 3600 };
  expect(await planned({ approval }, { approval: { count: 3 } })).toMatchObject({
    approvals: 3,
    approvalsBecause:
      'whoever asked for it wants 3, which is more than the rule (2: the service asks it of every deployment)',
  });
  expect(await planned({ approval }, { approval: { count: 1 } })).toMatchObject({ approvals: 2 });
  const { ports } = await fakeWorld({ settings: { approval } });
  for (const weaker of [{ required: false }, { count: 0 }])
    expect(await askRoutes(ports, ['POST', '/plans'], { ...BODY, approval: weaker })).toMatchObject({
      status: 400,
      json: { message: expect.stringMatching(/^approval\.(required|count): .*cannot take/) },
    });
});

test('for the time that an update may take the request is stronger than the service, and that than the stack', async () => {
  const bakeOf = async (settings: WorldOptions['settings'], more: object) =>
    Object((await planned(settings, more)).deadlines).bake;
  const stack = await bakeOf({}, {});
  expect(await bakeOf({ timeouts: { update: 1800 } }, {})).toBe(stack - 300 + 1800);
  expect(await bakeOf({ timeouts: { update: 1800 } }, { timeouts: { update: '1h' } })).toBe(stack - 300 + 3600);
  expect(await planned({ timeouts: { warm: 240 } }, {})).toMatchObject({ backWithin: 240 });
  expect(await planned({ timeouts: { cold: 4000 }, strategy: 'rolling' }, {})).toMatchObject({ backWithin: 4000 });
});

test('a dry run of a deployment is its plan, and starts nothing', async () => {
  const world = await fakeWorld();
  const plan = await askRoutes(world.ports, ['POST', '/deployments?dryRun=true'], { ...BODY, bake: '1m' });
  expect(plan).toMatchObject({ status: 200, json: { id: expect.stringMatching(/^plan-/), plan: { bake: 60 } } });
  const again = { plan: Object(plan.json).id };
  expect(await askRoutes(world.ports, ['POST', '/deployments?dryRun=true'], again)).toMatchObject({
    status: 200,
    json: { id: again.plan },
  });
  expect(world.machines.started).toEqual([]);
  expect(await askRoutes(world.ports, ['POST', '/deployments?dryRun=maybe'], BODY)).toMatchObject({ status: 400 });
});

test('the key of a dry run is not that of the deployment', async () => {
  const { ports, machines } = await fakeWorld();
  const key = { 'idempotency-key': 'k' };
  expect(await askRoutes(ports, ['POST', '/deployments?dryRun=true'], BODY, key)).toMatchObject({ status: 200 });
  expect(await askRoutes(ports, ['POST', '/deployments'], BODY, key)).toMatchObject({
    json: { code: 'IdempotencyKeyReused' },
  });
  expect(machines.started).toEqual([]);
});
