import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createHttpApi } from '../../../local/http-api/create-http-api.ts';
import { anHttpApi, FUNCTION, type HttpApiBench, KEY } from './an-http-api.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const issuerServer = createServer((request, response) => {
  const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1' }] };
  const place = { issuer, jwks_uri: `${issuer}/keys` };
  response.end(JSON.stringify(request.url === '/keys' ? jwks : place));
});
let issuer = '';
let bench: HttpApiBench;

beforeAll(async () => {
  await new Promise<void>((resolve) => issuerServer.listen(0, '127.0.0.1', resolve));
  const address = issuerServer.address();
  issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  bench = await anHttpApi(issuer);
});
afterAll(async () => {
  await bench.api.stop();
  issuerServer.close();
});
beforeEach(() => {
  bench.answer = () => ({ ok: true, payload: { statusCode: 200, body: 'fine' } });
  bench.allowed = true;
  bench.events.length = 0;
  bench.problems.length = 0;
});

const message = (text: string): string => JSON.stringify({ message: text });

test('a function gets the event of payload format 2.0', async () => {
  await bench.send({
    method: 'POST',
    path: '/v1/services/a%2Fb%20c?x=1&x=2&y=%20z',
    headers: { Cookie: 'a=1; b=2', 'Content-Type': 'application/json', 'X-Two': ['one', 'two'] },
    body: '{"ü":1}',
  });
  expect(bench.events[0]).toMatchObject({
    name: FUNCTION,
    version: '2.0',
    routeKey: 'ANY /v1/{proxy+}',
    rawPath: '/v1/services/a/b c',
    rawQueryString: 'x=1&x=2&y=%20z',
    cookies: ['a=1', 'b=2'],
    headers: { 'content-type': 'application/json', 'x-two': 'one,two' },
    queryStringParameters: { x: '1,2', y: ' z' },
    pathParameters: { proxy: 'services/a/b c' },
    requestContext: {
      accountId: '000000000000',
      http: { method: 'POST', path: '/v1/services/a/b c', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
      stage: '$default',
      time: '20/Nov/2026:10:00:00 +0000',
      timeEpoch: Date.parse('2026-11-20T10:00:00Z'),
      authorizer: { iam: { accountId: '000000000000', userArn: 'arn:aws:iam::000000000000:user/local' } },
    },
    body: '{"ü":1}',
    isBase64Encoded: false,
  });
  expect(bench.events[0]?.headers).not.toHaveProperty('cookie');
  expect(bench.accessLines).toContain('POST ANY /v1/{proxy+} 200 -');
});

test('forms and bytes come in base64', async () => {
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  await bench.send({ method: 'POST', path: '/slack/commands', headers: form, body: 'text=hi' });
  expect(bench.events[0]).toMatchObject({ body: Buffer.from('text=hi').toString('base64'), isBase64Encoded: true });
});

test.each([
  [{ statusCode: 201, body: 'aGk=', isBase64Encoded: true, headers: { 'X-A': 1 } }, 201, 'hi'],
  [{ statusCode: '204' }, 204, ''],
  ['plain text', 200, 'plain text'],
  [{ any: 'object' }, 200, '{"any":"object"}'],
  [{ statusCode: 'many' }, 500, message('Internal Server Error')],
  [{ statusCode: 200, body: { not: 'text' } }, 500, message('Internal Server Error')],
])('the answer %j becomes %i', async (payload, status, body) => {
  bench.answer = () => ({ ok: true, payload });
  expect(await bench.send({ path: '/v1/x' })).toMatchObject({ status, body });
});

test('cookies of an answer are headers of their own', async () => {
  bench.answer = () => ({ ok: true, payload: { statusCode: 200, cookies: ['a=1', 'b=2'] } });
  expect((await bench.send({ path: '/v1/x' })).headers['set-cookie']).toEqual(['a=1', 'b=2']);
});

test('a function that fails, is late, busy or not allowed is what API Gateway makes of it, and the reason is told here', async () => {
  bench.answer = () => ({ ok: false, error: { errorType: 'Broken', errorMessage: 'oh' } });
  expect(await bench.send({ path: '/v1/x' })).toMatchObject({ status: 500, body: message('Internal Server Error') });
  expect(bench.problems.join()).toContain('Broken: oh');

  bench.answer = () => new Promise(() => {});
  expect(await bench.send({ path: '/v1/x' })).toMatchObject({ status: 503, body: message('Service Unavailable') });

  bench.answer = () => Promise.reject(Object.assign(new Error('Rate Exceeded.'), { name: 'TooManyRequestsException' }));
  expect(await bench.send({ path: '/v1/x' })).toMatchObject({ status: 503 });

  bench.allowed = false;
  expect(await bench.send({ path: '/v1/x' })).toMatchObject({ status: 500 });
  expect(bench.problems.join()).toContain('AWS::Lambda::Permission');
});

test('no route is 404, and a request over 10 MB is 413', async () => {
  expect(await bench.send({ path: '/nothing' })).toMatchObject({ status: 404, body: message('Not Found') });
  const body = Buffer.alloc(10 * 1024 * 1024 + 1);
  expect(await bench.send({ method: 'POST', path: '/v1/x', body })).toMatchObject({ status: 413 });
});

test('a throttled route lets its burst through, then one a second', async () => {
  const statuses = async (): Promise<number[]> =>
    (await Promise.all([1, 2, 3].map(() => bench.send({ path: '/' })))).map(({ status }) => status).sort();
  expect(await statuses()).toEqual([200, 200, 429]);
  await bench.clock.advance(1000);
  expect(await statuses()).toEqual([200, 429, 429]);
});

test.each([
  ['another Host', { Host: 'evil.example' }],
  ['another Host that begins like ours', { Host: '127.0.0.1.evil.example' }],
  ['a page of another site', { Origin: 'https://evil.example' }],
  ['a page of another port of this machine', { Origin: 'http://127.0.0.1:1' }],
  ['an opaque origin', { Origin: 'null' }],
  ['an image in a page of another site', { 'Sec-Fetch-Site': 'cross-site' }],
])('an unsigned request from %s is not the local person', async (_, headers) => {
  expect(await bench.send({ path: '/v1/x', headers })).toMatchObject({ status: 403, body: message('Forbidden') });
  expect(await bench.send({ path: '/app/v1/x', headers })).toMatchObject({
    status: 401,
    body: message('Unauthorized'),
  });
  expect(bench.events).toEqual([]);
});

test('the own page of this machine is the local person', async () => {
  const host = `localhost:${bench.port}`;
  const headers = { Host: host, Origin: `http://${host}`, 'Sec-Fetch-Site': 'same-origin' };
  expect(await bench.send({ path: '/app/v1/x', headers })).toMatchObject({ status: 200 });
  expect(bench.events[0]).toMatchObject({
    requestContext: { authorizer: { jwt: { claims: { iss: 'local', sub: 'local' }, scopes: null } } },
  });
});

function signed(path: string, secret: string, service = 'execute-api', body = ''): Record<string, string> {
  const date = '20261120T100000Z';
  const scope = `20261120/us-east-1/${service}/aws4_request`;
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  const names = 'host;x-amz-date';
  const host = `127.0.0.1:${bench.port}`;
  const canonical = ['GET', path, '', `host:${host}`, `x-amz-date:${date}`, '', names, hash(body)].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', date, scope, hash(canonical)].join('\n');
  const key = scope
    .split('/')
    .reduce<string | Buffer>((k, part) => createHmac('sha256', k).update(part).digest(), `AWS4${secret}`);
  const signature = createHmac('sha256', key).update(toSign).digest('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return { Host: host, 'X-Amz-Date': date, Authorization: authorization };
}

test('a signed request is who signed it', async () => {
  const headers = signed('/v1/x', KEY.secretAccessKey);
  expect(await bench.send({ path: '/v1/x', headers })).toMatchObject({ status: 200 });
  expect(bench.events[0]).toMatchObject({
    requestContext: { authorizer: { iam: { accessKey: 'AKIDEXAMPLE', userArn: KEY.userArn } } },
  });
});

test.each([
  ['with another secret', () => signed('/v1/x', 'wrong'), 'signature'],
  ['for another path', () => signed('/v1/y', KEY.secretAccessKey), 'signature'],
  ['for another body', () => signed('/v1/x', KEY.secretAccessKey, 'execute-api', 'body'), 'signature'],
  ['for another service', () => signed('/v1/x', KEY.secretAccessKey, 'ecs'), 'execute-api'],
  ['with a bearer token', () => ({ Authorization: 'Bearer abc' }), 'AWS4-HMAC-SHA256'],
])('a request signed %s is forbidden', async (_, headers, why) => {
  expect(await bench.send({ path: '/v1/x', headers: headers() })).toMatchObject({ status: 403 });
  expect(bench.problems.join()).toContain(why);
  expect(bench.events).toEqual([]);
});

test('a signed request needs execute-api:Invoke', async () => {
  const headers = signed('/v1/secret', KEY.secretAccessKey);
  expect(await bench.send({ path: '/v1/secret', headers })).toMatchObject({ status: 403 });
  expect(bench.problems.join()).toContain('execute-api:Invoke');
});

function aToken(change: Record<string, unknown> = {}, head: Record<string, unknown> = {}): string {
  const now = bench.clock.now() / 1000;
  const claims = { iss: issuer, aud: 'belay', sub: 'ann', exp: now + 60, iat: now, groups: ['a', 'b'], ...change };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'RS256', kid: 'k1', ...head })}.${part(claims)}`;
  return `Bearer ${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`;
}

test('a token is checked against the keys of its issuer, and its claims are handed over as text', async () => {
  expect(await bench.send({ path: '/app/v1/x', headers: { Authorization: aToken() } })).toMatchObject({ status: 200 });
  expect(bench.events[0]).toMatchObject({
    requestContext: { authorizer: { jwt: { claims: { sub: 'ann', aud: 'belay', groups: '[a b]' } } } },
  });
});

test.each([
  ['has expired', () => aToken({ exp: bench.clock.now() / 1000 })],
  ['is not valid yet', () => aToken({ nbf: bench.clock.now() / 1000 + 600 })],
  ['is for others', () => aToken({ aud: ['others'] })],
  ['is from another issuer', () => aToken({ iss: 'https://evil.example' })],
  ['has an unknown key', () => aToken({}, { kid: 'k2' })],
  ['has no algorithm', () => aToken({}, { alg: 'none' })],
  ['is signed with a secret', () => aToken({}, { alg: 'HS256' })],
  ['was changed', () => aToken().replace(/\.[^.]+\./, `.${Buffer.from('{"sub":"eve"}').toString('base64url')}.`)],
  ['has a wrong signature', () => `${aToken().slice(0, -8)}AAAAAAAA`],
  ['is no token', () => 'Bearer x'],
])('a token that %s is refused', async (_, token) => {
  const answer = await bench.send({ path: '/app/v1/x', headers: { Authorization: token() } });
  expect(answer).toMatchObject({ status: 401, body: message('Unauthorized') });
  expect(bench.events).toEqual([]);
});

test('a route with scopes wants one of them', async () => {
  const send = (scope: string) => bench.send({ path: '/app/admin', headers: { Authorization: aToken({ scope }) } });
  expect(await send('other')).toMatchObject({ status: 403 });
  expect(await send('other admin')).toMatchObject({ status: 200 });
});

test('a port that is taken is named, with the variable that changes it', async () => {
  const nothing = { lambdas: { invoke: async () => ({ ok: true, payload: 1 }) as const, send: async () => {} } };
  const quiet = { onAccess: () => {}, onProblem: () => {}, mayInvoke: () => true, secretOf: () => undefined };
  const second = createHttpApi({ clock: bench.clock, port: bench.port, ...nothing, ...quiet, authorize: () => {} });
  await expect(second.start()).rejects.toThrow(
    `Port ${bench.port} is taken. Stop what listens there, or set BELAY_API_PORT`,
  );
});
