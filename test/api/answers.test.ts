import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../local/story/api.ts';
import { crashing } from '../story/images.ts';
import { type ExampleWorld, startExample } from '../story/world-fixture.ts';
import { type Ask, askAt, type Reply } from './ask.ts';

const SERVICE = 'staging/api';
const SETTINGS = {
  cluster: 'example',
  containers: { api: 'api' },
  policy: { kind: 'manual' },
  strategy: 'auto',
  alarms: [],
  checks: [],
  bake: '0s',
  watch: '1m',
};

let world: ExampleWorld;
let ask: Ask;
let digest: string;

beforeAll(async () => {
  world = await startExample({ speed: 120 });
  ask = askAt(world.running.api);
  expect((await ask('PUT', `/v1/services/${SERVICE}`, { body: SETTINGS })).status).toBe(200);
  digest = await world.push('api', '1.0.0');
  await world.push('api', '1.1.0', crashing(3));
  await world.decision(SERVICE, '1.1.0');
});
afterAll(() => world?.stop());

const deploy = (body: object, headers: Record<string, string> = {}): Promise<Reply> =>
  ask('POST', '/v1/deployments', { headers, body: { service: SERVICE, version: '1.0.0', first: true, ...body } });
const idOf = ({ json }: Reply): string => String(Object(json.deployments)[0]?.id);
const history = async (): Promise<readonly { id: string }[]> =>
  Object((await ask('GET', `/v1/deployments?service=${SERVICE}`)).json.items);

test('health, version and page answer', async () => {
  expect(await ask('GET', '/v1/health')).toMatchObject({ status: 200, json: { status: 'ok' } });
  expect(await ask('GET', '/v1/version')).toMatchObject({ status: 200, json: { version: expect.any(String) } });
  expect((await ask('GET', '/')).headers['content-security-policy']).toContain("default-src 'none'");
  for (const asset of ['fleet.css', 'fleet.js']) expect((await ask('GET', `/assets/${asset}`)).status).toBe(200);
});

test('settings come back as they were put, with their durations in seconds and who put them', async () => {
  const made = 'belay-staging-api-5xx';
  const settings = {
    ...SETTINGS,
    alarms: [made],
    madeAlarm: made,
    key: SERVICE,
    bake: 0,
    watch: 60,
    extensions: 1,
    rollback: { automatic: true, threshold: 5, minimumRequests: 20, patterns: [] },
    updatedBy: expect.stringContaining('user/local'),
  };
  expect((await ask('GET', `/v1/services/${SERVICE}`)).json).toMatchObject({
    service: SERVICE,
    settings,
    running: null,
  });
  for (const list of ['/v1/fleet', '/v1/services'])
    expect((await ask('GET', list)).json).toEqual({ items: [expect.objectContaining({ service: SERVICE })] });
});

test('all settings may be changed at once, from the most to the most', async () => {
  const full = (letter: string): object => ({
    ...SETTINGS,
    containers: Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`c${n}`, `${letter}${n}`])),
    alarms: Array.from({ length: 30 }, (_, n) => `${letter}-${n}`),
  });
  for (const body of [full('a'), full('b'), SETTINGS])
    expect((await ask('PUT', `/v1/services/${SERVICE}`, { body })).text).toContain(`"key":"${SERVICE}"`);
});

test('versions come newest first, by service and by repository, a page at a time', async () => {
  const read = async (query: string): Promise<Reply['json']> => (await ask('GET', `/v1/versions?${query}`)).json;
  const all = await read(`service=${SERVICE}`);
  expect(all.items).toMatchObject([{ tags: ['1.1.0'] }, { tags: ['1.0.0'], digest }, { tags: ['placeholder'] }]);
  expect(await read('repository=api')).toEqual(all);
  const first = await read('repository=api&limit=2');
  const second = await read(`repository=api&limit=2&cursor=${first.next}`);
  expect([first.items, second.items].flat()).toEqual(all.items);
});

describe('a key makes a POST happen once', () => {
  test('the same key with the same body gets the same answer, however often and at once', async () => {
    const key = { 'idempotency-key': 'once-1' };
    const first = await deploy({}, key);
    expect(first.status).toBe(202);
    const again = await Promise.all([deploy({}, key), deploy({}, key)]);
    expect(again.map(({ status, text }) => ({ status, text }))).toEqual(
      again.map(() => ({ status: 202, text: first.text })),
    );
    expect(await history()).toHaveLength(1);
  });

  test('another body under the same key is a 422, and a key that is none a 400', async () => {
    const key = { 'idempotency-key': 'once-1' };
    const other = await deploy({ reason: 'another' }, key);
    expect(other).toMatchObject({ status: 422, json: { code: 'IdempotencyKeyReused' } });
    for (const bad of ['a b', 'x'.repeat(201)]) {
      const refused = await deploy({}, { 'idempotency-key': bad });
      expect(refused, bad).toMatchObject({
        status: 400,
        json: { message: expect.stringContaining('Idempotency-Key') },
      });
    }
    expect(await history()).toHaveLength(1);
  });

  test('a second deployment while one runs is a 409 that names it', async () => {
    const [{ id } = { id: '' }] = await history();
    expect(await deploy({ version: '1.1.0' })).toMatchObject({
      status: 409,
      json: { code: 'DeploymentInProgress', message: expect.stringContaining(id), details: { deployment: id } },
    });
  });

  test('while a machine waits, no answer holds its token', async () => {
    const tokens = await until('a token', 10, async () => {
      const found = await storedTokens();
      return found.length > 0 ? found : undefined;
    });
    const [{ id } = { id: '' }] = await history();
    for (const path of [`/services/${SERVICE}`, `/services/${SERVICE}/why`, `/deployments/${id}`, '/fleet']) {
      const { text } = await ask('GET', `/v1${path}`);
      for (const token of tokens) expect(text).not.toContain(token);
    }
  });

  test('what needs no word takes no body', async () => {
    const [{ id } = { id: '' }] = await history();
    expect(await ask('POST', `/v1/deployments/${id}/approve`)).toMatchObject({
      status: 409,
      json: { code: 'NotWaiting', message: expect.stringContaining(id) },
    });
    expect((await ask('POST', `/v1/services/${SERVICE}/verify`)).status).toBe(200);
  });

  test('the deployment that was started once ends once', async () => {
    const [{ id } = { id: '' }] = await history();
    expect(await world.end(id)).toMatchObject({ verdict: 'SUCCEEDED', to: { version: '1.0.0', digest } });
    expect((await deploy({}, { 'idempotency-key': 'once-1' })).status).toBe(202);
    expect(await history()).toHaveLength(1);
  });
});

test('an alarm that does not exist is told when the deployment is planned, and nothing is touched', async () => {
  const alarms = ['no-such-alarm'];
  await ask('PUT', `/v1/services/${SERVICE}`, { body: { ...SETTINGS, alarms } });
  expect(await world.end(idOf(await deploy({ version: '1.1.0' })))).toMatchObject({
    verdict: 'REFUSED',
    because: expect.stringMatching(/no-such-alarm.*(Make|take)/),
  });
  await ask('PUT', `/v1/services/${SERVICE}`, { body: SETTINGS });
});

test('what was rolled back is denied with a 409, by tag and by digest, until it is lifted', async () => {
  expect(await world.end(idOf(await deploy({ version: '1.1.0' })))).toMatchObject({ verdict: 'ROLLED_BACK' });
  const why = (await ask('GET', `/v1/services/${SERVICE}/why`)).json;
  expect(why).toMatchObject({ hold: { because: expect.any(String) }, head: { serving: { version: '1.0.0' } } });
  const [{ digest: bad }] = Object(why.denied);
  for (const version of ['1.1.0', bad])
    expect(await deploy({ version })).toMatchObject({
      status: 409,
      json: { code: 'Denied', message: expect.stringMatching(`belay lift ${SERVICE} --digest ${bad}`) },
    });
  const lifted = await ask('DELETE', `/v1/services/${SERVICE}/hold?digest=${bad}`);
  expect(lifted).toMatchObject({ status: 200, json: { hold: null, allowed: bad } });
  expect((await ask('GET', `/v1/services/${SERVICE}/why`)).json).toMatchObject({ hold: null, denied: [] });
});

test('a person goes back to the version before', async () => {
  const back = await ask('POST', '/v1/rollbacks', { body: { service: SERVICE, reason: 'for the test' } });
  expect(back.status, back.text).toBe(202);
  expect(await world.end(idOf(back))).toMatchObject({ kind: 'rollback', reason: 'for the test', verdict: 'SUCCEEDED' });
});

async function storedTokens(): Promise<readonly string[]> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint: world.world.wire.url, region: 'us-east-1', credentials });
  const TableName = world.world.wire.calls
    .calls('dynamodb', 'GetItem')
    .map(({ input }) => String(Object(input).TableName))
    .find((name) => /deployments/i.test(name));
  const tokens: string[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName }))
    for (const { token } of Items) if (token?.B !== undefined) tokens.push(Buffer.from(token.B).toString('base64'));
  return tokens;
}
