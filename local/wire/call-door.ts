/** What befalls one call. Both throw: an AwsError is the answer, a `Severed` ends the connection without one. */
export interface CallFault {
  /** Before anything was done. */
  before(): void;
  /** After it was done. */
  after(): void;
}

/** Where a fault may strike a call of an operation; `undefined`: it does not. */
export type CallDoor = (service: string, operation: string, input: unknown) => CallFault | undefined;

/** The connection ended before an answer came. */
export class Severed extends Error {}
