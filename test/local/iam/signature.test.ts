import * as ecs from '@aws-sdk/client-ecs';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import * as lambda from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import type { Credentials } from '../../../local/iam/credentials.ts';
import { aService, aWire, clientOf, post } from '../wire/a-wire.ts';
import { allowing, anIam } from './an-iam.ts';

async function aGuardedWire() {
  const { iam, roleArn } = await anIam(allowing(['ecs:*', 'lambda:*', 'elasticloadbalancing:DescribeRules']));
  const wire = await aWire({
    callerOf: (request) => iam.callerOf(request),
    authorize: (caller, permissions) => iam.authorizeCaller(caller, permissions),
    services: [
      {
        module: ecs,
        service: aService('ecs', { ListTasks: (_, { caller }) => ({ taskArns: [caller.arn, caller.role ?? ''] }) }),
      },
      {
        module: lambda,
        service: aService('lambda', {
          ListFunctions: () => ({}),
          GetFunction: () => ({}),
          Invoke: () => ({ StatusCode: 200 }),
        }),
      },
      {
        module: elb,
        service: aService('elasticloadbalancing', { DescribeRules: () => ({}), DescribeListeners: () => ({}) }),
      },
    ],
  });
  const listTasks = (credentials: Credentials | ReturnType<typeof clientOf>['credentials']) => {
    return new ecs.ECSClient({ ...clientOf(wire), credentials }).send(new ecs.ListTasksCommand({}));
  };
  return { wire, credentials: iam.credentialsOf(roleArn, 'web-1'), listTasks };
}

test('a key of a role makes its holder the role', async () => {
  const { credentials, listTasks } = await aGuardedWire();
  const { taskArns } = await listTasks(credentials);
  expect(taskArns).toEqual(['arn:aws:sts::000000000000:assumed-role/Belay-Worker/web-1', 'Worker']);
});

test('a key that nobody issued is the owner', async () => {
  const { listTasks } = await aGuardedWire();
  const { taskArns } = await listTasks({ accessKeyId: 'test', secretAccessKey: 'test' });
  expect(taskArns).toEqual(['arn:aws:iam::000000000000:root', '']);
});

test('signatures hold over paths, query strings and bodies', async () => {
  const { wire, credentials } = await aGuardedWire();
  const client = new lambda.LambdaClient({ ...clientOf(wire), credentials });
  const FunctionName = 'arn:aws:lambda:us-east-1:000000000000:function:f';
  await client.send(new lambda.ListFunctionsCommand({ Marker: "a b+c/ü&=~*'()", MaxItems: 3 }));
  await client.send(new lambda.GetFunctionCommand({ FunctionName, Qualifier: 'live' }));
  await client.send(new lambda.InvokeCommand({ FunctionName, Payload: '{"ü":1}' }));
  expect(wire.calls.calls('lambda').map((call) => [call.operation, call.caller.role])).toEqual([
    ['ListFunctions', 'Worker'],
    ['GetFunction', 'Worker'],
    ['Invoke', 'Worker'],
  ]);
});

test('a wrong secret is a wrong signature', async () => {
  const { credentials, listTasks } = await aGuardedWire();
  const sent = listTasks({ ...credentials, secretAccessKey: 'guessed' });
  await expect(sent).rejects.toMatchObject({ name: 'InvalidSignatureException' });
});

test('a key without its token, or of an earlier run, is no key', async () => {
  const { credentials, listTasks } = await aGuardedWire();
  const { accessKeyId, secretAccessKey } = credentials;
  const invalid = { name: 'UnrecognizedClientException' };
  await expect(listTasks({ accessKeyId, secretAccessKey })).rejects.toMatchObject(invalid);
  await expect(listTasks({ ...credentials, accessKeyId: 'ASIABELAY00000000000' })).rejects.toMatchObject(invalid);
});

test('Query services word the same errors their own way', async () => {
  const { wire, credentials } = await aGuardedWire();
  const as = (held: Credentials) => new elb.ElasticLoadBalancingV2Client({ ...clientOf(wire), credentials: held });
  await as(credentials).send(new elb.DescribeRulesCommand({}));
  const wrong = as({ ...credentials, secretAccessKey: 'guessed' }).send(new elb.DescribeRulesCommand({}));
  await expect(wrong).rejects.toMatchObject({ name: 'SignatureDoesNotMatch', $metadata: { httpStatusCode: 403 } });
  const old = as({ ...credentials, sessionToken: 'x' }).send(new elb.DescribeRulesCommand({}));
  await expect(old).rejects.toMatchObject({ name: 'InvalidClientTokenId', $metadata: { httpStatusCode: 403 } });
  const denied = as(credentials).send(new elb.DescribeListenersCommand({}));
  await expect(denied).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining('elasticloadbalancing:DescribeListeners'),
  });
});

test('a body that was changed on its way, and a request without a signature, are refused', async () => {
  const { wire, credentials } = await aGuardedWire();
  const client = new ecs.ECSClient({ ...clientOf(wire), credentials });
  client.middlewareStack.add(
    (next) => (args) => {
      if (typeof args.request === 'object' && args.request !== null && 'body' in args.request) args.request.body = '[]';
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  await expect(client.send(new ecs.ListTasksCommand({}))).rejects.toMatchObject({ name: 'InvalidSignatureException' });
  const { text } = await post(wire, { 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListTasks' }, '{}');
  expect(JSON.parse(text).__type).toBe('MissingAuthenticationTokenException');
});
