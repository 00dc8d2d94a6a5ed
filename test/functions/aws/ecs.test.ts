import * as ecsModule from '@aws-sdk/client-ecs';
import { ECSClient } from '@aws-sdk/client-ecs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { awsEcs } from '../../../functions/aws/ecs.ts';
import { createWire, type Wire } from '../../../local/wire/wire.ts';
import { AnEcs } from '../../local/ecs/an-ecs.ts';

// The adapter against the local Amazon ECS, over the wire.
let local: AnEcs;
let wire: Wire;
let client: ECSClient;

beforeEach(async () => {
  local = new AnEcs();
  wire = await createWire({
    port: 0,
    clock: local.clock,
    services: [{ module: ecsModule, service: local.ecs.service }],
    raw: [],
    callerOf: () => ({ arn: 'arn:aws:iam::000000000000:root', role: undefined }),
    authorize: () => {},
    onCall: () => {},
    log: () => {},
  });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new ECSClient({ region: 'us-east-1', credentials, endpoint: wire.url });
});
afterEach(async () => {
  client.destroy();
  await wire.stop();
});

test('all services of a cluster are found over pages, ten described at a time, with their tags', async () => {
  await local.call('CreateCluster', { clusterName: 'shop' });
  const taskDefinition = await local.version('1');
  for (let number = 0; number < 105; number++) {
    const tags = number === 0 ? [{ key: 'belay:managed', value: 'true' }] : [];
    const serviceName = `web-${number}`;
    await local.call('CreateService', { cluster: 'shop', serviceName, taskDefinition, desiredCount: 0, tags });
  }
  const found = await awsEcs(client).services('shop');
  expect(found).toHaveLength(105);
  expect(found?.[0]).toMatchObject({
    name: 'web-0',
    cluster: 'shop',
    controller: 'ECS',
    schedulingStrategy: 'REPLICA',
    keptByEcs: false,
    managed: true,
    tags: { 'belay:managed': 'true' },
    revisions: [],
  });
  expect(wire.calls.calls('ecs', 'ListServices')).toHaveLength(2);
  expect(wire.calls.calls('ecs', 'DescribeServices')).toHaveLength(11);
});

test('a cluster that is not there is told from one without services', async () => {
  await local.call('CreateCluster', { clusterName: 'empty' });
  expect(await awsEcs(client).services('empty')).toEqual([]);
  expect(await awsEcs(client).services('shop')).toBeUndefined();
});

test('what runs is named by the revision that has the tasks, and by the tasks themselves', async () => {
  await local.service({ desiredCount: 2 });
  const ecs = awsEcs(client);
  const [service] = (await ecs.services('shop')) ?? [];
  const [revision] = await ecs.revisions(service?.revisions ?? []);
  const tasks = await ecs.tasksOf('shop', 'web', 'RUNNING');
  expect(revision?.digests.web).toMatch(/^sha256:/);
  expect(tasks.map(({ digests }) => digests.web)).toEqual([revision?.digests.web, revision?.digests.web]);
});

test('a task definition is read with its roles and where its containers log to', async () => {
  const taskDefinition = await local.version('1', 'good', {
    taskRoleArn: 'arn:aws:iam::000000000000:role/app/task',
    containerDefinitions: [
      {
        name: 'web',
        image: 'shop/web:1',
        logConfiguration: {
          logDriver: 'awslogs',
          options: { 'awslogs-group': '/ecs/web', 'awslogs-stream-prefix': 'web' },
        },
      },
      { name: 'side', image: 'side', logConfiguration: { logDriver: 'splunk' } },
      { name: 'quiet', image: 'quiet' },
    ],
  });
  expect(await awsEcs(client).taskDefinition(taskDefinition)).toMatchObject({
    arn: taskDefinition,
    taskRole: 'arn:aws:iam::000000000000:role/app/task',
    containers: [
      { name: 'web', image: 'shop/web:1', logs: { driver: 'awslogs', group: '/ecs/web', prefix: 'web' } },
      { name: 'side', image: 'side', logs: { driver: 'splunk' } },
      { name: 'quiet', image: 'quiet' },
    ],
  });
  const [, , quiet] = (await awsEcs(client).taskDefinition(taskDefinition))?.containers ?? [];
  expect(quiet?.logs).toBeUndefined();
});

test('a task that died is told from one that ECS stopped', async () => {
  await local.service({ desiredCount: 1 }, 'crash');
  const tasks = await awsEcs(client).tasksOf('shop', 'web', 'STOPPED');
  expect(tasks[0]).toMatchObject({ diedByItself: true, why: expect.stringContaining('exit code 1') });
  expect(tasks[0]?.stoppedAt).toMatch(/^\d{4}-/);
});
