import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PutEventsCommandInput } from '@aws-sdk/client-eventbridge';
import type { ListExecutionsOutput, ListStateMachinesOutput } from '@aws-sdk/client-sfn';
import type { RunningWorld } from '../../local/run-world.ts';
import { until } from '../../local/story/api.ts';
import { asOwner } from './as-owner.ts';
import { slowToStart } from './images.ts';
import { put, takeOut } from './template.ts';
import { type ExampleWorld, startExample, WEB } from './world-fixture.ts';

/** Of those who look at the deployment: the test over the API, and who looks once a day whether the ways back are there. */
const ONLOOKERS = /\/Belay-(Api|CheckPoints)Role/;

/** How many log lines go out in one call is up to the stream's batches. */
const BATCHED = 'PutEvents';

/** What one good deployment cost, from the push to the verdict. */
export interface Cost {
  readonly verdict: string | undefined;
  readonly transitions: number;
  /** By `service:operation`. */
  readonly calls: Readonly<Record<string, number>>;
  /** DynamoDB write units by table. */
  readonly writes: Readonly<Record<string, number>>;
}

/** What belongs to a deployment, and comes in other numbers each time: batches, and times in log lines. */
export interface Beside {
  /** Runs of functions, without those of onlookers. */
  readonly invocations: number;
  /** Events on Belay's own bus. */
  readonly events: number;
  /** What those functions wrote into their logs. */
  readonly logBytes: number;
}

interface Choice {
  readonly bake: string;
  readonly tasks: number;
  readonly speed: number;
}

/** Deploys one good version of a service with two gates on the whole local AWS, and counts. `onBake` is called when the bake begins. */
export async function costOf(choice: Choice, onBake?: () => void): Promise<Cost> {
  return (await measureDeployment(choice, onBake)).cost;
}

/** The same with what cannot be compared from one to the next. */
export async function measureDeployment(
  { bake, tasks, speed }: Choice,
  onBake: () => void = () => {},
): Promise<{ readonly cost: Cost; readonly beside: Beside }> {
  const written: { table: string; units: number }[] = [];
  const world = await startExample({
    speed,
    // It comes by its own clock, and writes once more what it finds half done.
    belay: (template) => takeOut(template, 'AWS::Scheduler::Schedule', 'ReconcileSchedule'),
    example(template) {
      put(template, 'AWS::ECS::Service', 'Web', ['DesiredCount'], tasks);
      put(template, 'AWS::ECS::Service', 'Api', ['DesiredCount'], 0);
    },
    onCapacity: ({ table, writeUnits }) => written.push({ table, units: writeUnits }),
  });
  try {
    // Who adopts a service says what it runs: nothing has to be found out later.
    await world.adopt('web');
    await world.put(WEB, { bake });
    const { calls } = world.world.wire;
    const callsBefore = calls.calls().length;
    written.length = 0;
    const before = { runs: runsOf(world), logs: logBytesOf(world) };
    await world.push('web', '1.0.0', slowToStart(1000));
    const { deployment = '' } = await world.decision(WEB, '1.0.0');
    await until('the bake', 30, async () => {
      const { head } = await world.api.get<Head>(`/services/${WEB}/why`);
      return head.live === undefined || head.live.phase === 'traffic' || undefined;
    });
    onBake();
    const { id, verdict } = await world.end(deployment);
    const ofBelay = () =>
      calls
        .calls()
        .slice(callsBefore)
        .filter(({ caller, operation }) => !ONLOOKERS.test(caller.arn) && operation !== BATCHED);
    await quiet(() => ofBelay().length);
    const own = ofBelay();
    const told = calls.calls('events', 'PutEvents').filter(({ caller }) => !ONLOOKERS.test(caller.arn));
    return {
      cost: {
        verdict,
        transitions: await transitionsOf(world.running, id),
        calls: sums(own.map(({ service, operation }) => [`${service}:${operation}`, 1])),
        writes: sums(written.map(({ table, units }) => [table, units])),
      },
      beside: {
        invocations: runsOf(world) - before.runs,
        events: told.reduce((sum, { input }) => sum + entriesOf(input), 0),
        logBytes: logBytesOf(world) - before.logs,
      },
    };
  } finally {
    await world.stop();
  }
}

/** How many of the calls went to these services of AWS, as the wire names them. */
export function callsTo({ calls }: Cost, ...services: readonly string[]): number {
  return Object.entries(calls)
    .filter(([name]) => services.some((service) => name.startsWith(`${service}:`)))
    .reduce((sum, [, count]) => sum + count, 0);
}

/** Write units of all tables together. */
export function writeUnits({ writes }: Cost): number {
  return Object.values(writes).reduce((sum, units) => sum + units, 0);
}

/** Functions that run for onlookers, and no function: the local AWS's own lines. */
const ELSE = /^belay-(api|check-points)|^(local|access)/;

function runsOf({ world }: ExampleWorld): number {
  const runs = Object.entries(world.lambda.runs()).filter(([name]) => !ELSE.test(name));
  return runs.reduce((sum, [, count]) => sum + count, 0);
}

function logBytesOf({ folder }: ExampleWorld): number {
  const files = readdirSync(join(folder, 'logs')).filter((name) => name.endsWith('.log') && !ELSE.test(name));
  return files.reduce((sum, name) => sum + statSync(join(folder, 'logs', name)).size, 0);
}

/** The input of PutEvents, which the wire has validated. */
function entriesOf(input: unknown): number {
  return (input as PutEventsCommandInput).Entries?.length ?? 0;
}

/** Waits until nothing more happens: the verdict stands before the machine has reached its last state. */
async function quiet(count: () => number): Promise<void> {
  for (let before = -1; before !== count(); ) {
    before = count();
    await new Promise((resolve) => setTimeout(resolve, 800));
  }
}

interface Head {
  readonly head: { readonly live?: { readonly phase: string } };
}

/** Of the execution of a deployment and of those that it started. */
async function transitionsOf({ world }: RunningWorld, deployment: string): Promise<number> {
  const { stateMachines = [] } = await asOwner<ListStateMachinesOutput>(world, 'states', 'ListStateMachines', {});
  const lists = await Promise.all(
    stateMachines.map(({ stateMachineArn }) =>
      asOwner<ListExecutionsOutput>(world, 'states', 'ListExecutions', { stateMachineArn, maxResults: 100 }),
    ),
  );
  return lists
    .flatMap(({ executions = [] }) => executions)
    .filter(({ name }) => name?.startsWith(deployment))
    .reduce((sum, { executionArn = '' }) => sum + world.stepFunctions.transitions(executionArn), 0);
}

function sums(entries: readonly (readonly [string, number])[]): Record<string, number> {
  const all: Record<string, number> = {};
  for (const [name, amount] of entries) all[name] = (all[name] ?? 0) + amount;
  return Object.fromEntries(Object.entries(all).filter(([, sum]) => sum > 0));
}
