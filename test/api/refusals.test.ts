import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ExampleWorld, startExample } from '../story/world-fixture.ts';
import { type Ask, askAt } from './ask.ts';
import {
  BAD_ADOPTIONS,
  BAD_DEPLOYMENTS,
  BAD_EMERGENCIES,
  BAD_LOG_QUERIES,
  BAD_POINTS,
  BAD_ROLLBACKS,
  BAD_SERVICES,
  BROKEN,
  SERVICE,
} from './bad-bodies.ts';
import { DEPLOYMENT, DIGEST, UNKNOWN } from './unknown-things.ts';

/** The calls whose bodies start or make something, and the one that changes settings. */
const WRITES = [
  ['PUT', '/v1/services/staging/api'],
  ['POST', '/v1/deployments'],
  ['POST', '/v1/rollbacks'],
  ['POST', '/v1/rollback-points'],
  ['POST', '/v1/environments/staging/emergency-rollback'],
  ['POST', '/v1/adoptions'],
] as const;

let world: ExampleWorld;
let ask: Ask;

beforeAll(async () => {
  world = await startExample();
  ask = askAt(world.running.api);
  expect((await ask('PUT', '/v1/services/staging/api', { body: SERVICE })).status).toBe(200);
});
afterAll(() => world?.stop());

describe('a bad body is a 400 that names the field, and nothing is done', () => {
  test.each(BAD_SERVICES)('settings with %s', async (_, change, names) => {
    await expectBad('PUT', '/v1/services/staging/api', { ...SERVICE, ...change }, names);
  });
  test('a plan that runs as it is, beside what would make it another', async () => {
    for (const [field, value] of Object.entries({
      strategy: 'rolling',
      bake: '1m',
      first: true,
      service: 'staging/web',
    }))
      await expectBad('POST', '/v1/deployments', { plan: 'plan-1', [field]: value }, field);
  });
  test.each(BAD_DEPLOYMENTS)('a deployment or a plan with %s', async (_, change, names) => {
    for (const path of ['/v1/deployments', '/v1/plans'])
      await expectBad('POST', path, { ...DEPLOYMENT, ...change }, names);
  });
  test.each(BAD_ROLLBACKS)('a rollback with %s', async (_, change, names) => {
    await expectBad('POST', '/v1/rollbacks', { service: 'staging/api', ...change }, names);
  });
  test.each(BAD_POINTS)('a rollback point with %s', async (_, change, names) => {
    await expectBad('POST', '/v1/rollback-points', { service: 'staging/api', name: 'good-one', ...change }, names);
  });
  test.each(BAD_EMERGENCIES)('an emergency with %s', async (_, change, names) => {
    const path = '/v1/environments/staging/emergency-rollback';
    await expectBad('POST', path, { reason: 'all is on fire', ...change }, names);
  });
  test('ids and environments that are none', async () => {
    for (const id of ['x', 'rp-', 'rp-a%20b', `rp-${'x'.repeat(81)}`])
      for (const [method, path] of [
        ['GET', ''],
        ['DELETE', ''],
        ['POST', '/check'],
        ['POST', '/rehearse'],
      ] as const)
        await expectBad(method, `/v1/rollback-points/${id}${path}`, method === 'POST' ? {} : undefined, 'id');
    await expectBad('POST', '/v1/environments/a%20b/emergency-rollback', { reason: 'x' }, 'environment');
    await expectBad('GET', '/v1/rollback-points', undefined, 'staging/web');
    await expectBad('DELETE', '/v1/rollback-points/rp-1?reason=', undefined, 'reason');
  });
  test.each(BAD_ADOPTIONS)('an adoption with %s', async (_, change, names) => {
    await expectBad('POST', '/v1/adoptions', { dryRun: true, ...change }, names);
  });
  test.each(BAD_LOG_QUERIES)('a log with ?%s', async (query, names) => {
    const { status, json } = await ask('GET', `/v1/services/staging/api/logs?${query}`);
    expect({ status, json }).toMatchObject({
      status: 400,
      json: { code: 'BadRequest', message: expect.stringContaining(names) },
    });
  });
  test('what is missing is called missing', async () => {
    await expectBad('POST', '/v1/environments/staging/emergency-rollback', {}, 'reason: is missing.');
    expect((await ask('GET', '/v1/versions?repository=api&limit=x')).json).toMatchObject({
      message: 'limit: must be a number.',
    });
  });
  test.each(BROKEN)('%s', async (_, body) => {
    for (const [method, path] of WRITES) await expectBad(method, path, body, '');
  });
  test('a body of 7 MB', async () => {
    for (const [method, path] of WRITES)
      expect((await ask(method, path, { body: 'x'.repeat(7_000_000) })).status).toBe(413);
  });
  test('a hundred thousand unknown fields are told in a short answer', async () => {
    const fields = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`field-number-${n}`, n]));
    const reply = await ask('POST', '/v1/deployments', { body: { ...DEPLOYMENT, ...fields } });
    expect(reply).toMatchObject({ status: 400, json: { code: 'BadRequest' } });
    expect(reply.text.length).toBeLessThan(10_000);
  });
  test('the settings and the history are as before', async () => {
    expect((await ask('GET', '/v1/services/staging/api')).json).toMatchObject({ settings: SERVICE, last: null });
  });
});

describe('what Belay does not know is a 404 that names it and the next move', () => {
  test.each(UNKNOWN)('%s %s %o', async (method, path, body, code, message) => {
    const reply = await ask(method, path, { body });
    expect(reply).toMatchObject({ status: 404, json: { code, message: expect.stringMatching(message) } });
  });
  test('an address that no route has', async () => {
    for (const path of ['/v1/nothing', '/v1/services', '/v1/health/more'])
      expect(await ask('PUT', path)).toMatchObject({
        status: 404,
        json: { code: 'NotFound', message: expect.stringContaining(`PUT ${path}`) },
      });
  });
});

test('what cannot be done now is a 409 that says why', async () => {
  const at = (body: object) => ask('POST', '/v1/deployments', { body });
  const gone = await at({ ...DEPLOYMENT, version: DIGEST });
  expect(gone).toMatchObject({ status: 409, json: { code: 'ImageGone', message: expect.stringContaining(DIGEST) } });
  const back = await ask('POST', '/v1/rollbacks', { body: { service: 'staging/api' } });
  expect(back).toMatchObject({ status: 409, json: { code: 'NothingToRollBackTo' } });
  const version = await ask('POST', '/v1/rollbacks', { body: { service: 'staging/api', to: { version: '9.9.9' } } });
  expect(version).toMatchObject({
    status: 409,
    json: { code: 'NothingToRollBackTo', message: expect.stringMatching(/belay deploy/) },
  });
  const absent = await ask('PUT', '/v1/services/staging/absent', { body: SERVICE });
  expect(absent).toMatchObject({
    status: 409,
    json: { code: 'NotRunning', message: expect.stringMatching(/example\/absent/) },
  });
});

describe('a page is asked for as it should be, or not at all', () => {
  const LISTS = [
    '/v1/versions?repository=api',
    '/v1/versions?service=staging/api',
    '/v1/deployments?service=staging/api',
  ];
  const key = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const FORGED = [
    'x',
    '%00',
    key(null),
    key([]),
    key({}),
    key({ pk: 'api' }),
    key({ pk: 'api', sk: 1, pushedAt: 'x' }),
    key({ pk: 'other', sk: DIGEST, pushedAt: '2026' }),
    key({ pk: 'api', sk: '', pushedAt: '' }),
    key({ pk: 'api', sk: 'x'.repeat(2000), pushedAt: 'x'.repeat(2000) }),
    key({ pk: 'staging/web', sk: 'history#' }),
    key({ pk: 'staging/api', sk: 'head' }),
    key({ pk: 'staging/api', sk: '' }),
    key({ pk: 'deployment#x', sk: 'record' }),
    key({ pk: 'service#staging/api', sk: 'settings', kind: 'answer' }),
    key({ pk: '', sk: '', kind: 'service' }),
  ];
  test.each(['0', '101', 'abc', '-1', '1.5', '1e9', 'NaN', ''])('limit=%s', async (limit) => {
    for (const list of LISTS)
      expect(await ask('GET', `${list}&limit=${limit}`)).toMatchObject({
        status: 400,
        json: { code: 'BadRequest', message: expect.stringContaining('limit') },
      });
  });
  test.each(FORGED)('cursor=%s', async (cursor) => {
    for (const list of [...LISTS, '/v1/fleet?', '/v1/services?'])
      expect(await ask('GET', `${list}&cursor=${cursor}`), list).toMatchObject({
        status: 400,
        json: { code: 'BadRequest', message: expect.stringContaining('cursor') },
      });
  });
  test.each(['', '?repository=', '?service=', '?repository=..', '?repository=API', `?repository=${'a'.repeat(3000)}`])(
    'versions%s',
    async (query) => {
      expect(await ask('GET', `/v1/versions${query}`)).toMatchObject({ status: 400, json: { code: 'BadRequest' } });
    },
  );
});

test('hostile names are told apart from names, whatever their place', async () => {
  const NAMES = [
    '..',
    '%2e%2e',
    '%2e%2e%2fproduction',
    '.',
    '%00',
    '%0a',
    '%zz',
    '%ff%fe',
    'w%C3%ABb',
    '%F0%9F%92%A5',
    'a'.repeat(300),
    '__proto__',
    'constructor',
    'toString',
    '$where',
    "'%20or%201=1",
    '%3Cscript%3E',
    'web%23',
    'web%3Fx=1',
    'web%2F',
    '%20',
    '*',
  ];
  for (const name of NAMES)
    for (const path of [
      `/v1/services/staging/${name}`,
      `/v1/services/${name}/web`,
      `/v1/services/staging/${name}/why`,
      `/v1/deployments/${name}`,
      `/v1/deployments?service=${name}`,
      `/v1/versions?service=staging/${name}`,
      `/v1/${name}`,
      `/${name}`,
    ])
      expect([400, 403, 404], path).toContain((await ask('GET', path)).status);
});

test('a request that a web page of somebody else could send is refused', async () => {
  const { host } = new URL(world.running.api);
  const FOREIGN: readonly Record<string, string>[] = [
    { host: 'belay.example.com' },
    { host: `${host}.example.com` },
    { host, origin: 'https://example.com' },
    { host, origin: 'null' },
    { host, 'sec-fetch-site': 'cross-site' },
    { host: 'a b' },
  ];
  for (const headers of FOREIGN) {
    expect(await ask('GET', '/v1/fleet', { headers }), JSON.stringify(headers)).toMatchObject({ status: 403 });
    expect(await ask('GET', '/app/v1/fleet', { headers }), JSON.stringify(headers)).toMatchObject({ status: 401 });
    expect((await ask('GET', '/', { headers })).status, JSON.stringify(headers)).toBeLessThan(500);
  }
  const signed = { authorization: 'AWS4-HMAC-SHA256 Credential=test/20261120/us-east-1/execute-api/aws4_request' };
  expect(await ask('GET', '/v1/fleet', { headers: signed })).toMatchObject({ status: 403 });
});

test('nothing outside the two guarded prefixes gives anything away', async () => {
  for (const path of [
    '/assets/../v1/fleet',
    '/assets/%2e%2e/v1/fleet',
    '/assets/..%2fv1%2ffleet',
    '/slack/../v1/deployments',
    '/slack/%2e%2e/app/v1/deployments',
    '/assets/x',
    '/config.json',
  ])
    for (const method of ['GET', 'POST'])
      expect([400, 403, 404], `${method} ${path}`).toContain((await ask(method, path, { body: DEPLOYMENT })).status);
});

test('whatever is sent, nothing breaks', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom('staging', 'api', '..', 'v1', 'why'),
  );
  const path = fc
    .tuple(fc.constantFrom('/v1', '/app/v1', '/v1/services', '/v1/deployments', '/v1/versions', ''), fc.array(text))
    .map(
      ([prefix, parts]) => [prefix, ...parts.map((part) => encodeURIComponent(part.toWellFormed()))].join('/') || '/',
    );
  const query = fc.dictionary(fc.constantFrom('service', 'repository', 'cursor', 'limit', 'digest'), text);
  const field = fc.constantFrom(...Object.keys({ ...DEPLOYMENT, ...SERVICE }), 'to', 'reason', 'alarms', '__proto__');
  const body = fc.oneof(
    text,
    fc.json(),
    fc.dictionary(field, fc.jsonValue()).map((value) => JSON.stringify(value)),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'PATCH'), path, query, body, async (...asked) => {
      const [method, where, values, sent] = asked;
      const search = new URLSearchParams(values).toString();
      const reply = await ask(method, `${where}?${search}`, method === 'GET' ? {} : { body: sent });
      expect(reply.status).toBeLessThan(500);
    }),
    { numRuns: 200 },
  );
});

async function expectBad(method: string, path: string, body: unknown, names: string): Promise<void> {
  const reply = await ask(method, path, { body });
  expect(reply.json, reply.text).toMatchObject({ code: 'BadRequest', message: expect.stringContaining(names) });
  expect(reply.status).toBe(400);
}
