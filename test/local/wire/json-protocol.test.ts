import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as ecs from '@aws-sdk/client-ecs';
import * as sfn from '@aws-sdk/client-sfn';
import * as sqs from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { AwsError } from '../../../local/kernel/aws-error.ts';
import { aService, aWire, clientOf, denyAll, post } from './a-wire.ts';

const at = new Date('2026-11-20T10:00:00.250Z');

function ecsWire(runs: Parameters<typeof aService>[1], options: Parameters<typeof aWire>[0] = {}) {
  return aWire({ services: [{ module: ecs, service: aService('ecs', runs) }], ...options });
}

function ask(wire: Awaited<ReturnType<typeof aWire>>, operation: string, body: string | Uint8Array) {
  const headers = {
    'x-amz-target': `AmazonEC2ContainerServiceV20141113.${operation}`,
    'content-type': 'application/x-amz-json-1.1',
  };
  return post(wire, headers, body);
}

test('an unmodified client gets what the operation answered, dates included', async () => {
  const wire = await ecsWire({
    DescribeServices: ({ services }: ecs.DescribeServicesRequest) => ({
      services: [{ serviceName: services?.[0], createdAt: at, desiredCount: 2, enableExecuteCommand: false }],
      failures: [],
    }),
  });
  const client = new ecs.ECSClient(clientOf(wire));
  const answer = await client.send(new ecs.DescribeServicesCommand({ services: ['web'] }));
  expect(answer.services).toEqual([
    { serviceName: 'web', createdAt: at, desiredCount: 2, enableExecuteCommand: false },
  ]);
});

test('the operation sees dates as Dates', async () => {
  const wire = await aWire({
    services: [
      {
        module: cloudwatch,
        service: aService('cloudwatch', {
          GetMetricData: ({ StartTime, EndTime }: cloudwatch.GetMetricDataInput) => ({
            MetricDataResults: [{ Id: String(StartTime instanceof Date), Timestamps: [EndTime], Values: [1.5] }],
          }),
        }),
      },
    ],
  });
  const client = new cloudwatch.CloudWatchClient(clientOf(wire));
  const command = new cloudwatch.GetMetricDataCommand({ StartTime: at, EndTime: at, MetricDataQueries: [] });
  const answer = await client.send(command);
  expect(answer.MetricDataResults).toEqual([{ Id: 'true', Timestamps: [at], Values: [1.5] }]);
});

test('a request that the SDK compresses is unpacked', async () => {
  const wire = await aWire({
    services: [{ module: cloudwatch, service: aService('cloudwatch', { PutMetricData: () => undefined }) }],
  });
  const MetricData = Array.from({ length: 900 }, (_, index) => ({ MetricName: `metric-${index}`, Value: index }));
  await new cloudwatch.CloudWatchClient(clientOf(wire)).send(
    new cloudwatch.PutMetricDataCommand({ Namespace: 'x', MetricData }),
  );
  expect(wire.calls.calls('cloudwatch', 'PutMetricData')[0]?.input).toMatchObject({ MetricData });
});

test('an error of the service arrives as the exception that the SDK knows', async () => {
  const wire = await ecsWire({
    UpdateService: () => {
      throw new AwsError('ServiceNotActiveException', 'Service was not ACTIVE.');
    },
  });
  const sent = new ecs.ECSClient(clientOf(wire)).send(new ecs.UpdateServiceCommand({ service: 'web' }));
  await expect(sent).rejects.toBeInstanceOf(ecs.ServiceNotActiveException);
  await expect(sent).rejects.toMatchObject({ message: 'Service was not ACTIVE.', $metadata: { httpStatusCode: 400 } });
});

test('a service that once spoke Query keeps its old error codes beside', async () => {
  const missing = () => {
    throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
  };
  const wire = await aWire({ services: [{ module: sqs, service: aService('sqs', { GetQueueUrl: missing }) }] });
  const sent = new sqs.SQSClient(clientOf(wire)).send(new sqs.GetQueueUrlCommand({ QueueName: 'x' }));
  await expect(sent).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
    Code: 'AWS.SimpleQueueService.NonExistentQueue',
  });
});

describe('what the model forbids is refused', () => {
  test.each([
    {
      it: 'a missing member',
      operation: 'UpdateService',
      body: {},
      code: 'InvalidParameterException',
      says: "Value null at 'service'",
    },
    {
      it: 'a null member',
      operation: 'UpdateService',
      body: { service: null },
      code: 'InvalidParameterException',
      says: "Value null at 'service'",
    },
    {
      it: 'an unknown member',
      operation: 'UpdateService',
      body: { service: 'web', desirdCount: 1 },
      code: 'InvalidParameterException',
      says: '"desirdCount", must be one of: service, cluster',
    },
    {
      it: 'an unknown member within',
      operation: 'UpdateService',
      body: { service: 'web', deploymentConfiguration: { alarm: {} } },
      code: 'InvalidParameterException',
      says: 'deploymentConfiguration: "alarm"',
    },
    {
      it: 'a value that no enum has',
      operation: 'UpdateService',
      body: { service: 'web', deploymentConfiguration: { strategy: 'CANRY' } },
      code: 'InvalidParameterException',
      says: "'CANRY' at 'deploymentConfiguration.strategy' failed to satisfy constraint: Member must satisfy enum value set: [BLUE_GREEN, CANARY, LINEAR, ROLLING]",
    },
    {
      it: 'a wrong enum in a list',
      operation: 'DescribeServices',
      body: { services: ['web'], include: ['tags'] },
      code: 'InvalidParameterException',
      says: "'tags' at 'include.1.member'",
    },
    {
      it: 'text for a number',
      operation: 'UpdateService',
      body: { service: 'web', desiredCount: '2' },
      code: 'SerializationException',
      says: "STRING_VALUE at 'desiredCount'",
    },
    {
      it: 'a number for text',
      operation: 'UpdateService',
      body: { service: 1 },
      code: 'SerializationException',
      says: "NUMBER_VALUE at 'service'",
    },
    {
      it: 'a list for a structure',
      operation: 'UpdateService',
      body: { service: 'web', deploymentConfiguration: [] },
      code: 'SerializationException',
      says: 'ARRAY_VALUE',
    },
    {
      it: 'text for a boolean',
      operation: 'UpdateService',
      body: { service: 'web', forceNewDeployment: 'true' },
      code: 'SerializationException',
      says: 'can not be converted to a Boolean',
    },
    {
      it: 'a null within a list',
      operation: 'DescribeServices',
      body: { services: [null] },
      code: 'SerializationException',
      says: 'NULL_VALUE',
    },
    {
      it: 'a list as the whole',
      operation: 'UpdateService',
      body: [],
      code: 'SerializationException',
      says: 'the request',
    },
    {
      it: 'an operation that AWS does not have',
      operation: 'UpdateServices',
      body: {},
      code: 'UnknownOperationException',
      says: 'UpdateServices',
    },
    {
      it: 'an operation that the local AWS does not have',
      operation: 'CreateCluster',
      body: {},
      code: 'UnknownOperationException',
      says: 'does not support ecs CreateCluster',
    },
    {
      it: 'an operation named like a property of every object',
      operation: 'constructor',
      body: {},
      code: 'UnknownOperationException',
      says: 'constructor',
    },
  ])('$it', async ({ operation, body, code, says }) => {
    const wire = await ecsWire({ UpdateService: () => ({}), DescribeServices: () => ({}) });
    const { status, text, headers } = await ask(wire, operation, JSON.stringify(body));
    expect({ status, ...JSON.parse(text) }).toMatchObject({ status: 400, __type: code });
    expect(JSON.parse(text).message).toContain(says);
    expect(headers.get('x-amzn-requestid')).toBeTruthy();
  });

  test.each([
    ['no JSON', '{'],
    ['no UTF-8', Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)],
    ['a deep pile of brackets', '['.repeat(100_000)],
  ])('%s', async (_, body) => {
    const wire = await ecsWire({ UpdateService: () => ({}) });
    const { status, text } = await ask(wire, 'UpdateService', body);
    expect([status, JSON.parse(text).__type]).toEqual([400, 'SerializationException']);
  });

  test('all problems of a request are told at once', async () => {
    const wire = await ecsWire({ UpdateService: () => ({}) });
    const { text } = await ask(wire, 'UpdateService', '{"a":1,"launchType":"X"}');
    expect(JSON.parse(text).message).toMatch(/^3 validation errors detected: /);
  });

  test('a service that nobody knows', async () => {
    const wire = await aWire({});
    const { status, text } = await post(wire, { 'x-amz-target': 'Nobody_20200101.Do' }, '{}');
    expect([status, JSON.parse(text).__type]).toEqual([400, 'UnknownOperationException']);
  });
});

test('an answer that the model does not know is a defect, told to the client and to the log', async () => {
  const wire = await ecsWire({
    ListTasks: () => ({ taskArns: [], total: 0 }),
    ListServices: () => ({ serviceArns: 'x' }),
  });
  const first = await ask(wire, 'ListTasks', '{}');
  expect([first.status, JSON.parse(first.text)]).toMatchObject([
    500,
    { message: expect.stringContaining('no member total') },
  ]);
  const second = await ask(wire, 'ListServices', '{}');
  expect(JSON.parse(second.text).message).toContain('ListServicesResponse.serviceArns must be a list');
  expect(wire.defects).toHaveLength(2);
});

test('a fault inside a service shows no internals to the client', async () => {
  const wire = await ecsWire({
    ListTasks: () => {
      throw new Error('secret detail');
    },
  });
  const { status, text } = await ask(wire, 'ListTasks', '{}');
  expect([status, JSON.parse(text).__type]).toEqual([500, 'InternalFailure']);
  expect(text).not.toContain('secret detail');
  expect(wire.defects[0]).toContain('secret detail');
});

test('who lacks a permission is denied before anything runs, and the call is recorded', async () => {
  let ran = false;
  const ListTasks = () => {
    ran = true;
    return {};
  };
  const wire = await ecsWire({ ListTasks }, { authorize: denyAll });
  const sent = new ecs.ECSClient(clientOf(wire)).send(new ecs.ListTasksCommand({}));
  await expect(sent).rejects.toMatchObject({ name: 'AccessDeniedException', $metadata: { httpStatusCode: 403 } });
  expect(ran).toBe(false);
  expect(wire.calls.calls('ecs')).toMatchObject([{ operation: 'ListTasks', error: { code: 'AccessDeniedException' } }]);
});

test('members that the model calls sensitive stay out of the call log', async () => {
  const StartExecution = () => ({ executionArn: 'x', startDate: at });
  const wire = await aWire({ services: [{ module: sfn, service: aService('states', { StartExecution }) }] });
  const client = new sfn.SFNClient(clientOf(wire));
  await client.send(new sfn.StartExecutionCommand({ stateMachineArn: 'm', name: 'n', input: '{"password":"x"}' }));
  expect(wire.calls.calls()[0]?.input).toEqual({ stateMachineArn: 'm', name: 'n', input: '***' });
});

test('dispatch runs an operation as a service would, with the same rules', async () => {
  const wire = await ecsWire({ ListTasks: () => ({ taskArns: ['a'] }) });
  const caller = { arn: 'arn:aws:sts::000000000000:assumed-role/r/s', role: 'R' };
  expect(await wire.dispatch('ecs', 'ListTasks', { cluster: 'c' }, caller)).toEqual({ taskArns: ['a'] });
  await expect(wire.dispatch('ecs', 'ListTasks', { cluser: 'c' }, caller)).rejects.toThrow('"cluser"');
  await expect(wire.dispatch('nobody', 'Do', {}, caller)).rejects.toThrow('no service nobody');
  expect(wire.calls.counts()).toEqual({ 'ecs:ListTasks': 2 });
});

test('an operation that the model does not have is an error at the start', async () => {
  await expect(ecsWire({ ListTaks: () => ({}) })).rejects.toThrow("the SDK's model of ecs has no ListTaks");
});
