import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { Ports } from '../../core/ports.ts';
import type { Documents } from '../../functions/aws/documents.ts';
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
import { callOf } from './table/call-of.ts';
import { documentsOver } from './table/documents-over.ts';

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
  parameters: { isThere: 'reads' },
  roles: { forTasks: 'reads' },
  room: { fargate: 'reads', freeAddresses: 'reads' },
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

/** Of what the ports of one invocation are made. */
interface Given {
  readonly world: SimulatedWorld;
  readonly invocation: Invocation;
  readonly documents: Documents;
}

/** The adapters of our stores, of the machines and of the schedules are the real ones. */
const MAKERS: { readonly [Port in keyof Ports]: (given: Given) => Ports[Port] } = {
  clock: ({ world }) => world.outside.clock,
  dice: ({ world }) => world.outside.dice,
  stack: ({ world }) => world.outside.stack,
  reach: ({ world }) => world.outside.reach,
  versions: ({ documents }) => dynamoVersions(documents, 'VersionHistory'),
  services: ({ documents }) => dynamoServices(documents, 'Fleet'),
  rules: ({ documents }) => dynamoRules(documents, 'Fleet'),
  deployments: ({ documents }) => dynamoDeployments(documents, 'Deployments'),
  waits: ({ documents }) => dynamoWaits(documents, 'Deployments'),
  checkRuns: ({ documents }) => dynamoCheckRuns(documents, 'Deployments'),
  rollbackPoints: ({ documents }) => dynamoRollbackPoints(documents, 'RollbackPoints'),
  plans: ({ documents }) => dynamoPlans(documents, 'Fleet'),
  notices: ({ documents }) => dynamoNotices(documents, 'Deployments'),
  answers: ({ documents, world }) => dynamoAnswers(documents, 'Fleet', world.outside.clock),
  machines: ({ invocation, world }) =>
    sfnMachines(
      asSfn((command) => sent(invocation, 'states', command, world.states)),
      machineArn('deploy'),
    ),
  schedules: ({ invocation, world }) =>
    eventBridgeSchedules(
      asScheduler((command) => sent(invocation, 'scheduler', command, world.scheduler)),
      {
        group: 'belay',
        role: 'role',
        onDue: 'on-due',
        onRehearsal: 'on-rehearsal',
      },
    ),
  ecs: ({ invocation, world }) => guarded(invocation, 'ecs', world.outside.ecs),
  registry: ({ invocation, world }) => guarded(invocation, 'registry', world.outside.registry),
  traffic: ({ invocation, world }) => guarded(invocation, 'traffic', world.outside.traffic),
  alarms: ({ invocation, world }) => guarded(invocation, 'alarms', world.outside.alarms),
  secrets: ({ invocation, world }) => guarded(invocation, 'secrets', world.outside.secrets),
  parameters: ({ invocation, world }) => guarded(invocation, 'parameters', world.outside.parameters),
  room: ({ invocation, world }) => guarded(invocation, 'room', world.outside.room),
  roles: ({ invocation, world }) => guarded(invocation, 'roles', world.outside.roles),
  logs: ({ invocation, world }) => guarded(invocation, 'logs', world.outside.logs),
  probe: ({ invocation, world }) => guarded(invocation, 'probe', world.outside.probe),
  rehearsals: ({ invocation, world }) => guarded(invocation, 'rehearsals', world.outside.rehearsals),
};

/** Every port as one invocation has it, made when it is first used: most invocations use few. */
export function portsOf(world: SimulatedWorld, invocation: Invocation): Ports {
  const documents = documentsOver((verb, request) =>
    invocation.call(callOf(verb, request), async (asOf) => world.tables.run(verb, request, asOf)),
  );
  return asPorts(new LazyPorts({ world, invocation, documents }));
}

/** Has a getter for each port. */
class LazyPorts {
  readonly given: Given;
  readonly made: Partial<Record<string, unknown>> = {};

  constructor(given: Given) {
    this.given = given;
  }

  static {
    for (const [name, make] of Object.entries(MAKERS))
      Object.defineProperty(LazyPorts.prototype, name, {
        get(this: LazyPorts) {
          this.made[name] ??= make(this.given);
          return this.made[name];
        },
      });
  }
}

/** TypeScript does not see getters that are defined in a loop. */
function asPorts(ports: LazyPorts): Ports {
  return ports as unknown as Ports;
}

/** A port of which every call can meet a fault. */
function guarded<Port extends object>(invocation: Invocation, name: keyof typeof CALLS, port: Port): Port {
  const calls = (MADE[name] ?? []).map(({ method, call }) => [
    method,
    (...given: unknown[]) => invocation.call(call, async () => Reflect.apply(methodOf(port, method), port, given)),
  ]);
  return Object.fromEntries(calls) as Port;
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
  const input = 'input' in command ? (command.input as { readonly taskToken?: string }) : {};
  const { taskToken: token } = input;
  const call = {
    name: `${service} ${name}`,
    writes: name !== 'DescribeExecution',
    mayBeStale: false,
    ...(token !== undefined && { token }),
  };
  return invocation.call(call, () => run(name, input));
}

/** `send` is all that the adapters use of their clients. */
function asSfn(send: (command: object) => Promise<unknown>): SFNClient {
  return { send } as unknown as SFNClient;
}

function asScheduler(send: (command: object) => Promise<unknown>): SchedulerClient {
  return { send } as unknown as SchedulerClient;
}
