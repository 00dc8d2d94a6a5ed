import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  DescribeTaskDefinitionResponse,
  ListServiceDeploymentsResponse,
  ListTasksResponse,
  RegisterTaskDefinitionResponse,
} from '@aws-sdk/client-ecs';
import type { ListSecretsResponse } from '@aws-sdk/client-secrets-manager';
import type { ListQueuesResult } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../../local/story/api.ts';
import { queueUrl, send, takeFailed, takeFrom } from '../../bad-input/letters.ts';
import { asOwner } from '../as-owner.ts';
import { type ExampleWorld, oneTask, startExample, WEB } from '../world-fixture.ts';
import { operationsOf, untilCalled } from './role-calls.ts';
import { type TheTables, theTables } from './the-tables.ts';

const LONG_AGO = '2020-01-01T00:00:00.000Z';

let world: ExampleWorld;
let tables: TheTables;

beforeAll(async () => {
  world = await startExample({ speed: 120, example: oneTask });
  tables = await theTables(world);
  await world.put(WEB, { approval: { count: 1 }, rollbackPoints: { keep: 1 } });
});
afterAll(() => world?.stop());

/** Pushes a version that needs an approval, and says a person's word about it. */
async function say(word: 'approve' | 'reject', version: string) {
  await world.push('web', version);
  const { deployment: id = '' } = await world.decision(WEB, version);
  await until(`${id} to wait`, 20, async () => {
    const answer = await fetch(`${world.running.api}/v1/deployments/${id}/${word}`, { method: 'POST', body: '{}' });
    return answer.ok || undefined;
  });
  return world.end(id);
}

describe('a deployment that needs an approval', () => {
  test('goes on with it', async () => {
    expect(await say('approve', '1.0.0')).toMatchObject({ verdict: 'SUCCEEDED' });
  });
  test('touches nothing without it', async () => {
    expect(await say('reject', '1.1.0')).toMatchObject({ verdict: 'REFUSED' });
  });
  test('takes the place of the oldest rollback point', async () => {
    const old = ['rp-20200101T000000Z-aaaa', 'rp-20200102T000000Z-bbbb'];
    for (const id of old)
      await tables.put('RollbackPoints', { ...(await newestPoint()), sk: id, id, createdAt: LONG_AGO });
    expect(await say('approve', '1.2.0')).toMatchObject({ verdict: 'SUCCEEDED' });
    const ids = (await tables.list('RollbackPoints', WEB)).map(({ sk }) => sk);
    expect(ids).toContain(`expired#${old[0]}`);
  });
});

/** The newest rollback point, as its item. */
async function newestPoint(): Promise<Readonly<Record<string, unknown>>> {
  const point = (await tables.list('RollbackPoints', WEB)).filter(({ sk }) => String(sk).startsWith('rp-')).at(-1);
  if (point === undefined) throw new Error('there is no rollback point');
  return point;
}

test('a point whose tasks are started with secrets and parameters is looked at with them, by people and every day', async () => {
  const { sk, taskDefinition: taskDefinitionBefore } = await newestPoint();
  const id = String(sk);
  const { SecretList = [] } = await asOwner<ListSecretsResponse>(world.world, 'secretsmanager', 'ListSecrets', {});
  await asOwner(world.world, 'ssm', 'PutParameter', { Name: '/web/key', Type: 'SecureString', Value: 'hush' });
  const secrets = [
    { name: 'TOKEN', valueFrom: SecretList[0]?.ARN },
    { name: 'KEY', valueFrom: '/web/key' },
  ];
  const { taskDefinition: from } = await asOwner<DescribeTaskDefinitionResponse>(
    world.world,
    'ecs',
    'DescribeTaskDefinition',
    {
      taskDefinition: String(taskDefinitionBefore),
    },
  );
  const { family, networkMode, requiresCompatibilities, cpu, memory, executionRoleArn, taskRoleArn } = from ?? {};
  const containerDefinitions = from?.containerDefinitions?.map((container) => ({ ...container, secrets }));
  const revision = { family, networkMode, requiresCompatibilities, cpu, memory, executionRoleArn, taskRoleArn };
  const { taskDefinition } = await asOwner<RegisterTaskDefinitionResponse>(
    world.world,
    'ecs',
    'RegisterTaskDefinition',
    {
      ...revision,
      containerDefinitions,
    },
  );
  await tables.change('RollbackPoints', WEB, id, 'taskDefinition', taskDefinition?.taskDefinitionArn);
  await world.api.post(`/rollback-points/${id}/check`, {});
  expect(operationsOf(world, 'Api')).toEqual(expect.arrayContaining(['DescribeSecret', 'DescribeParameters']));

  // Since then its image is gone: that is told.
  await tables.change('RollbackPoints', WEB, id, 'digest', `sha256:${'0'.repeat(64)}`);
  await tables.change('RollbackPoints', WEB, id, 'ready', { ok: true, because: [], checkedAt: LONG_AGO });
  await send(world.world, 'check-points', {});
  await untilCalled(world, 'CheckPoints', [
    'DescribeServices',
    'DescribeSecret',
    'DescribeParameters',
    'PutItem',
    'UpdateItem',
  ]);
});

test('of a rehearsal whose health is not known yet ECS is asked, and asked again later', async () => {
  const { sk } = await newestPoint();
  const of = { cluster: 'example', serviceName: 'web' };
  const { taskArns: [task] = [] } = await asOwner<ListTasksResponse>(world.world, 'ecs', 'ListTasks', of);
  const startedAt = new Date(world.world.clock.now()).toISOString();
  const health = { first: 86_400, last: 2 * 86_400 };
  await tables.change('RollbackPoints', WEB, String(sk), 'rehearsal', { startedAt, by: 'ann', task, health });
  await send(world.world, 'on-rehearsal', { point: sk });
  await untilCalled(world, 'OnRehearsal', ['DescribeTasks', 'CreateSchedule']);
});

test('a deployment of others whose end was missed is recorded by the reconciler', async () => {
  const of = { cluster: 'example', service: 'web' };
  const { serviceDeployments = [] } = await asOwner<ListServiceDeploymentsResponse>(
    world.world,
    'ecs',
    'ListServiceDeployments',
    of,
  );
  const oldest = serviceDeployments.map(({ serviceDeploymentArn }) => serviceDeploymentArn).at(-1);
  await tables.put('Deployments', { pk: WEB, sk: `stranger#${oldest}`, waiting: 'stranger', dueAt: LONG_AGO });
  await send(world.world, 'reconcile', {});
  await untilCalled(world, 'Reconcile', ['BatchGetItem', 'DescribeServiceRevisions', 'DeleteItem']);
});

test('when a time has come what was held starts, and the next time is seen to', async () => {
  const freeze = {
    environment: 'staging',
    name: 'far-off',
    reason: 'a feast',
    dtstart: '2090-12-24T18:00',
    timeZone: 'UTC',
    duration: 'P3D',
  };
  await world.api.post('/freezes', freeze);
  await world.api.post(`/services/${WEB}/hold`, { reason: 'until it is time' });
  await world.push('web', '1.3.0');
  expect(await world.decision(WEB, '1.3.0')).toMatchObject({ outcome: 'held' });
  await tables.remove('Fleet', `service#${WEB}`, 'hold');
  await send(world.world, 'on-due', { start: { environment: 'staging' } });
  await untilCalled(world, 'OnDue', ['CreateSchedule', 'StartExecution', 'UpdateItem']);
  const { deployment } = await world.decision(WEB, '1.3.0');
  expect(deployment).toBeDefined();
});

describe('what cannot be done is found again in a queue, or in a log', () => {
  test('a schedule that may not invoke its target', async () => {
    const url = await queueUrl(world.world, 'NotDelivered');
    const queue = `arn:aws:sqs:us-east-1:000000000000:${url.split('/').at(-1)}`;
    const role = world.world.wire.calls
      .calls('scheduler', 'CreateSchedule')
      .map(({ input }) => Object(input).Target.RoleArn)[0];
    await asOwner(world.world, 'scheduler', 'CreateSchedule', {
      Name: 'astray',
      GroupName: 'belay',
      ScheduleExpression: 'at(2020-01-01T00:00:00)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: 'arn:aws:lambda:us-east-1:000000000000:function:belay-api:live',
        RoleArn: role,
        DeadLetterConfig: { Arn: queue },
        RetryPolicy: { MaximumRetryAttempts: 0 },
      },
    });
    await until('its letter', 20, async () => (await takeFrom(world.world, 'NotDelivered')).length > 0 || undefined);
  });

  test('a log line that nobody could read', async () => {
    await tables.put('Deployments', { pk: 'deployment#none', sk: 'line#1', kind: 'log-line' });
    await until('its letter', 30, async () => (await takeFrom(world.world, 'StreamGivenUp')).length > 0 || undefined);
  });

  test('a message for Slack that is none', async () => {
    const { QueueUrls = [] } = await asOwner<ListQueuesResult>(world.world, 'sqs', 'ListQueues', {});
    const QueueUrl = QueueUrls.find((url) => /Slack(?!Refused)/.test(url));
    const fifo = { MessageGroupId: 'slack', MessageDeduplicationId: 'none' };
    await asOwner(world.world, 'sqs', 'SendMessage', { QueueUrl, MessageBody: 'none', ...fifo });
    const log = join(world.folder, 'logs', 'belay-notify-slack.log');
    await until(
      'a line about it',
      20,
      async () => (existsSync(log) && readFileSync(log, 'utf8').includes('Slack was not told')) || undefined,
    );
  });

  test('functions that fail on what they find', async () => {
    await tables.put('Fleet', { pk: 'service#staging/odd', sk: 'settings', kind: 'service' });
    await send(world.world, 'reconcile', {});
    await send(world.world, 'check-points', {});
    const failed = new Set<string>();
    await until('both letters', 30, async () => {
      for (const { functionName } of await takeFailed(world.world)) failed.add(functionName);
      return ['belay-reconcile', 'belay-check-points'].every((name) => failed.has(name)) || undefined;
    });
  });
});
