import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { Ports } from '../../core/ports.ts';
import { dynamoAnswers } from '../../functions/aws/dynamo-answers.ts';
import { dynamoCheckRuns } from '../../functions/aws/dynamo-check-runs.ts';
import { dynamoDeployments } from '../../functions/aws/dynamo-deployments.ts';
import { dynamoNotices } from '../../functions/aws/dynamo-notices.ts';
import { dynamoPlans } from '../../functions/aws/dynamo-plans.ts';
import { dynamoRollbackPoints } from '../../functions/aws/dynamo-rollback-points.ts';
import { dynamoRules } from '../../functions/aws/dynamo-rules.ts';
import { dynamoServices } from '../../functions/aws/dynamo-services.ts';
import { dynamoVersions } from '../../functions/aws/dynamo-versions.ts';
import { dynamoWaits } from '../../functions/aws/dynamo-waits.ts';
import { eventBridgeSchedules } from '../../functions/aws/eventbridge-schedules.ts';
import { sfnMachines } from '../../functions/aws/sfn-machines.ts';
import { machineArn } from '../state-machines/machine-definitions.ts';
import type { Invocation } from './invocation.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { asClient } from './table/client-of.ts';
import { TablesInMemory } from './table/tables-in-memory.ts';

/** Calls of the ports that have no adapter here, and whether each changes anything. */
const CALLS = {
  ecs: {
    services: 'reads',
    service: 'reads',
    deployment: 'reads',
    recent: 'reads',
    revisions: 'reads',
    registerTaskDefinition: 'writes',
    taskDefinitionIsActive: 'reads',
    taskDefinition: 'reads',
    tasksOf: 'reads',
    update: 'writes',
    continue: 'writes',
    stop: 'writes',
    endProtection: 'writes',
    stoppedTasks: 'reads',
    runTasks: 'writes',
    tasks: 'reads',
    stopTask: 'writes',
  },
  registry: { describe: 'reads', which: 'reads', pushedSince: 'reads', encryptionKey: 'reads' },
  traffic: {
    weights: 'reads',
    health: 'reads',
    targetGroup: 'reads',
    ruleIsThere: 'reads',
    testEndpoint: 'reads',
    productionEndpoint: 'reads',
    balancers: 'reads',
  },
  alarms: { read: 'reads', requests: 'reads', make: 'writes', remove: 'writes' },
  secrets: { isThere: 'reads' },
  logs: { last: 'reads', since: 'reads', matching: 'reads' },
  probe: { send: 'reads' },
  rehearsals: { start: 'writes', look: 'reads', stop: 'writes' },
} as const satisfies {
  readonly [Port in keyof Ports]?: { readonly [Call in keyof Ports[Port]]: 'reads' | 'writes' };
};

const MADE = Object.fromEntries(
  Object.entries(CALLS).map(([port, calls]) => [
    port,
    Object.entries(calls).map(([method, does]) => ({
      method,
      call: { name: `${port}.${method}`, writes: does === 'writes', mayBeStale: false },
    })),
  ]),
);

/** Every port as one invocation has it: the adapters of our stores, of the machines and of the schedules are the real ones. */
export function portsOf(world: SimulatedWorld, invocation: Invocation): Ports {
  const client = asClient((command) => {
    const writes = TablesInMemory.writes(command);
    const call = {
      name: `db ${TablesInMemory.describe(command)}`,
      writes,
      mayBeStale: TablesInMemory.mayBeStale(command),
    };
    return invocation.call(call, async (asOf) => world.tables.run(command, asOf));
  });
  const guard = <Port extends object>(name: keyof typeof CALLS, port: Port): Port => {
    const guarded: Record<string, unknown> = {};
    for (const { method, call } of MADE[name] ?? [])
      guarded[method] = (...given: unknown[]) =>
        invocation.call(call, async () => Reflect.apply(methodOf(port, method), port, given));
    return guarded as Port;
  };
  const { outside } = world;
  return lazily<Ports>({
    clock: () => outside.clock,
    dice: () => outside.dice,
    stack: () => outside.stack,
    reach: () => outside.reach,
    versions: () => dynamoVersions(client, 'VersionHistory'),
    services: () => dynamoServices(client, 'Fleet'),
    rules: () => dynamoRules(client, 'Fleet'),
    deployments: () => dynamoDeployments(client, 'Deployments'),
    waits: () => dynamoWaits(client, 'Deployments'),
    checkRuns: () => dynamoCheckRuns(client, 'Deployments'),
    rollbackPoints: () => dynamoRollbackPoints(client, 'RollbackPoints'),
    plans: () => dynamoPlans(client, 'Fleet'),
    notices: () => dynamoNotices(client, 'Deployments'),
    answers: () => dynamoAnswers(client, 'Fleet', outside.clock),
    machines: () =>
      sfnMachines(
        asSfn((command) => sent(invocation, 'states', command, world.states)),
        machineArn('deploy'),
      ),
    schedules: () =>
      eventBridgeSchedules(
        asScheduler((command) => sent(invocation, 'scheduler', command, world.scheduler)),
        {
          group: 'belay',
          role: 'role',
          onDue: 'on-due',
          onRehearsal: 'on-rehearsal',
        },
      ),
    ecs: () => guard('ecs', outside.ecs),
    registry: () => guard('registry', outside.registry),
    traffic: () => guard('traffic', outside.traffic),
    alarms: () => guard('alarms', outside.alarms),
    secrets: () => guard('secrets', outside.secrets),
    logs: () => guard('logs', outside.logs),
    probe: () => guard('probe', outside.probe),
    rehearsals: () => guard('rehearsals', outside.rehearsals),
  });
}

function methodOf(port: object, name: string): (...given: unknown[]) => unknown {
  const method: unknown = Reflect.get(port, name);
  if (typeof method !== 'function') throw new Error(`the port has no ${name}`);
  return method as (...given: unknown[]) => unknown;
}

function sent(
  invocation: Invocation,
  service: string,
  command: object,
  run: (name: string, input: object) => Promise<unknown>,
): Promise<unknown> {
  const name = command.constructor.name.replace(/Command$/, '');
  const call = { name: `${service} ${name}`, writes: name !== 'DescribeExecution', mayBeStale: false };
  return invocation.call(call, () => run(name, 'input' in command ? (command.input as object) : {}));
}

/** `send` is all that the adapters use of their clients. */
function asSfn(send: (command: object) => Promise<unknown>): SFNClient {
  return { send } as unknown as SFNClient;
}

function asScheduler(send: (command: object) => Promise<unknown>): SchedulerClient {
  return { send } as unknown as SchedulerClient;
}

type Makers<Whole> = { readonly [Key in keyof Whole]: () => Whole[Key] };

/** An object whose parts are made when they are first used. */
function lazily<Whole extends object>(makers: Makers<Whole>): Whole {
  return new Proxy({} as Whole, {
    get(made, key) {
      if (Object.hasOwn(made, key)) return Reflect.get(made, key);
      const make: unknown = Reflect.get(makers, key);
      const part: unknown = typeof make === 'function' ? make() : undefined;
      Reflect.set(made, key, part);
      return part;
    },
  });
}
