import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect } from 'vitest';
import { recordingName } from './recordings.ts';
import { recordingsFolder } from './recordings-folder.ts';

// The worlds of each test file write down which calls their roles made, in a folder of the file's own. It is there even where they write
// nothing: that shows that they ran.
beforeAll(() => {
  const { testPath } = expect.getState();
  if (testPath === undefined) return;
  const folder = join(recordingsFolder, recordingName(testPath));
  mkdirSync(folder, { recursive: true });
  process.env.BELAY_RECORDINGS_HERE = folder;
});
