import { defineConfig } from 'vitest/config';
import { recordingsFolder } from './test/permissions/recordings-folder.ts';

const common = { testTimeout: 60_000, hookTimeout: 60_000, env: { BELAY_RECORDINGS: recordingsFolder } };
/** Each of these files runs whole worlds. */
const whole = ['story', 'api', 'cli', 'bad-input', 'simulation-local'].map((folder) => `test/${folder}/**/*.test.ts`);
/** Judges by what all worlds of the run have recorded. */
const last = 'test/permissions/proven.test.ts';

export default defineConfig({
  test: {
    projects: [
      { test: { ...common, name: 'parts', include: ['test/**/*.test.ts'], exclude: [...whole, last] } },
      {
        test: {
          ...common,
          name: 'story',
          include: whole,
          setupFiles: 'test/permissions/record-here.ts',
          globalSetup: ['test/story/synthesize-once.ts', 'test/permissions/finish-recordings.ts'],
          // Worlds come with the processes of their tasks, and mostly wait: two at a time, apart from all else.
          maxWorkers: 2,
          maxConcurrency: 2,
          sequence: { groupOrder: 1 },
        },
      },
      { test: { ...common, name: 'proof', include: [last], sequence: { groupOrder: 2 } } },
    ],
  },
});
