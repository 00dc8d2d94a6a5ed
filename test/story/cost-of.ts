import type { ListExecutionsOutput, ListStateMachinesOutput } from '@aws-sdk/client-sfn';
import type { RunningWorld } from '../../local/run-world.ts';
import { until } from '../../local/story/api.ts';
import { asOwner } from './as-owner.ts';
import { slowToStart } from './images.ts';
import { put } from './template.ts';
import { startExample, WEB } from './world-fixture.ts';

/** Of those who look at the deployment: the test over the API, and the reconciler, which runs by the clock. */
const ONLOOKERS = /\/Belay-(Api|Reconcile|CheckPoints)Role/;

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

/** Deploys one good version of a service with two gates on the whole local AWS, and counts. `onBake` is called when the bake begins. */
export async function costOf(
  { bake, tasks, speed }: { bake: string; tasks: number; speed: number },
  onBake: () => void = () => {},
): Promise<Cost> {
  const written: { table: string; units: number }[] = [];
  const world = await startExample({
    speed,
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
    return {
      verdict,
      transitions: await transitionsOf(world.running, id),
      calls: sums(own.map(({ service, operation }) => [`${service}:${operation}`, 1])),
      writes: sums(written.map(({ table, units }) => [table, units])),
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
