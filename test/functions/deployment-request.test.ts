import { expect, test } from 'vitest';
import { parseDeploymentId } from '../../core/domain/names.ts';
import { approve } from '../../core/operations/approve.ts';
import { showDeployment } from '../../core/operations/show-deployment.ts';
import { why } from '../../core/operations/why.ts';
import { SERVICE } from '../builders.ts';
import { belay as cli, recording } from '../cli/a-cli.ts';
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

test('a request may name some of the approvers, and then the others are none', async () => {
  const approval = { count: 1, approvers: ['bea', 'cid'], deadline: 3600 };
  const { belay, id } = await asked({ settings: { approval } }, { approval: { approvers: ['cid'] } });
  await belay.clock.advance(MINUTE);
  expect(await why(belay.ports, SERVICE)).toMatchObject({
    because: expect.stringContaining('an approval of cid, and'),
  });
  await expect(approve(belay.ports, { id, by: 'bea', roles: [], approved: true })).rejects.toMatchObject({
    code: 'NotAnApprover',
    message: expect.stringContaining('Ask cid.'),
  });
  await approve(belay.ports, { id, by: 'cid', roles: [], approved: true });
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
});

test('where the service names no approvers, a request may, and a deadline of its own', async () => {
  const { belay, id } = await asked({}, { approval: { approvers: ['role:lead'], deadline: '20m' } });
  await belay.clock.advance(MINUTE);
  await expect(approve(belay.ports, { id, by: 'bea', roles: [], approved: true })).rejects.toMatchObject({
    code: 'NotAnApprover',
  });
  expect(await belay.end(id)).toMatchObject({ verdict: 'REFUSED', because: 'nobody approved in time' });
  const { startedAt = '', endedAt = '' } = (await belay.kept.deployments.get(id)) ?? {};
  expect(Date.parse(endedAt) - Date.parse(startedAt)).toBeLessThan(25 * MINUTE);
});

test('a request names no other approvers than the service, and not too few', async () => {
  const approval = { count: 2, approvers: ['bea', 'cid', ANN], deadline: 3600 };
  const { ports, machines } = await fakeWorld({ settings: { approval } });
  for (const [approvers, says] of [
    [['bea', 'dan'], /^approval\.approvers: dan may not approve .* bea, cid, /],
    [['bea', ANN], /^approval\.approvers: 2 must approve, and 1 of these may/],
    [[], /^approval\.approvers: at least one/],
    [['role:'], /^approval\.approvers\.0: a role as/],
  ] as const)
    expect(await askRoutes(ports, ['POST', '/deployments'], { ...BODY, approval: { approvers } })).toMatchObject({
      status: 400,
      json: { message: expect.stringMatching(says) },
    });
  expect(machines.started).toEqual([]);
});

test('a plan says who must approve, and how many tasks run beside the old ones', async () => {
  const approval = { count: 1, approvers: ['bea', 'role:lead'], deadline: 3600 };
  const plan = await planned({ approval }, {});
  expect(plan).toMatchObject({ approvers: ['bea', 'role:lead'], extraTasks: 2 });
  const { ports } = await fakeWorld({ settings: { approval } });
  const { json } = await askRoutes(ports, ['POST', '/plans'], BODY);
  const { api } = await recording({ '/v1/plans': Object(json) });
  const { stdout } = await cli(api, 'plan', 'web', '1.1.0');
  expect(stdout).toContain('  needs 1 approval of bea or role:lead: the service asks it of every deployment\n');
  expect(stdout).toContain('  room: 2 more tasks run while both versions do\n');
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
