/** Time is a port: the same local AWS runs on real time, on shortened time, and on virtual time in tests. */

/** Ends a wait that has not fired yet; afterwards it does nothing. */
export type Cancel = () => void;

export interface Clock {
  /** Milliseconds since 1970, in the local AWS's own time. */
  now(): number;
  /** Runs once, `milliseconds` of the local AWS's own time from now. */
  after(milliseconds: number, run: () => void): Cancel;
}
