/** The three ways in which a state stops before its end. */

/** An error of the States Language: Retry and Catch may take it. A Fail state may leave out its name, its cause, or both. */
export class StateFailure extends Error {
  override readonly name = 'StateFailure';
  readonly error: string | undefined;
  override readonly cause: string | undefined;
  /** A heartbeat that failed to come is reported as `States.Timeout` and answers to `States.HeartbeatTimeout` too. */
  readonly alias: string | undefined;

  constructor(error: string | undefined, cause: string | undefined, alias?: string) {
    super(`${error ?? 'no error name'}: ${cause ?? 'no cause'}`);
    this.error = error;
    this.cause = cause;
    this.alias = alias;
  }
}

/** `aborted`: the execution, or the Parallel or Map around the state, ended. `shut-down`: this process goes, the execution does not. */
export type CancelReason = 'aborted' | 'shut-down';

/** No Retry and no Catch takes it. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** The next event would be the last that a history can hold. No Retry and no Catch takes it. */
export class HistoryFull extends Error {
  override readonly name = 'HistoryFull';
}
