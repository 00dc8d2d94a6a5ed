/** What the host and a worker say to each other. */
import type { Invocation } from './ports.ts';

/** A reading of the local AWS's clock: at `real` (milliseconds since 1970 by this machine) it showed `shown`. */
export interface ClockReading {
  readonly real: number;
  readonly shown: number;
  /** Milliseconds of the local AWS's time in one millisecond of this machine's. */
  readonly speed: number;
}

export interface WorkerStart {
  readonly folder: string;
  readonly handler: string;
  readonly clock: ClockReading;
}

export interface Run {
  readonly requestId: string;
  readonly functionArn: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly memoryMb: number;
  readonly logGroup: string;
  readonly logStream: string;
  readonly traceId: string;
  /** Milliseconds of real time. */
  readonly timeoutMs: number;
  readonly clock: ClockReading;
  /** JSON text. */
  readonly payload: string;
}

export type FunctionError = Extract<Invocation, { ok: false }>['error'];

/** `ready` once, or `failed` when the code cannot be loaded; then one `done` for each `Run`. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly error: FunctionError }
  | { readonly kind: 'done'; readonly payload: string }
  | { readonly kind: 'threw'; readonly error: FunctionError };

/** Lambda's limit for an answer: 6 MB and what the envelope takes. */
export const LONGEST_ANSWER = 6_291_556;
