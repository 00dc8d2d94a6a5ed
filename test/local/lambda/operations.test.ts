import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Operation } from '../../../local/kernel/aws-service.ts';
import { aLambdaBench, ROLE, until } from './a-lambda.ts';

const bench = aLambdaBench();
const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:echo';
const caller = { arn: 'arn:aws:iam::000000000000:root', role: undefined };
const operations = bench.lambda.service.operations as Record<string, Operation<object>>;
const call = async (name: string, input: object) => Object(await operations[name]?.run(input, { caller }));

beforeAll(async () => {
  await bench.aFunction(
    'echo',
    `export const handler = async (event, context) => {
       if (event.fail) throw new TypeError('as asked');
       console.log('ran');
       return { event, version: context.functionVersion, arn: context.invokedFunctionArn };
     };`,
  );
  const { attributes } = await bench.add('AWS::Lambda::Version', 'V1', { FunctionName: 'echo' });
  await bench.add('AWS::Lambda::Alias', 'Live', {
    FunctionName: 'echo',
    Name: 'live',
    FunctionVersion: attributes.Version,
  });
});
afterAll(() => bench.end());

test('Invoke gives the answer as bytes, and which version ran', async () => {
  const answer = await call('Invoke', { FunctionName: 'echo', Qualifier: 'live', Payload: Buffer.from('{"a":1}') });
  expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '1' });
  expect(JSON.parse(answer.Payload.toString())).toEqual({ event: { a: 1 }, version: '1', arn: `${ARN}:live` });
});

test('an error of the function is an answer', async () => {
  const answer = await call('Invoke', { FunctionName: 'echo', Payload: Buffer.from('{"fail":true}') });
  expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
  expect(JSON.parse(answer.Payload.toString())).toMatchObject({ errorType: 'TypeError', errorMessage: 'as asked' });
});

test('Event is accepted and runs; DryRun runs nothing', async () => {
  bench.logs.length = 0;
  expect(await call('Invoke', { FunctionName: 'echo', InvocationType: 'DryRun' })).toEqual({ StatusCode: 204 });
  expect(await call('Invoke', { FunctionName: 'echo', InvocationType: 'Event' })).toEqual({ StatusCode: 202 });
  await until(() => bench.logs.length > 0);
  expect(bench.logs).toEqual(['echo: ran']);
});

test('lines are written with the rights of the role; without them they are lost, and the log says so once', async () => {
  bench.asked.length = 0;
  await call('Invoke', { FunctionName: 'echo', Qualifier: 'live' });
  const stream = expect.stringMatching(
    /^arn:aws:logs:us-east-1:000000000000:log-group:\/aws\/lambda\/echo:log-stream:.+\[1\]/,
  );
  expect(bench.asked).toContainEqual({ role: ROLE, permissions: [{ action: 'logs:PutLogEvents', resource: stream }] });
  bench.denied.add('logs:PutLogEvents');
  bench.logs.length = 0;
  await call('Invoke', { FunctionName: 'echo' });
  await call('Invoke', { FunctionName: 'echo' });
  expect(bench.logs).toEqual([expect.stringMatching(/^echo: Lines of echo are lost: .*logs:PutLogEvents/)]);
  bench.denied.clear();
});

test.each([
  [{ FunctionName: 'echo', Payload: Buffer.from('{') }, 'InvalidRequestContentException'],
  [{ FunctionName: 'echo', Payload: Buffer.alloc(6_291_457, ' ').fill('1', 0, 1) }, 'RequestTooLargeException'],
  [{ FunctionName: 'echo', LogType: 'Tail' }, 'InvalidParameterValueException'],
  [{ FunctionName: 'echo', Qualifier: '9' }, 'ResourceNotFoundException'],
  [{ FunctionName: `${ARN}:live`, Qualifier: '1' }, 'InvalidParameterValueException'],
])('Invoke of case %# is %s', async (input, name) => {
  await expect(call('Invoke', input)).rejects.toMatchObject({ name });
});

test('IAM is asked for the function, with the qualifier where there is one', () => {
  const asked = (input: object) => operations.Invoke?.permissions(input);
  expect(asked({ FunctionName: 'echo' })).toEqual([{ action: 'lambda:InvokeFunction', resource: ARN }]);
  expect(asked({ FunctionName: `${ARN}:live` })).toEqual([
    { action: 'lambda:InvokeFunction', resource: `${ARN}:live` },
  ]);
});

test('a function can be looked up', async () => {
  const expected = { FunctionName: 'echo', FunctionArn: ARN, Role: ROLE, Runtime: 'nodejs24.x', Timeout: 3 };
  expect(await call('GetFunctionConfiguration', { FunctionName: ARN })).toMatchObject(expected);
  expect(await call('GetFunction', { FunctionName: 'echo' })).toMatchObject({ Configuration: expected });
  expect(await call('ListFunctions', {})).toMatchObject({ Functions: [expected] });
});

test('a version keeps its number over restarts, and a new one has the next', async () => {
  const again = await bench.add(
    'AWS::Lambda::Version',
    'V1',
    { FunctionName: 'echo' },
    { ref: '', attributes: { Version: '1' } },
  );
  expect(again.ref).toBe(`${ARN}:1`);
  expect((await bench.add('AWS::Lambda::Version', 'V2', { FunctionName: 'echo' })).ref).toBe(`${ARN}:2`);
});

test('a service may invoke what a permission names, and nothing else', async () => {
  const api = 'arn:aws:execute-api:us-east-1:000000000000:abc';
  await bench.add('AWS::Lambda::Permission', 'May', {
    Action: 'lambda:InvokeFunction',
    FunctionName: `${ARN}:live`,
    Principal: 'apigateway.amazonaws.com',
    SourceArn: `${api}/*/*/v1/{proxy+}`,
  });
  const may = bench.lambda.mayInvoke;
  const source = `${api}/$default/GET/v1/{proxy+}`;
  expect(may(`${ARN}:live`, 'apigateway.amazonaws.com', source)).toBe(true);
  expect(may(ARN, 'apigateway.amazonaws.com', source)).toBe(false);
  expect(may(`${ARN}:live`, 'events.amazonaws.com', source)).toBe(false);
  expect(may(`${ARN}:live`, 'apigateway.amazonaws.com', `${api}/$default/GET/v2`)).toBe(false);
});

test('what the local Lambda does not know of a function is refused by name', async () => {
  await expect(bench.aFunction('odd', '', { VpcConfig: {} })).rejects.toThrow('VpcConfig');
  await expect(bench.aFunction('odd', '', { Runtime: 'python3.14' })).rejects.toThrow('Runtime');
  await expect(bench.aFunction('odd', '', { Handler: 'other.handler' })).rejects.toThrow('other.mjs does not exist');
});
