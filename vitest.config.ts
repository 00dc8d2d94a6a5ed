import { defineConfig } from 'vitest/config';

const common = { testTimeout: 60_000, hookTimeout: 60_000 };
/** Each of these files runs whole worlds. */
const whole = ['story', 'api', 'cli', 'bad-input', 'simulation-local'].map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    projects: [
      { test: { ...common, name: 'parts', include: ['test/**/*.test.ts'], exclude: whole } },
      {
        test: {
          ...common,
          name: 'story',
          include: whole,
          globalSetup: 'test/story/synthesize-once.ts',
          // Worlds come with the processes of their tasks, and mostly wait: two at a time, apart from all else.
          maxWorkers: 2,
          maxConcurrency: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
