import type { AwsService, Permission } from '../kernel/aws-service.ts';
import type { Clock } from '../kernel/clock.ts';
import type { StateFiles } from '../kernel/state-files.ts';
import type { Provisioner } from '../template/provisioner.ts';
import { AsyncEvents } from './async-events.ts';
import { EventInvokeConfigs } from './event-invoke-config.ts';
import { EventSourceMappings } from './event-source-mappings.ts';
import type { Consume, IsDoubled, Matches, Streams } from './event-sources.ts';
import { FunctionLogs } from './function-logs.ts';
import { Functions } from './functions.ts';
import { InvokePermissions } from './invoke-permissions.ts';
import { Invoker } from './invoker.ts';
import { lambdaOperations } from './operations.ts';
import { checkPayload } from './payload-limits.ts';
import type { Lambdas, RunningFunction } from './ports.ts';
import { lambdaProvisioners } from './provisioners.ts';
import type { RoleCredentials } from './worker-environment.ts';
import { WorkerPool } from './worker-pool.ts';

/** What Lambda needs from the other parts of the local AWS. */
export interface LambdaWorld {
  readonly clock: Clock;
  /** Milliseconds of `clock` in one millisecond of real time: 1, or 60 when a minute lasts a second. */
  readonly speed: number;
  readonly files: StateFiles;
  /** Where the functions find AWS: `http://127.0.0.1:4566`. */
  readonly endpointUrl: string;
  credentialsOf(roleArn: string): RoleCredentials;
  /** Throws when the role does not have all the permissions. */
  authorize(roleArn: string, permissions: readonly Permission[]): void;
  readonly streams: Streams;
  readonly consume: Consume;
  sendToQueue(queueArn: string, body: string): void | Promise<void>;
  readonly matches: Matches;
  onLog(functionName: string, line: string): void;
  /** Whether a batch of a stream, as JSON text, comes a second time. */
  readonly isDoubled?: IsDoubled;
}

export interface Lambda {
  readonly service: AwsService;
  readonly lambdas: Lambdas;
  readonly provisioners: Record<string, Provisioner>;
  /** Does the resource policy of a function (its ARN as it is invoked, with the qualifier) let a service invoke it? */
  mayInvoke(functionArn: string, principal: string, sourceArn: string): boolean;
  /** How often each function was run since the start, retries included. */
  runs(): Readonly<Record<string, number>>;
  /** The run whose calls carry this trace header. */
  runningWith(trace: string): RunningFunction | undefined;
  /** Takes up accepted events and event sources; call it when the template is there. Throws when a source may not be read. */
  start(): Promise<void>;
  /** Ends all functions. Events that were accepted run at the next start. */
  stop(): Promise<void>;
}

export function createLambda(world: LambdaWorld): Lambda {
  const functions = new Functions(world.files);
  const permissions = new InvokePermissions();
  const configs = new EventInvokeConfigs();
  const functionLogs = new FunctionLogs(world);
  const pool = new WorkerPool({ ...world, functionLogs });
  const invoker = new Invoker(pool, world.clock, functionLogs);
  const mappings = new EventSourceMappings({
    clock: world.clock,
    speed: world.speed,
    files: world.files,
    streams: world.streams,
    consume: world.consume,
    matches: world.matches,
    functions,
    invoker,
    authorize: (role, wanted) => world.authorize(role, wanted),
    sendToQueue: (queue, body) => world.sendToQueue(queue, body),
    ...(world.isDoubled && { isDoubled: world.isDoubled }),
  });
  const events = new AsyncEvents({ ...world, functions, invoker, configs, failures: world });

  const lambdas: Lambdas = {
    async invoke(name, payload) {
      const text = JSON.stringify(payload) ?? 'null';
      checkPayload('RequestResponse', text);
      const { outcome } = await invoker.run(functions.find(name), text, 'refuse');
      return outcome.ok ? { ok: true, payload: JSON.parse(outcome.payload) } : outcome;
    },
    async send(name, payload) {
      events.accept(functions.find(name), JSON.stringify(payload) ?? 'null');
    },
  };

  return {
    service: { name: 'lambda', operations: lambdaOperations({ functions, invoker, events }) },
    lambdas,
    provisioners: lambdaProvisioners({ functions, permissions, configs, mappings }),
    mayInvoke: (functionArn, principal, sourceArn) => permissions.mayInvoke(functionArn, principal, sourceArn),
    runs: () => invoker.runs(),
    runningWith: (trace) => pool.runningWith(trace),
    async start() {
      events.resume();
      await mappings.start();
    },
    async stop() {
      events.stop();
      mappings.stop();
      await pool.stop();
    },
  };
}
