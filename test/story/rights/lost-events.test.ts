import type { ListExecutionsOutput } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Deployment, until } from '../../../local/story/api.ts';
import { faultRules } from '../../local/faults/rules.ts';
import { asOwner } from '../as-owner.ts';
import { checking } from '../images.ts';
import { Lane } from '../strategies/lane.ts';
import { giveWork } from '../strategies/work-in-hand.ts';
import { type ExampleWorld, startExample } from '../world-fixture.ts';
import { runStep } from './left-behind.ts';
import { untilCalled } from './role-calls.ts';
import { type TheTables, theTables } from './the-tables.ts';

/** Where no event of ECS comes, every wait ends by its deadline, or by somebody who looks. */
let world: ExampleWorld;
let tables: TheTables;
let open = () => {};

beforeAll(async () => {
  world = await startExample({ speed: 400 });
  tables = await theTables(world);
});
afterAll(() => world?.stop());

/** What ECS tells. */
const LOST = ['ECS Task State Change', 'ECS Deployment State Change', 'ECS Hook State Change'];

/** Nothing of it comes any more. */
function shut(): void {
  open = world.world.faults.open(
    faultRules({ rules: LOST.map((detailType) => ({ door: 'event', fault: 'lose', detailType })) }),
  ).close;
}

/** Starts a deployment of a new version; gives its id. */
async function deploy(lane: Lane, settings: object): Promise<string> {
  await world.put(lane.service, settings);
  const version = lane.nextVersion();
  await world.push(lane.name, version, checking(version, 0));
  const { deployment, because } = await world.decision(lane.service, version);
  if (deployment === undefined) throw new Error(because);
  return deployment;
}

/** Waits until the log of a deployment says so. */
async function says(id: string, pattern: RegExp): Promise<void> {
  await until(`${id} to say ${pattern}`, 60, async () => {
    const { log } = await world.api.get<Deployment>(`/deployments/${id}`);
    return log.some(({ text }) => pattern.test(text)) || undefined;
  });
}

/** The ARN of an execution, as soon as it runs. */
function executionOf(machine: string, name: string): Promise<string> {
  return until(`the execution ${name}`, 60, async () => {
    const stateMachineArn = `arn:aws:states:us-east-1:000000000000:stateMachine:belay-${machine}`;
    const of = { stateMachineArn, statusFilter: 'RUNNING' };
    const { executions = [] } = await asOwner<ListExecutionsOutput>(world.world, 'states', 'ListExecutions', of);
    return executions.find((execution) => execution.name === name)?.executionArn;
  });
}

/** Ends the execution of a deployment, as a person in the console may, while `machine` runs for it. Waits until Belay has closed it. */
async function abort(id: string, machine: string, child = `${id}-1`): Promise<void> {
  await executionOf(machine, child);
  await asOwner(world.world, 'states', 'StopExecution', { executionArn: await executionOf('deploy', id) });
  open();
  expect(await world.end(id)).toMatchObject({ verdict: 'STUCK' });
  // Where ECS was done before anybody could tell it to stop, Belay goes back by itself.
  const { wayBack } = await world.api.get<{ readonly wayBack?: string }>(`/deployments/${id}`);
  if (wayBack !== undefined) await world.end(wayBack);
}

/** Waits until ECS has nothing under way, and lets the next deployment in. */
async function settle(lane: Lane): Promise<void> {
  await done(lane);
  await fetch(`${world.running.api}/v1/services/${lane.service}/hold`, { method: 'DELETE' });
}

function setAlarm(AlarmName: string, StateValue: 'OK' | 'ALARM'): Promise<unknown> {
  return asOwner(world.world, 'cloudwatch', 'SetAlarmState', { AlarmName, StateValue, StateReason: 'set by hand' });
}

/** Waits until the head says what ECS has begun. */
async function sent(lane: Lane): Promise<void> {
  await until('ECS to begin', 30, async () => {
    const { live } = await tables.get('Deployments', lane.service, 'head');
    return Object(live).serviceDeployment !== undefined || undefined;
  });
}

/** Waits until ECS has nothing under way. */
async function done(lane: Lane): Promise<void> {
  await until('ECS to be done', 60, async () => {
    const of = {
      cluster: 'example',
      service: lane.name,
      status: ['PENDING', 'IN_PROGRESS', 'STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'],
    };
    const { serviceDeployments = [] } = await asOwner<{ serviceDeployments?: readonly object[] }>(
      world.world,
      'ecs',
      'ListServiceDeployments',
      of,
    );
    return serviceDeployments.length === 0 || undefined;
  });
}

const NO_DATA = {
  checks: [{ id: 'starts', type: 'command', command: ['node', '/app/check.mjs'], timeout: '20m' }],
  minimumRequests: 1,
  notEnoughData: 'ask',
  bake: '1m',
};

/** Lines are looked for that nobody writes; ECS, which does not bake where it may not go back, leaves the bake to Belay. */
const WATCHED = { rollback: { automatic: false, patterns: [{ pattern: 'panic', perMinute: 5 }] }, bake: '1m' };

describe('of the deployments of web', () => {
  let lane: Lane;
  beforeAll(() => {
    lane = new Lane(world, 'web');
  });

  test.each(['canary', 'linear'])(
    '%s goes on by its deadlines, and asks a person where no request tells anything',
    { timeout: 90_000 },
    async (strategy) => {
      shut();
      const share = { percent: 50, bake: '1m' };
      const id = await deploy(lane, { ...NO_DATA, strategy, strategies: { [strategy]: share } });
      await says(id, /Waiting for a person/);
      await abort(id, strategy);
      await settle(lane);
    },
  );

  test('blue-green is closed when its execution is aborted', { timeout: 90_000 }, async () => {
    shut();
    await abort(await deploy(lane, { strategy: 'blue-green' }), 'blue-green');
    await settle(lane);
  });

  test('a way back is closed when its execution is aborted', { timeout: 90_000 }, async () => {
    shut();
    const id = await deploy(lane, { strategy: 'blue-green' });
    await executionOf('blue-green', `${id}-1`);
    await world.api.post(`/deployments/${id}/cancel`, { reason: 'on second thoughts' });
    await abort(id, 'roll-back', `${id}-back`);
    await settle(lane);
  });

  test('blue-green is woken by the reconciler at each gate, and a person takes it back', {
    timeout: 90_000,
  }, async () => {
    shut();
    const id = await deploy(lane, { ...NO_DATA, strategy: 'blue-green' });
    await sent(lane);
    // As if whoever noted it had been cut short.
    await tables.change('Deployments', lane.service, 'head', 'live.serviceDeployment', undefined);
    for (const reached of [/Before traffic: commands first/, /All traffic is on the new version/])
      await until(`the reconciler to find ${reached}`, 60, async () => {
        await tables.change('Deployments', lane.service, 'head', 'dueAt', '2020-01-01T00:00:00.000Z');
        await world.world.lambda.lambdas.invoke('belay-reconcile:live', {});
        const { log } = await world.api.get<Deployment>(`/deployments/${id}`);
        return log.some(({ text }) => reached.test(text)) || undefined;
      });
    await says(id, /Waiting for a person/);
    const wait = await tables.get('Deployments', `deployment#${id}`, 'wait');
    const again = { hookId: 'of the gate before', awaits: 'gate', number: 77 };
    expect(await runStep(world, 'continue-deployment', { id, service: lane.service }, again)).toEqual({ output: {} });
    await tables.put('Deployments', wait);
    // A command of the way back that never ends.
    for (const { sk, deployment } of await tables.list('RollbackPoints', lane.service))
      if (deployment === id)
        await tables.change('RollbackPoints', lane.service, String(sk), 'commands', [
          "node -e 'setInterval(() => {}, 1)'",
        ]);
    await world.api.post(`/deployments/${id}/cancel`, { reason: 'nobody came' });
    await untilCalled(world, 'LookAtCommand', ['DescribeTasks', 'StopTask', 'UpdateItem']);
    expect(await world.end(id)).toMatchObject({ verdict: 'ROLLED_BACK' });
    open();
    await settle(lane);
  });
});

describe('of the deployments of api', () => {
  let lane: Lane;
  beforeAll(() => {
    lane = new Lane(world, 'api');
  });

  test.each(['rolling', 'immediate', 'graceful'])(
    '%s is found to have ended well at its deadline, and is watched for its bake',
    { timeout: 90_000 },
    async (strategy) => {
      shut();
      const id = await deploy(lane, { ...WATCHED, strategy });
      expect(await world.end(id)).toMatchObject({ verdict: 'SUCCEEDED' });
      open();
    },
  );

  test('an alarm after an end that nobody heard of takes it back', { timeout: 90_000 }, async () => {
    shut();
    const id = await deploy(lane, { strategy: 'rolling', alarms: [lane.alarm], bake: '1m', watch: '2h' });
    await sent(lane);
    await done(lane);
    await setAlarm(lane.alarm, 'ALARM');
    expect(await world.end(id)).toMatchObject({ verdict: 'SUCCEEDED' });
    open();
    const back = await until('the way back', 30, async () => {
      const { items } = await world.api.get<{ items: readonly { id: string; kind: string; by: string }[] }>(
        `/deployments?service=${lane.service}&limit=1`,
      );
      return items.find(({ kind, by }) => kind === 'rollback' && by === 'alarm');
    });
    expect(await world.end(back.id)).toMatchObject({ verdict: 'SUCCEEDED' });
    await untilCalled(world, 'OnAlarm', ['DescribeServiceDeployments']);
    await setAlarm(lane.alarm, 'OK');
    await settle(lane);
  });

  test.each(['rolling', 'immediate'])(
    '%s asks a person at its end where it is paused, and is closed when its execution is aborted',
    { timeout: 90_000 },
    async (strategy) => {
      shut();
      const id = await deploy(lane, { ...WATCHED, strategy });
      await executionOf(strategy, `${id}-1`);
      // An alarm of a service that does not go back by itself pauses it so.
      await tables.change('Deployments', lane.service, 'head', 'live.paused', {
        by: 'alarm',
        at: '2026-01-01T00:00:00Z',
      });
      await says(id, /Waiting for a person/);
      await abort(id, strategy);
      await settle(lane);
    },
  );

  test('graceful asks a person when the time for work in hand is over', { timeout: 90_000 }, async () => {
    shut();
    const work = await giveWork(lane);
    const id = await deploy(lane, { strategy: 'graceful', strategies: { graceful: { wait: '1m', onTimeout: 'ask' } } });
    await says(id, /Waiting for a person/);
    await work.done();
    await abort(id, 'graceful');
  });
});
