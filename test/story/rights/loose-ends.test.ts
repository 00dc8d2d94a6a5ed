import type { DescribeServicesResponse, RunTaskResponse } from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../../local/story/api.ts';
import { send } from '../../bad-input/letters.ts';
import { faultRules } from '../../local/faults/rules.ts';
import { asOwner } from '../as-owner.ts';
import { crashing } from '../images.ts';
import { type ExampleWorld, oneTask, startExample, WEB } from '../world-fixture.ts';
import { leaveBehind, recordOf, runStep } from './left-behind.ts';
import { operationsOf, untilCalled } from './role-calls.ts';
import { stopTheReconciler } from './stop-the-reconciler.ts';
import { type TheTables, theTables } from './the-tables.ts';

const LONG_AGO = '2020-01-01T00:00:00.000Z';
const FAR_OFF = '2099-01-01T00:00:00.000Z';
/** In a row: some seconds, in which whatever was under way is over. */
const QUIET_LOOKS = 15;
const CHECKS = [
  { id: 'ready', url: '/', retries: 0 },
  { id: 'starts', type: 'command', command: ['node', '/app/server.mjs'], timeout: '5m' },
];

let world: ExampleWorld;
let tables: TheTables;
/** A deployment whose tasks died, so that ECS went back. */
let dead: string;

beforeAll(async () => {
  world = await startExample({ speed: 120, example: oneTask });
  tables = await theTables(world);
  await world.put(WEB, { alarms: ['web-5xx'], checks: CHECKS });
  // What the version before knew is not what is so: another test rule, and nothing of the image that runs.
  await tables.change('Fleet', `service#${WEB}`, 'settings', 'settings.test.rule', 'arn:of:a:rule:that:is:gone');
  const versions = await until('the placeholder to be recorded', 20, async () => {
    const items = await tables.list('VersionHistory', 'web');
    return items.length > 0 ? items : undefined;
  });
  await stopTheReconciler(world);
  // A run of the reconciler that is under way still, or an event of the push, records it once more.
  let quiet = 0;
  await until('the placeholder to stay forgotten', 30, async () => {
    quiet = (await tables.list('VersionHistory', 'web')).length === 0 ? quiet + 1 : 0;
    for (const { pk, sk } of versions) await tables.remove('VersionHistory', String(pk), String(sk));
    return quiet === QUIET_LOOKS || undefined;
  });
  dead = (await world.ship('web', '1.0.0', crashing(3))).id;
  await until(
    'the end of its execution to be heard of',
    20,
    async () => operationsOf(world, 'OnExecutionEnded').length > 0 || undefined,
  );
});
afterAll(() => world?.stop());

const soFar = (): number => world.world.wire.calls.calls().length;

/** A command that still checks the dead deployment, though nobody waits for it. */
async function leaveCheck(): Promise<void> {
  const of = { cluster: 'example', services: ['web'] };
  const { services = [] } = await asOwner<DescribeServicesResponse>(world.world, 'ecs', 'DescribeServices', of);
  const [{ taskDefinition, networkConfiguration } = {}] = services;
  const { tasks = [] } = await asOwner<RunTaskResponse>(world.world, 'ecs', 'RunTask', {
    cluster: 'example',
    taskDefinition,
    networkConfiguration,
    launchType: 'FARGATE',
    tags: [{ key: 'belay:check', value: 'starts' }],
  });
  const task = tasks[0]?.taskArn?.split('/').at(-1);
  const { settings } = await tables.get('Fleet', `service#${WEB}`, 'settings');
  const checks = Object(settings).checks.filter(({ type }: { type: string }) => type === 'command');
  const run = {
    deployment: dead,
    round: 'before-traffic',
    since: LONG_AGO,
    seconds: 60,
    checks,
    tasks: [{ task }],
    ended: {},
  };
  await tables.put('Deployments', { pk: `deployment#${dead}`, sk: 'checks', ...run });
}

const lift = (): Promise<Response> => fetch(`${world.running.api}/v1/services/${WEB}/hold`, { method: 'DELETE' });

function machineDied(): void {
  const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:belay-deploy';
  const detail = { stateMachineArn, status: 'FAILED', name: dead };
  world.world.events.emit({
    source: 'aws.states',
    detailType: 'Step Functions Execution Status Change',
    resources: [],
    detail,
  });
}

test('a plan reads anew what it knows wrongly: the test rule, and the image that runs', () => {
  expect(operationsOf(world, 'Plan')).toEqual(
    expect.arrayContaining(['DescribeListeners', 'DescribeLoadBalancers', 'DescribeImages', 'GetDownloadUrlForLayer']),
  );
});

const CLOSES = [
  'ListServiceDeployments',
  'DescribeServiceRevisions',
  'StopServiceDeployment',
  'StopTask',
  'UpdateService',
  'ListTasks',
  'DescribeTaskDefinition',
  'GetLogEvents',
];

describe('a deployment that no machine drives any more is taken back as far as it goes, and a person is called', () => {
  test('when its execution ends without a verdict', async () => {
    await leaveCheck();
    await leaveBehind(tables, dead, { phase: 'roll-back' });
    const before = soFar();
    machineDied();
    await untilCalled(world, 'OnExecutionEnded', CLOSES, before);
    expect(await world.end(dead)).toMatchObject({ verdict: 'STUCK' });
  });

  test('when nobody heard of that, by the reconciler', async () => {
    await leaveCheck();
    await leaveBehind(tables, dead, { phase: 'roll-back' });
    await tables.change('Deployments', WEB, 'head', 'dueAt', LONG_AGO);
    const before = soFar();
    await send(world.world, 'reconcile', {});
    await untilCalled(world, 'Reconcile', ['DescribeExecution', ...CLOSES], before);
    expect(await world.end(dead)).toMatchObject({ verdict: 'STUCK' });
  });

  test('when the machine itself says so', async () => {
    await leaveCheck();
    await leaveBehind(tables, dead);
    const closing = { outcome: 'stuck', because: 'the way back did not work' };
    expect(await runStep(world, 'close', { id: dead, service: WEB }, closing)).toEqual({
      output: { verdict: 'STUCK' },
    });
    expect(operationsOf(world, 'Close')).toContain('StopTask');
  });
});

test('a command that runs on when its time is over is asked for and stopped by the judge', async () => {
  await leaveCheck();
  await leaveBehind(tables, dead);
  const woke = { stage: 'before-traffic', because: 'so', hookId: 'of a gate' };
  const judged = await runStep(world, 'judge', { id: dead, service: WEB }, { gate: 'before-traffic', woke, bakes: 0 });
  expect(judged).toMatchObject({ output: { next: 'back' } });
  expect(operationsOf(world, 'Judge')).toEqual(expect.arrayContaining(['DescribeTasks', 'StopTask']));
});

test('a machine that a crash left unstarted is started by the reconciler', async () => {
  await lift();
  const id = 'web-none-1.0.0-20260101T000000Z-lost';
  const { pk: _, ...item } = await tables.get('Deployments', `deployment#${dead}`, 'record');
  await tables.put('Deployments', {
    ...item,
    pk: `deployment#${id}`,
    deployment: { ...(await recordOf(tables, dead)), id },
  });
  await leaveBehind(tables, id, { phase: 'planning' });
  await tables.change('Deployments', WEB, 'head', 'dueAt', LONG_AGO);
  const before = soFar();
  await send(world.world, 'reconcile', {});
  await untilCalled(world, 'Reconcile', ['DescribeExecution', 'StartExecution'], before);
  await world.end(id);
});

test('a way back that is late is told of, though nobody had noted which deployment it was', async () => {
  await leaveBehind(tables, dead, { phase: 'roll-back' });
  const before = soFar();
  await send(world.world, 'on-due', { late: { service: WEB, deployment: dead } });
  await untilCalled(
    world,
    'OnDue',
    ['ListServiceDeployments', 'DescribeServiceRevisions', 'DescribeServiceDeployments', 'PutItem'],
    before,
  );
});

/** A deployment that a person asked for and whose turn it is. */
async function askFor(id: string): Promise<Readonly<Record<string, unknown>>> {
  const { to, repository } = await recordOf(tables, dead);
  const asked = {
    id,
    to: { ...Object(to), version: '9.0.0', digest: `sha256:${'9'.repeat(64)}` },
    repository,
    strategy: 'auto',
    first: false,
    by: 'ann',
    reason: 'asked for',
  };
  const times = { askedAt: LONG_AGO, at: LONG_AGO, expectedAt: LONG_AGO, until: FAR_OFF };
  await tables.put('Fleet', { pk: `service#${WEB}`, sk: `waiting#${id}`, waiting: { ...asked, ...times } });
  return asked;
}

test('what waited starts when a lock is freed; the record of a start that a crash cut short does not stay', async () => {
  await lift();
  await leaveBehind(tables, dead);
  await tables.change('Deployments', `deployment#${dead}`, 'record', 'deployment.status', 'ended');
  await tables.change('Deployments', `deployment#${dead}`, 'record', 'deployment.verdict', 'STUCK');
  const digest = await world.push('web', 'queued');
  const queued = { version: 'queued', digest, repository: 'web', by: 'push', at: LONG_AGO };
  await tables.change('Deployments', WEB, 'head', 'queued', queued);
  const id = 'web-none-9.0.0-20260101T000000Z-cuts';
  const asked = await askFor(id);
  const unbegun = { ...asked, service: WEB, kind: 'deploy', status: 'planned', startedAt: LONG_AGO };
  await tables.put('Deployments', { pk: `deployment#${id}`, sk: 'record', deployment: unbegun });
  const before = soFar();
  machineDied();
  await untilCalled(world, 'OnExecutionEnded', ['StartExecution', 'TransactWriteItems'], before);
  await expect(tables.get('Deployments', `deployment#${id}`, 'record')).rejects.toThrow('has no');
  await tables.remove('Fleet', `service#${WEB}`, `waiting#${id}`);
  const { live } = await tables.get('Deployments', WEB, 'head');
  await world.end(Object(live).id);
});

describe('a start that loses the race for the lock takes its record out again', () => {
  /** Read as free, and taken when it is written: as if somebody had come in between. */
  const taken = (): Promise<void> => tables.change('Deployments', WEB, 'head', 'live', null);

  test.each([
    ['OnDue', () => send(world.world, 'on-due', { start: { service: WEB } })],
    ['Api', lift],
    ['Close', () => runStep(world, 'close', { id: dead, service: WEB }, { outcome: 'stuck', because: 'it stood so' })],
  ])('%s', async (role, starts) => {
    await lift();
    await taken();
    await askFor(`web-none-9.0.0-20260101T000000Z-${role.toLowerCase()}`);
    const before = soFar();
    await starts();
    await untilCalled(world, role, ['TransactWriteItems'], before);
  });

  test('OnImagePushed', async () => {
    const before = soFar();
    await world.push('web', '2.0.0');
    await untilCalled(world, 'OnImagePushed', ['TransactWriteItems'], before);
  });

  test('Reconcile', async () => {
    const lost = faultRules({ rules: [{ door: 'event', fault: 'lose', detailType: 'ECR Image Action' }] });
    const { close } = world.world.faults.open(lost);
    await world.push('web', '2.1.0');
    const before = soFar();
    await send(world.world, 'reconcile', {});
    await untilCalled(world, 'Reconcile', ['TransactWriteItems'], before);
    close();
  });

  test('OnAlarm', async () => {
    const [point] = await tables.list('RollbackPoints', WEB);
    await tables.change('Deployments', WEB, 'head', 'watch', {
      deployment: dead,
      rollbackPoint: point?.sk,
      until: FAR_OFF,
    });
    const before = soFar();
    const detail = { alarmName: 'web-5xx', state: { value: 'ALARM', reason: 'so' }, previousState: { value: 'OK' } };
    world.world.events.emit({
      source: 'aws.cloudwatch',
      detailType: 'CloudWatch Alarm State Change',
      resources: [],
      detail,
    });
    await untilCalled(world, 'OnAlarm', ['TransactWriteItems'], before);
    await tables.change('Deployments', WEB, 'head', 'live', undefined);
    await tables.change('Deployments', WEB, 'head', 'watch', undefined);
    for (const { sk } of await tables.list('Fleet', `service#${WEB}`))
      if (String(sk).startsWith('waiting#')) await tables.remove('Fleet', `service#${WEB}`, String(sk));
  });
});
