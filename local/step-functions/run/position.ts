import type { Json } from '../json.ts';
import type { TaskOutcome } from './task-outcome.ts';

/** Where a workflow stands: all that is needed to go on from here in another process. */
export interface Position {
  state: string;
  input: Json;
  variables: Readonly<Record<string, Json>>;
  /** Id of the last event on this way, the `previousEventId` of the next. */
  lastEvent: number;
  /** `undefined` until the state's Entered event is written. */
  entered?: { readonly event: number; readonly at: number };
  /** Retries so far, by the place of the retrier. */
  retries: readonly number[];
  /** When the next retry begins. */
  retryAt?: number;
  /** When a Wait state ends. */
  waitUntil?: number;
  /** Of the try that is under way, where somebody outside can answer for the task. */
  token?: string;
  /** The try of a Task state that is under way. */
  task?: PendingTask;
}

export interface PendingTask {
  readonly arguments: Json;
  /** The role that the task assumes; `undefined`: the machine's own. */
  readonly assumes?: string;
  /** Tells this try from every other one of the account, also when it goes out twice. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly timeoutAt?: number;
  readonly heartbeatSeconds?: number;
  heartbeatAt?: number;
  /** The request was answered; what is awaited now is the token or the job. */
  submitted: boolean;
  /** What the request started: the ARN of a nested execution. */
  job?: string;
  /** What the holder of the token said. */
  outcome?: TaskOutcome;
}

export function startOf(
  state: string,
  input: Json,
  variables: Readonly<Record<string, Json>>,
  lastEvent: number,
): Position {
  return { state, input, variables, lastEvent, retries: [] };
}
