/** What the rest of the local AWS sees of Lambda. */
export interface Lambdas {
  /** Runs a function and gives its answer, as RequestResponse does. `name` is a name or an ARN, with or without a qualifier. */
  invoke(name: string, payload: unknown): Promise<Invocation>;
  /**
   * Runs a function as Event does: two more tries after one and two minutes (or as its EventInvokeConfig says), then its
   * on-failure destination. Resolves when the event is accepted.
   */
  send(name: string, payload: unknown): Promise<void>;
}

/** One run of a function that is under way. */
export interface RunningFunction {
  readonly name: string;
  /** JSON text. */
  readonly payload: string;
  /** Ends its process at once, as a crash does. */
  kill(): void;
}

export type Invocation =
  | { readonly ok: true; readonly payload: unknown }
  /** `errorType` and `errorMessage` as in the function's error answer; a timeout is `Sandbox.Timedout`. */
  | { readonly ok: false; readonly error: { errorType: string; errorMessage: string; trace?: readonly string[] } };
