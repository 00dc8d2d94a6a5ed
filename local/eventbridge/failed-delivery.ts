import { AwsError } from '../kernel/aws-error.ts';
import type { Patience } from './deliveries.ts';

/** A failure that trying again does not mend. `code` is one of EventBridge's, such as `NO_PERMISSIONS`. */
export class Undeliverable extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Why a delivery was given up. */
export interface FailedDelivery {
  readonly code: string;
  readonly message: string;
  readonly retries: number;
  /** The limit of the retry policy that was reached; none when trying again would not have helped. */
  readonly exhausted?: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';
}

/** What a failure means, when the next try would come `age` milliseconds after the first; `undefined`: try again. */
export function failureOf(
  error: unknown,
  retries: number,
  { maximumRetries, maximumAgeSeconds }: Patience,
  age: number,
): FailedDelivery | undefined {
  const failure = { code: codeOf(error), message: messageOf(error), retries };
  if (error instanceof Undeliverable) return failure;
  if (retries >= maximumRetries) return { ...failure, exhausted: 'MaximumRetryAttempts' };
  if (age > maximumAgeSeconds * 1_000) return { ...failure, exhausted: 'MaximumEventAgeInSeconds' };
  return undefined;
}

/** What AWS does not try again: a target that is not there, and one that may not be called. */
export function asUndeliverable(error: unknown): unknown {
  if (!(error instanceof AwsError)) return error;
  if (/AccessDenied|NoSuchEntity/.test(error.name)) return new Undeliverable('NO_PERMISSIONS', error.message);
  if (/NotFound|DoesNotExist/.test(error.name)) return new Undeliverable('NO_RESOURCE', error.message);
  return error;
}

function codeOf(error: unknown): string {
  if (error instanceof Undeliverable) return error.code;
  return error instanceof AwsError && /Throttl|TooManyRequests/.test(error.name) ? 'THROTTLING' : 'SDK_CLIENT_ERROR';
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message === '' ? 'the target gave no reason' : message;
}
