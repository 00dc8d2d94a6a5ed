import type { Json } from '../json.ts';
import type { StateFailure } from './failures.ts';

/** How one try of a Task state ended. */
export type TaskOutcome =
  | { readonly kind: 'succeeded'; readonly output: Json }
  | { readonly kind: 'failed'; readonly error?: string; readonly cause?: string }
  | { readonly kind: 'timed-out'; readonly heartbeat: boolean };

/** A failure as it is kept and shown: what is not there is left out. */
export function failed(failure: Pick<StateFailure, 'error' | 'cause'>): TaskOutcome & { readonly kind: 'failed' } {
  return { kind: 'failed', ...errorAndCause(failure.error, failure.cause) };
}

export function errorAndCause(
  error: string | undefined,
  cause: string | undefined,
): { error?: string; cause?: string } {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}
