import { randomUUID } from 'node:crypto';
import type { Clock } from '../kernel/clock.ts';
import type { FunctionLogs } from './function-logs.ts';
import type { Target } from './functions.ts';
import type { Outcome } from './warm-worker.ts';
import type { WorkerPool } from './worker-pool.ts';

export interface Ran {
  readonly requestId: string;
  readonly outcome: Outcome;
}

/** Runs one event and writes into the function's log why it failed, as Lambda does. */
export class Invoker {
  readonly #pool: WorkerPool;
  readonly #clock: Clock;
  readonly #logs: FunctionLogs;
  readonly #runs = new Map<string, number>();

  constructor(pool: WorkerPool, clock: Clock, logs: FunctionLogs) {
    this.#pool = pool;
    this.#clock = clock;
    this.#logs = logs;
  }

  /** `payload` is JSON text. */
  async run(target: Target, payload: string, whenBusy: 'wait' | 'refuse'): Promise<Ran> {
    const requestId = randomUUID();
    const { name } = target.settings;
    this.#runs.set(name, (this.#runs.get(name) ?? 0) + 1);
    const outcome = await this.#pool.run(target, payload, requestId, whenBusy);
    if (!outcome.ok) this.#log(target, requestId, outcome.error);
    return { requestId, outcome };
  }

  /** How often each function was run, retries included. */
  runs(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#runs);
  }

  /** Writes a line of Lambda's own into a function's log. */
  note(target: Target, line: string): void {
    this.#logs.write(target.settings, target.version, line);
  }

  #log(target: Target, requestId: string, error: Extract<Outcome, { ok: false }>['error']): void {
    if (error.errorType === 'Sandbox.Timedout') {
      this.note(target, error.errorMessage);
      return;
    }
    const timestamp = new Date(this.#clock.now()).toISOString();
    const line =
      target.settings.logFormat === 'JSON'
        ? JSON.stringify({ timestamp, level: 'ERROR', requestId, message: { ...error, stackTrace: error.trace } })
        : `${timestamp}\t${requestId}\tERROR\tInvoke Error\t${JSON.stringify(error)}`;
    this.note(target, line);
  }
}
