import { StateFailure } from './failures.ts';

/** Bytes of UTF-8 that an input, an output or a result can have. */
export const LARGEST_DATA = 256 * 1024;

/** Throws `States.DataLimitExceeded` in the words of AWS. `of` is a state's name, an integration, or a function's ARN. */
export function requireSize(text: string, of: string): void {
  if (Buffer.byteLength(text) <= LARGEST_DATA) return;
  throw new StateFailure(
    'States.DataLimitExceeded',
    `The state/task '${of}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}
