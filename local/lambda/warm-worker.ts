import { Worker } from 'node:worker_threads';
import type { FunctionSettings } from './function-settings.ts';
import { onLines } from './lines.ts';
import type { FromWorker, FunctionError, Run, WorkerStart } from './worker-messages.ts';

/** How a run ended. The payload is JSON text. */
export type Outcome =
  | { readonly ok: true; readonly payload: string }
  | { readonly ok: false; readonly error: FunctionError };

/** What the host hears: the worker's words, or that it is gone, or that it took too long. */
type Heard = FromWorker | { readonly kind: 'gone'; readonly why: string } | { readonly kind: 'late' };

/** Lambda gives a function 10 seconds to load. */
const LONGEST_LOAD = 10_000;

/** One thread with one function in it. It runs one event at a time. */
export class WarmWorker {
  readonly settings: FunctionSettings;
  readonly version: string;
  readonly #worker: Worker;
  readonly #unheard: Heard[] = [];
  #listener: ((heard: Heard) => void) | undefined;
  #loaded = false;
  #gone = false;

  constructor(options: {
    settings: FunctionSettings;
    version: string;
    environment: Record<string, string>;
    start: WorkerStart;
    onLine(line: string): void;
  }) {
    this.settings = options.settings;
    this.version = options.version;
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), {
      env: options.environment,
      workerData: options.start,
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: options.settings.memoryMb },
    });
    onLines(this.#worker.stdout, options.onLine);
    onLines(this.#worker.stderr, options.onLine);
    this.#worker.on('message', (message: FromWorker) => this.#hear(message));
    this.#worker.on('error', (error) => {
      const outOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#hear({ kind: 'gone', why: outOfMemory ? 'signal: killed' : error.message });
    });
    this.#worker.on('exit', (code) => {
      this.#gone = true;
      this.#hear({ kind: 'gone', why: `exit status ${code}` });
    });
  }

  /** Nothing can run in it any more. */
  get gone(): boolean {
    return this.#gone;
  }

  async run(run: Run): Promise<Outcome> {
    this.#worker.ref();
    try {
      if (!this.#loaded) {
        const first = await this.#next(LONGEST_LOAD);
        if (first.kind !== 'ready') return this.#broken(first, run, LONGEST_LOAD);
        this.#loaded = true;
      }
      this.#worker.postMessage(run);
      const said = await this.#next(run.timeoutMs);
      if (said.kind === 'done') return { ok: true, payload: said.payload };
      if (said.kind === 'threw' && !said.error.errorType.startsWith('Runtime.Unhandled')) {
        return { ok: false, error: said.error };
      }
      return this.#broken(said, run, run.timeoutMs);
    } finally {
      this.#worker.unref();
    }
  }

  /** Ends the thread, whatever it does. */
  async end(): Promise<void> {
    this.#gone = true;
    await this.#worker.terminate();
  }

  #broken(heard: Heard, run: Run, limitMs: number): Outcome {
    void this.end();
    return { ok: false, error: errorOf(heard, run, limitMs) };
  }

  #hear(heard: Heard): void {
    if (this.#listener === undefined) this.#unheard.push(heard);
    else this.#listener(heard);
  }

  #next(limitMs: number): Promise<Heard> {
    const waiting = this.#unheard.shift();
    if (waiting !== undefined) return Promise.resolve(waiting);
    return new Promise((resolve) => {
      const settle = (heard: Heard): void => {
        clearTimeout(timer);
        this.#listener = undefined;
        resolve(heard);
      };
      const timer = setTimeout(() => settle({ kind: 'late' }), limitMs);
      this.#listener = settle;
    });
  }
}

function errorOf(heard: Heard, run: Run, limitMs: number): FunctionError {
  switch (heard.kind) {
    case 'failed':
    case 'threw':
      return heard.error;
    case 'late': {
      const seconds = (limitMs / 1000).toFixed(2);
      const at = new Date(run.clock.shown + (Date.now() - run.clock.real) * run.clock.speed).toISOString();
      const errorMessage = `${at} ${run.requestId} Task timed out after ${seconds} seconds`;
      return { errorType: 'Sandbox.Timedout', errorMessage };
    }
    case 'gone': {
      const errorMessage = `RequestId: ${run.requestId} Error: Runtime exited with error: ${heard.why}`;
      return { errorType: 'Runtime.ExitError', errorMessage };
    }
    case 'ready':
    case 'done':
      throw new Error(`a worker of ${run.functionName} said '${heard.kind}' out of turn`);
  }
}
