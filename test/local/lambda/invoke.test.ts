import { afterAll, beforeAll, expect, test } from 'vitest';
import { ScaledClock } from '../../../local/kernel/scaled-clock.ts';
import { aLambdaBench } from './a-lambda.ts';

const bench = aLambdaBench();

beforeAll(async () => {
  await bench.aFunction('echo', 'export const handler = async (event) => ({ event });');
  await bench.aFunction('env', 'export const handler = async () => ({ ...process.env });', {
    Environment: { Variables: { TABLE: 'things' } },
  });
  await bench.aFunction(
    'trouble',
    `
    class NotToday extends Error { name = 'NotToday'; }
    export const handler = async ({ how }) => {
      if (how === 'throw') throw new NotToday('come back tomorrow');
      if (how === 'text') throw 'just text';
      if (how === 'exit') process.exit(3);
      if (how === 'reject') { void Promise.reject(new Error('nobody listens')); await new Promise(() => {}); }
      if (how === 'big') return 'x'.repeat(6_300_000);
      if (how === 'circle') { const a = {}; a.a = a; return a; }
      if (how === 'hang') { console.log('hanging'); for (;;); }
      console.log('first line\\nsecond line'); console.error('third line');
    };`,
    { Timeout: 1 },
  );
});
afterAll(() => bench.end());

test('a function answers with what its handler returns', async () => {
  expect(await bench.lambda.lambdas.invoke('echo', { a: [1, 'ü'] })).toEqual({
    ok: true,
    payload: { event: { a: [1, 'ü'] } },
  });
  expect(await bench.lambda.lambdas.invoke('arn:aws:lambda:us-east-1:000000000000:function:echo', null)).toEqual({
    ok: true,
    payload: { event: null },
  });
});

test('a function sees its own variables and its role, and nothing of this machine but PATH', async () => {
  process.env.BELAY_TEST_SECRET = 'must not be seen';
  const answer = await bench.lambda.lambdas.invoke('env', {});

  const seen = answer.ok ? Object(answer.payload) : {};
  expect(seen).toMatchObject({
    TABLE: 'things',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'key of arn:aws:iam::000000000000:role/test',
    AWS_SESSION_TOKEN: 'token',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    AWS_LAMBDA_FUNCTION_NAME: 'env',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    _HANDLER: 'index.handler',
    PATH: process.env.PATH,
  });
  expect(seen._X_AMZN_TRACE_ID).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};/);
  expect(seen).not.toHaveProperty('BELAY_TEST_SECRET');
  expect(seen).not.toHaveProperty('HOME');
});

test.each([
  ['throw', 'NotToday', 'come back tomorrow'],
  ['text', 'string', 'just text'],
  ['exit', 'Runtime.ExitError', 'Runtime exited with error: exit status 3'],
  ['reject', 'Runtime.UnhandledPromiseRejection', 'Error: nobody listens'],
  ['big', 'Function.ResponseSizeTooLarge', '6291556 bytes'],
  ['circle', 'Runtime.MarshalError', 'Unable to stringify'],
  ['hang', 'Sandbox.Timedout', 'Task timed out after 1.00 seconds'],
])('a function that fails by "%s" answers %s, and works again afterwards', async (how, errorType, message) => {
  const answer = await bench.lambda.lambdas.invoke('trouble', { how });

  expect(answer).toMatchObject({ ok: false, error: { errorType } });
  expect(answer.ok ? '' : answer.error.errorMessage).toContain(message);
  expect(await bench.lambda.lambdas.invoke('trouble', {})).toEqual({ ok: true, payload: null });
});

test('what a function prints is in its log before its answer is there', async () => {
  bench.logs.length = 0;
  await bench.lambda.lambdas.invoke('trouble', {});
  expect(bench.logs.sort()).toEqual(['trouble: first line', 'trouble: second line', 'trouble: third line']);
});

test.each([
  ['import "./missing.mjs"; export const handler = () => 1;', 'Runtime.ImportModuleError'],
  ['import "zod"; export const handler = () => 1;', 'Runtime.ImportModuleError'],
  ['export const handler = () => {', 'Runtime.UserCodeSyntaxError'],
  ['export const other = 1;', 'Runtime.HandlerNotFound'],
  ['export const handler = (event, context, callback) => callback();', 'Runtime.CallbackHandlerDeprecated'],
  ['throw new RangeError("at import");', 'RangeError'],
])('code that cannot be loaded says so: %s', async (code, errorType) => {
  await bench.aFunction('broken', code);
  expect(await bench.lambda.lambdas.invoke('broken', {})).toMatchObject({ ok: false, error: { errorType } });
});

test('a function is named as it is, and one that is not there is an error of Lambda', async () => {
  await expect(bench.lambda.lambdas.invoke('nothing', {})).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:nothing',
    status: 404,
  });
});

test('a warm worker is used again, and busy ones get help up to the limit', async () => {
  await bench.aFunction(
    'slow',
    `import { threadId } from 'node:worker_threads';
     export const handler = async ({ ms }) => { await new Promise((r) => setTimeout(r, ms)); return threadId; };`,
    { ReservedConcurrentExecutions: 2 },
  );
  const { lambdas } = bench.lambda;
  const first = await lambdas.invoke('slow', { ms: 0 });
  expect(await lambdas.invoke('slow', { ms: 0 })).toEqual(first);

  const both = [lambdas.invoke('slow', { ms: 300 }), lambdas.invoke('slow', { ms: 300 })];
  await expect(lambdas.invoke('slow', { ms: 0 })).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  const [a, b] = await Promise.all(both);
  expect(a).not.toEqual(b);
});

test('inside a function the time is that of the local AWS, also when it runs fast', async () => {
  const clock = new ScaledClock(60, Date.parse('2031-01-01T00:00:00Z'));
  const fast = aLambdaBench({ clock, speed: 60 });
  await fast.aFunction(
    'time',
    `export const handler = async () => {
       await new Promise((r) => setTimeout(r, 50));
       return { now: Date.now(), made: new Date().getTime(), text: new Date(0).toISOString(), is: new Date() instanceof Date };
     };`,
  );
  for (const _ of [1, 2]) {
    const before = clock.now();
    const answer = await fast.lambda.lambdas.invoke('time', {});
    const after = clock.now();
    const { now, made, text, is } = answer.ok ? Object(answer.payload) : {};
    expect(now).toBeGreaterThanOrEqual(before + 49 * 60);
    expect(made).toBeLessThanOrEqual(after);
    expect({ text, is }).toEqual({ text: '1970-01-01T00:00:00.000Z', is: true });
  }
  await fast.end();
});
