import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../../local/story/api.ts';
import { faultRules } from '../../local/faults/rules.ts';
import { asOwner } from '../as-owner.ts';
import { crashing } from '../images.ts';
import { put } from '../template.ts';
import { type ExampleWorld, startExample, WEB } from '../world-fixture.ts';
import { leaveBehind, type Outcome, recordOf, runStep } from './left-behind.ts';
import { stopTheReconciler } from './stop-the-reconciler.ts';
import { type TheTables, theTables } from './the-tables.ts';

let world: ExampleWorld;
let tables: TheTables;
/** A deployment whose tasks died, so that ECS went back. */
let dead: string;

beforeAll(async () => {
  // Three tasks: when all die, the circuit breaker of a way back is at its end at once.
  const example = (template: Parameters<typeof put>[0]) =>
    put(template, 'AWS::ECS::Service', 'Web', ['DesiredCount'], 3);
  world = await startExample({ speed: 20, example, switches: { deploymentArnLagSeconds: 20 } });
  tables = await theTables(world);
  await world.put(WEB, {
    // For a gate that a version that dies never comes to: no task of an earlier round answers for this one.
    checks: [
      {
        id: 'starts',
        type: 'command',
        when: 'gate',
        command: ['node', '-e', 'setTimeout(() => {}, 60_000)'],
        timeout: '5m',
      },
    ],
  });
  const { id, verdict } = await world.ship('web', '1.0.0', crashing(3));
  expect(verdict).toBe('ROLLED_BACK');
  dead = id;
  // Whoever hears that its execution failed closes it: from here on nobody does any more.
  const closers = () => world.world.wire.calls.calls().filter(({ caller }) => /OnExecutionEnded/.test(caller.arn));
  await until('the end of its execution to be heard of', 20, async () => closers().length > 0 || undefined);
  // They would find what ECS did before the step does, where they have the time: the reconciler, and whoever hears that a task has ended.
  await stopTheReconciler(world);
  world.world.faults.open(
    faultRules({ rules: [{ door: 'event', fault: 'lose', detailType: 'ECS Task State Change' }] }),
  );
});
afterAll(() => world?.stop());

const FINDS = ['ListServiceDeployments', 'DescribeServiceRevisions', 'DescribeServiceDeployments'];
const EXPLAINS = ['ListTasks', 'DescribeTasks'];
const GATE = { woke: { stage: 'after-shift', because: 'so', hookId: 'gone' }, number: 7 };

/** What the role of a step asks and tells in one run of a step whose machine knows nothing of what ECS did. */
async function made(step: string, fields: object, live: object = {}): Promise<readonly string[]> {
  await leaveBehind(tables, dead, live);
  const { calls } = world.world.wire;
  const before = calls.calls().length;
  expect(await run(step, fields)).toEqual({ output: {} });
  const role = new RegExp(`assumed-role/Belay-${step.replaceAll('-', '')}Role`, 'i');
  const own = calls
    .calls()
    .slice(before)
    .filter(({ caller }) => role.test(caller.arn));
  return own.map(({ operation }) => operation);
}

const run = (step: string, fields: object): Promise<Outcome> =>
  runStep(world, step, { id: dead, service: WEB }, fields);

describe('a step whose machine knows nothing of what ECS did finds the deployment, and says why its tasks died', () => {
  test.each([
    ['start-deployment', {}],
    ['run-checks', { gate: 'end', bakes: 0 }],
    ['continue-deployment', { hookId: 'gone', awaits: 'gate', number: 8 }],
    ['bake', GATE],
    ['end-old-work', {}],
  ])('%s', async (step, fields) => {
    expect(await made(step, fields)).toEqual(expect.arrayContaining([...FINDS, ...EXPLAINS, 'SendTaskSuccess']));
  });

  test('look', async () => {
    await leaveBehind(tables, dead);
    const because = expect.stringMatching(/last task: .*exit code 3/);
    expect(await run('look', {})).toEqual({ output: { stage: 'ended-badly', because } });
  });
});

test('a stop finds a deployment that it knew nothing of, and that there is nothing left to stop', async () => {
  expect(await made('stop-deployment', {})).toEqual(expect.arrayContaining([...FINDS, 'SendTaskSuccess']));
});

test('nothing is verified that ECS has taken back, though nobody had noted which deployment it was', async () => {
  await leaveBehind(tables, dead);
  expect(await run('verify', {})).toMatchObject({ error: 'WrongVersionServes' });
});

test('whether the old version is back is asked of a deployment that nobody had noted, which is noted now', async () => {
  await leaveBehind(tables, dead, { phase: 'roll-back' });
  const because = expect.stringMatching(/ is back: /);
  expect(await run('read-outcome', {})).toEqual({
    output: { back: true, superseded: false, because, commands: 0 },
  });
  const { live } = await tables.get('Deployments', WEB, 'head');
  expect(Object(live).serviceDeployment).toMatch(/:service-deployment\//);
});

test.each(['wait-for-person', 'wait-for-approval'])(
  '%s ends at once where a stop was asked for before',
  async (step) => {
    const stopRequested = { because: 'an alarm fired', by: 'alarm', at: '2026-01-01T00:00:00.000Z' };
    expect(await made(step, { because: 'too little data' }, { stopRequested })).toContain('SendTaskSuccess');
  },
);

describe('the way back', () => {
  const pointOf = async (): Promise<Readonly<Record<string, unknown>>> => {
    const point = (await tables.list('RollbackPoints', WEB)).find(({ deployment }) => deployment === dead);
    if (point === undefined) throw new Error('no rollback point was captured');
    return point;
  };

  test('a revision that was deregistered meanwhile is registered again', async () => {
    const { taskDefinition } = await pointOf();
    await asOwner(world.world, 'ecs', 'DeregisterTaskDefinition', { taskDefinition });
    expect(await made('restore-old-version', {})).toEqual(
      expect.arrayContaining(['BatchGetImage', 'RegisterTaskDefinition', 'UpdateService']),
    );
  });

  test('a command that ECS will not start ends at once', async () => {
    const { sk } = await pointOf();
    await tables.change('RollbackPoints', WEB, String(sk), 'commands', ['node /app/mend.mjs']);
    expect(await made('run-command', { command: 1 })).toEqual(expect.arrayContaining(['RunTask', 'SendTaskSuccess']));
  });

  test('a way back whose tasks die before ECS shows it ends with what they died of', async () => {
    const { taskDefinition } = await recordOf(tables, dead);
    await tables.change('RollbackPoints', WEB, String((await pointOf()).sk), 'taskDefinition', taskDefinition);
    const { plan } = await tables.get('Deployments', `deployment#${dead}`, 'record#facts');
    const rolling = { ...Object(plan), strategy: 'rolling' };
    await tables.change('Deployments', `deployment#${dead}`, 'record#facts', 'plan', rolling);
    expect(await made('restore-old-version', {}, { phase: 'roll-back' })).toEqual(
      expect.arrayContaining([...EXPLAINS, 'SendTaskSuccess']),
    );
  });
});
