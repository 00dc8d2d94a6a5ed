import { BatchDeleteImageCommand, ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient, ListTasksCommand } from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ShownPoint } from '../../core/operations/show-point.ts';
import { until } from '../../local/story/api.ts';
import { crashing } from '../story/images.ts';
import { API, type ExampleWorld, startExample } from '../story/world-fixture.ts';
import { type Ask, askAt, type Reply } from './ask.ts';

let world: ExampleWorld;
let ask: Ask;
let first: string;

beforeAll(async () => {
  world = await startExample({ speed: 120 });
  ask = askAt(world.running.api);
  await world.put(API, { policy: { kind: 'manual' }, bake: '0s', rollbackPoints: { keep: 5, retention: '30d' } });
  await Promise.all([world.push('api', '1.0.0'), world.push('api', '1.1.0'), world.push('api', '1.2.0', crashing(3))]);
  first = await deployed('1.0.0');
  await deployed('1.1.0');
});
afterAll(() => world?.stop());

const idOf = ({ json }: Reply): string => String(Object(json.deployments)[0]?.id);
const back = (body: object): Promise<Reply> => ask('POST', '/v1/rollbacks', { body: { service: API, ...body } });
const listed = async (): Promise<readonly ShownPoint[]> =>
  Object((await ask('GET', `/v1/rollback-points?service=${API}`)).json.items);
const named = (name: string, change: object = {}): Promise<Reply> =>
  ask('POST', '/v1/rollback-points', { body: { service: API, name, ...change } });
async function deployed(version: string): Promise<string> {
  const reply = await ask('POST', '/v1/deployments', { body: { service: API, version, first: true } });
  const { verdict, because } = await world.end(idOf(reply));
  expect({ verdict, because }).toMatchObject({ verdict: 'SUCCEEDED' });
  return idOf(reply);
}
const rehearsed = (id: string) =>
  until(`the rehearsal of ${id}`, 30, async () => {
    const { rehearsal } = (await ask('GET', `/v1/rollback-points/${id}`)).json;
    return Object(rehearsal).outcome ? Object(rehearsal) : undefined;
  });

test('each deployment leaves a point, and the list says which one is next and whether it is ready', async () => {
  const items = await listed();
  expect(items.map(({ version, next, type }) => [version, next, type])).toEqual([
    ['1.0.0', true, 'automatic'],
    ['placeholder', false, 'automatic'],
  ]);
  const [{ id = '' } = {}] = items;
  expect((await ask('POST', `/v1/rollback-points/${id}/check`, { body: {} })).json).toMatchObject({
    ready: { ok: true, because: [] },
  });
  expect((await ask('GET', `/v1/services/${API}`)).json).toMatchObject({
    wayBack: { id, ready: { ok: true } },
    denied: [],
  });
});

test('a point by hand comes back as it was made', async () => {
  const made = await named('good-one', { description: 'before the sale', commands: ['node undo.mjs'] });
  expect(made).toMatchObject({ status: 200, json: { left: [], items: [{ name: 'good-one', version: '1.1.0' }] } });
  const [point] = await listed();
  expect(point).toMatchObject({
    service: API,
    environment: 'staging',
    type: 'manual',
    status: 'created',
    description: 'before the sale',
    commands: ['node undo.mjs'],
    pinned: true,
    createdBy: expect.stringContaining('user/local'),
    ready: { ok: true },
  });
  expect((await ask('GET', `/v1/rollback-points/${point?.id}`)).json).toEqual(JSON.parse(JSON.stringify(point)));
  expect(await named('good-one')).toMatchObject({ status: 409, json: { code: 'PointNameTaken' } });
});

test('a rehearsal runs the version beside the service, keeps the time and leaves no task behind', async () => {
  const before = world.world.wire.calls.calls('ecs', 'UpdateService').length;
  const id = (await listed()).find(({ version }) => version === '1.0.0')?.id ?? '';
  const started = await ask('POST', `/v1/rollback-points/${id}/rehearse`, { body: {} });
  expect(started, started.text).toMatchObject({
    status: 202,
    json: { point: id, rehearsal: { task: expect.stringMatching(/task\/example/) } },
  });
  const { task, outcome } = await rehearsed(id);
  expect(outcome).toMatchObject({ ok: true, seconds: expect.any(Number), because: expect.stringContaining('it ran') });
  await until('the end of its task', 20, async () => ((await running()).includes(task) ? undefined : true));
  expect(world.world.wire.calls.calls('ecs', 'UpdateService')).toHaveLength(before);
  expect(world.world.wire.calls.calls('ecs', 'StopTask').map(({ caller }) => caller.arn)).toEqual([
    expect.stringMatching(/OnRehearsal/),
  ]);
});

test('a version, a point and a deployment are gone back to by their names', async () => {
  const toVersion = await back({ to: { version: '1.0.0' }, reason: 'for the test' });
  expect(toVersion.status, toVersion.text).toBe(202);
  expect(await world.end(idOf(toVersion))).toMatchObject({ verdict: 'SUCCEEDED', to: { version: '1.0.0' } });
  // 1.1.0, which was left, is denied now, under its name and under that of the point.
  expect(await back({ to: { rollbackPoint: 'good-one' } })).toMatchObject({
    status: 409,
    json: { code: 'Denied', message: expect.stringContaining('belay lift') },
  });
  const [{ digest }] = Object((await ask('GET', `/v1/services/${API}`)).json.denied);
  expect((await ask('DELETE', `/v1/services/${API}/hold?digest=${digest}`)).status).toBe(200);
  const toPoint = await back({ to: { rollbackPoint: 'good-one' } });
  expect(await world.end(idOf(toPoint))).toMatchObject({ verdict: 'SUCCEEDED', to: { version: '1.1.0' } });
  const undone = await back({ to: { deployment: first }, dryRun: true });
  expect(undone).toMatchObject({ status: 200, json: { deployments: [{ service: API, to: 'placeholder' }], left: [] } });
});

test('a point whose image is gone is red, told over the bus, and refused with its reason', async () => {
  const id = (await listed()).find(({ version }) => version === 'placeholder')?.id ?? '';
  await removeImage('api', 'placeholder');
  expect((await ask('POST', `/v1/rollback-points/${id}/check`, { body: {} })).json).toMatchObject({
    ready: { ok: false, because: [expect.stringMatching(/placeholder.*is gone from api/)] },
  });
  await until('Slack to hear of it', 20, async () =>
    world.world.slack.messages.some(({ text }) => /:red_circle:.*could not go back to placeholder/.test(text))
      ? true
      : undefined,
  );
  expect(await back({ to: { rollbackPoint: id } })).toMatchObject({
    status: 409,
    json: { code: 'PointNotReady', message: expect.stringContaining('Push it again') },
  });
  const bad = await ask('POST', `/v1/rollback-points/${id}/rehearse`, { body: {} });
  expect(bad.status, bad.text).toBe(202);
  expect((await rehearsed(id)).outcome).toMatchObject({ ok: false, because: expect.stringMatching(/CannotPull/) });
});

test('a point is deleted, and is unknown from then on', async () => {
  const point = (await listed()).find(({ version }) => version === 'placeholder');
  const gone = await ask('DELETE', `/v1/rollback-points/${point?.id}?reason=${encodeURIComponent('not needed')}`);
  expect(gone).toMatchObject({ status: 200, json: { deleted: point?.id, service: API } });
  for (const [method, path] of [
    ['GET', ''],
    ['DELETE', ''],
    ['POST', '/check'],
    ['POST', '/rehearse'],
  ] as const)
    expect(
      await ask(method, `/v1/rollback-points/${point?.id}${path}`, method === 'POST' ? { body: {} } : {}),
    ).toMatchObject({
      status: 404,
      json: { code: 'UnknownPoint', message: expect.stringContaining('belay rollback-points') },
    });
});

test('in an emergency all that is under way goes back at once', async () => {
  const live = await ask('POST', '/v1/deployments', { body: { service: API, version: '1.2.0' } });
  expect(live.status, live.text).toBe(202);
  const reply = await ask('POST', '/v1/environments/staging/emergency-rollback', {
    body: { reason: 'all is on fire' },
  });
  expect(reply, reply.text).toMatchObject({
    status: 202,
    json: { deployments: [{ id: idOf(live), service: API }], left: [] },
  });
  expect(await world.end(idOf(live))).toMatchObject({
    verdict: 'ROLLED_BACK',
    because: expect.stringContaining('all is on fire'),
  });
});

async function running(): Promise<readonly string[]> {
  const { taskArns = [] } = await ecs().send(new ListTasksCommand({ cluster: 'example', family: 'api' }));
  return taskArns;
}

function ecs(): ECSClient {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return new ECSClient({ endpoint: world.world.wire.url, region: 'us-east-1', credentials });
}

async function removeImage(repositoryName: string, imageTag: string): Promise<void> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new ECRClient({ endpoint: world.world.wire.url, region: 'us-east-1', credentials });
  await client.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag }] }));
}
