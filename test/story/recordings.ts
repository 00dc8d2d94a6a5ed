import { basename, join } from 'node:path';
import { expect } from 'vitest';

/** Where the worlds of this test file write down which calls their roles made; `undefined` where nobody asks for it. */
export function recordingsHere(): string | undefined {
  const { BELAY_RECORDINGS: folder } = process.env;
  const { testPath } = expect.getState();
  return folder === undefined || testPath === undefined ? undefined : join(folder, basename(testPath, '.test.ts'));
}
