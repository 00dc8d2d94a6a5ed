import { randomBytes } from 'node:crypto';
import { AwsError } from '../kernel/aws-error.ts';
import type { Clock } from '../kernel/clock.ts';
import { readClock } from './clock-reading.ts';
import type { FunctionLogs } from './function-logs.ts';
import type { Target } from './functions.ts';
import { logStream } from './log-stream.ts';
import type { RunningFunction } from './ports.ts';
import { type Outcome, WarmWorker } from './warm-worker.ts';
import { type RoleCredentials, workerEnvironment } from './worker-environment.ts';

/** What the workers need from outside. */
export interface WorkerWorld {
  readonly clock: Clock;
  /** Milliseconds of the clock in one millisecond of real time. */
  readonly speed: number;
  readonly endpointUrl: string;
  credentialsOf(roleArn: string): RoleCredentials;
  readonly functionLogs: FunctionLogs;
}

/** Lambda keeps an idle environment for a while; so do we. Real milliseconds. */
const IDLE = 15 * 60_000;

interface Crew {
  readonly busy: Set<WarmWorker>;
  readonly idle: Map<WarmWorker, NodeJS.Timeout>;
  readonly waiting: (() => void)[];
}

/** The threads of all functions: started at the first event, kept while warm, never more than a function may have. */
export class WorkerPool {
  readonly #crews = new Map<string, Crew>();
  readonly #running = new Map<string, RunningFunction>();
  readonly #world: WorkerWorld;
  #stopped = false;

  constructor(world: WorkerWorld) {
    this.#world = world;
  }

  /** Runs an event. When every worker is busy, either waits for one or throws `TooManyRequestsException`. */
  async run(target: Target, payload: string, requestId: string, whenBusy: 'wait' | 'refuse'): Promise<Outcome> {
    const { settings } = target;
    const crew = this.#crewOf(settings.name);
    let worker = this.#take(crew, target);
    while (worker === undefined) {
      if (whenBusy === 'refuse') throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
      await new Promise<void>((resolve) => crew.waiting.push(resolve));
      worker = this.#take(crew, target);
    }
    const trace = traceId(this.#world.clock);
    const kill = (): void => void worker.end();
    this.#running.set(trace, { name: settings.name, payload, kill });
    try {
      return await worker.run({
        requestId,
        functionArn: target.arn,
        functionName: settings.name,
        functionVersion: target.version,
        memoryMb: settings.memoryMb,
        logGroup: settings.logGroup,
        logStream: logStream(this.#world.clock, target.version),
        traceId: trace,
        timeoutMs: settings.timeoutSeconds * 1000,
        clock: readClock(this.#world.clock, this.#world.speed),
        payload,
      });
    } finally {
      this.#running.delete(trace);
      this.#giveBack(crew, worker);
    }
  }

  /** The run whose calls carry this trace. */
  runningWith(trace: string): RunningFunction | undefined {
    return this.#running.get(trace);
  }

  /** Ends all threads. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const workers = [...this.#crews.values()].flatMap((crew) => [...crew.busy, ...crew.idle.keys()]);
    for (const crew of this.#crews.values()) for (const timer of crew.idle.values()) clearTimeout(timer);
    this.#crews.clear();
    await Promise.all(workers.map((worker) => worker.end()));
  }

  #crewOf(name: string): Crew {
    const known = this.#crews.get(name);
    if (known !== undefined) return known;
    const crew: Crew = { busy: new Set(), idle: new Map(), waiting: [] };
    this.#crews.set(name, crew);
    return crew;
  }

  #take(crew: Crew, target: Target): WarmWorker | undefined {
    if (this.#stopped) throw new AwsError('ServiceException', 'The local Lambda is stopping.', 500);
    for (const worker of crew.idle.keys()) {
      if (worker.gone || worker.settings !== target.settings) this.#dismiss(crew, worker);
    }
    const fitting = [...crew.idle.keys()].find((worker) => worker.version === target.version);
    if (fitting !== undefined) {
      clearTimeout(crew.idle.get(fitting));
      crew.idle.delete(fitting);
      crew.busy.add(fitting);
      return fitting;
    }
    if (crew.busy.size >= target.settings.concurrency) return undefined;
    const other = crew.idle.keys().next().value;
    if (other !== undefined && crew.busy.size + crew.idle.size >= target.settings.concurrency) {
      this.#dismiss(crew, other);
    }
    const worker = this.#hire(target);
    crew.busy.add(worker);
    return worker;
  }

  #hire(target: Target): WarmWorker {
    const { settings, version } = target;
    const world = this.#world;
    const credentials = world.credentialsOf(settings.role);
    return new WarmWorker({
      settings,
      version,
      environment: workerEnvironment(target, credentials, world.endpointUrl, logStream(world.clock, version)),
      start: { folder: settings.folder, handler: settings.handler, clock: readClock(world.clock, world.speed) },
      onLine: (line) => world.functionLogs.write(settings, version, line),
    });
  }

  #giveBack(crew: Crew, worker: WarmWorker): void {
    crew.busy.delete(worker);
    if (!worker.gone) {
      crew.idle.set(worker, setTimeout(() => this.#dismiss(crew, worker), IDLE).unref());
    }
    crew.waiting.shift()?.();
  }

  #dismiss(crew: Crew, worker: WarmWorker): void {
    clearTimeout(crew.idle.get(worker));
    crew.idle.delete(worker);
    void worker.end();
  }
}

function traceId(clock: Clock): string {
  const seconds = Math.floor(clock.now() / 1000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString('hex')};Parent=${randomBytes(8).toString('hex')};Sampled=0`;
}
