import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as ecs from '@aws-sdk/client-ecs';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import * as lambda from '@aws-sdk/client-lambda';
import * as scheduler from '@aws-sdk/client-scheduler';
import * as sqs from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { CallFaults } from '../../../local/faults/call-faults.ts';
import type { WrittenFaults } from '../../../local/faults/fault-rules.ts';
import { Faults } from '../../../local/faults/faults.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { aService, aWire, clientOf } from '../wire/a-wire.ts';
import { faultRules } from './rules.ts';

/** A wire with one operation each, and how often they were done. */
async function aCalledWire(...rules: WrittenFaults['rules']) {
  const faults = new Faults(new VirtualClock());
  if (rules.length > 0) faults.open(faultRules({ rules }));
  const door = new CallFaults(faults, () => undefined);
  let done = 0;
  const count = () => {
    done += 1;
    return {};
  };
  const wire = await aWire({
    services: [
      { module: ecs, service: aService('ecs', { ListClusters: count }) },
      { module: cloudwatch, service: aService('cloudwatch', { DescribeAlarms: count }) },
      { module: elb, service: aService('elasticloadbalancing', { DescribeRules: count }) },
      { module: lambda, service: aService('lambda', { GetFunction: count }) },
      { module: scheduler, service: aService('scheduler', { DeleteSchedule: count }) },
      { module: sqs, service: aService('sqs', { ListQueues: count }) },
    ],
    raw: [
      {
        name: 'dynamodb',
        targets: ['DynamoDB_20120810'],
        permissions: () => [],
        forward: async () => ({ status: 200, headers: {}, body: Buffer.from(JSON.stringify(count())) }),
      },
    ],
    doorOf: (trace) => door.doorOf(trace),
  });
  return { wire, client: { ...clientOf(wire), maxAttempts: 3 }, done: () => done };
}

type Client = Awaited<ReturnType<typeof aCalledWire>>['client'];

const ASKS: readonly (readonly [string, (client: Client) => Promise<unknown>])[] = [
  ['ecs', (client) => new ecs.ECSClient(client).send(new ecs.ListClustersCommand({}))],
  ['dynamodb', (client) => new dynamodb.DynamoDBClient(client).send(new dynamodb.ListTablesCommand({}))],
  ['cloudwatch', (client) => new cloudwatch.CloudWatchClient(client).send(new cloudwatch.DescribeAlarmsCommand({}))],
  [
    'elasticloadbalancing',
    (client) => new elb.ElasticLoadBalancingV2Client(client).send(new elb.DescribeRulesCommand({})),
  ],
  ['lambda', (client) => new lambda.LambdaClient(client).send(new lambda.GetFunctionCommand({ FunctionName: 'f' }))],
  [
    'scheduler',
    (client) => new scheduler.SchedulerClient(client).send(new scheduler.DeleteScheduleCommand({ Name: 'bake' })),
  ],
  ['sqs', (client) => new sqs.SQSClient(client).send(new sqs.ListQueuesCommand({}))],
];

test.each(ASKS)('%s: a call that is throttled twice is tried again by the SDK, and done once', async (service, ask) => {
  const { client, done } = await aCalledWire({ door: 'call', fault: 'throttle', service, times: 2 });
  await ask(client);
  expect(done()).toBe(1);
});

test.each(ASKS)('%s: a call that is throttled for good is given up as what it is', async (service, ask) => {
  const { client, done } = await aCalledWire({ door: 'call', fault: 'throttle', service });
  await expect(ask(client)).rejects.toMatchObject({ message: 'Rate exceeded', $metadata: { attempts: 3 } });
  expect(done()).toBe(0);
});

test('a request that is lost is sent again, and done once', async () => {
  const { client, done } = await aCalledWire({ door: 'call', fault: 'loseRequest', times: 1 });
  await new ecs.ECSClient(client).send(new ecs.ListClustersCommand({}));
  expect(done()).toBe(1);
});

test('a call whose reply is lost was done, and the SDK does it again', async () => {
  const { wire, client, done } = await aCalledWire({ door: 'call', fault: 'loseReply', times: 1 });
  await new dynamodb.DynamoDBClient(client).send(new dynamodb.ListTablesCommand({}));
  expect(done()).toBe(2);
  expect(wire.defects).toEqual([]);
});
