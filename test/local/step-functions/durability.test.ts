import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AwsError } from '../../../local/kernel/aws-error.ts';
import { type StateFiles, stateFilesIn, stateFilesInMemory } from '../../../local/kernel/state-files.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import type { Lambdas } from '../../../local/lambda/ports.ts';
import type { createStepFunctions } from '../../../local/step-functions/create-step-functions.ts';
import { ask, story, workers } from './story.ts';

/** A process that dies at a write: neither that write nor anything after it happens. */
function dyingAfter(writes: number, files: StateFiles, lambdas: Lambdas): { files: StateFiles; lambdas: Lambdas } {
  let left = writes;
  const alive = (): boolean => left > 0;
  const write = (act: () => void): void => {
    if (alive()) act();
    left -= 1;
  };
  return {
    files: {
      load: (name) => files.load(name),
      save: (name, document) => write(() => files.save(name, document)),
      remove: (name) => write(() => files.remove(name)),
    },
    lambdas: {
      invoke: (name, payload) => (alive() ? lambdas.invoke(name, payload) : new Promise(() => {})),
      send: (name, payload) => (alive() ? lambdas.send(name, payload) : new Promise(() => {})),
    },
  };
}

const { start, end } = story;

/** More than the story writes, so that the last ones let it end undisturbed. */
const WRITES = 60;

test('wherever the process dies, the execution comes to the same end in the next one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 300 }), async (away) => {
      for (let writes = 0; writes <= WRITES; writes++) await dieAndGoOn(writes, away);
    }),
    { numRuns: 2 },
  );
});

async function dieAndGoOn(writes: number, away: number): Promise<void> {
  const clock = new VirtualClock();
  const files = stateFilesInMemory();
  const { lambdas, tokens } = workers();
  const first = story.begin({ clock, ...dyingAfter(writes, files, lambdas) });
  await start(first);
  await drive(first, clock, tokens);
  first.stop();
  await clock.advance(away * 1000);

  const second = story.begin({ clock, files, lambdas });
  second.resume();
  await start(second).catch((error: Error) => expect(error.name).toBe('ExecutionAlreadyExists'));
  await drive(second, clock, tokens);
  expect(await end(second), `after ${writes} writes`).toEqual({
    status: 'SUCCEEDED',
    output: '{"parts":["a","b"],"child":42}',
  });
  second.stop();
}

/** Redeems every token that was given out, and lets an hour pass. */
async function drive(
  stepFunctions: ReturnType<typeof createStepFunctions>,
  clock: VirtualClock,
  tokens: ReadonlySet<string>,
): Promise<void> {
  for (let minute = 0; minute < 60; minute++) {
    for (const taskToken of tokens) {
      await ask(stepFunctions, 'SendTaskSuccess', { taskToken, output: '"woken"' }).catch((error: Error) =>
        expect(['TaskTimedOut', 'TaskDoesNotExist']).toContain(error.name),
      );
    }
    await clock.advance(60_000);
  }
}

test('an execution survives kill -9, and its token is redeemed by the next process', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'belay-step-functions-'));
  const child = spawn(process.execPath, [new URL('./story-process.ts', import.meta.url).pathname, folder]);
  const token = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()));
    child.once('exit', (code) => reject(new Error(`the process ended with ${code}`)));
  });
  const died = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  child.kill('SIGKILL');
  expect(await died).toBe('SIGKILL');

  const clock = new VirtualClock(Date.now());
  const { lambdas, tokens } = workers();
  const next = story.begin({ clock, files: stateFilesIn(folder), lambdas });
  next.resume();
  await drive(next, clock, new Set([token]));
  await drive(next, clock, tokens);
  expect((await end(next)).status).toBe('SUCCEEDED');
  next.stop();
  rmSync(folder, { recursive: true });
});

test('a token of a life that was reset is not known any more', async () => {
  const clock = new VirtualClock();
  const { lambdas, tokens } = workers();
  const before = story.begin({ clock, files: stateFilesInMemory(), lambdas });
  await start(before);
  await clock.advance(60_000);
  before.stop();
  const after = story.begin({ clock, files: stateFilesInMemory(), lambdas });
  const redeemed = ask(after, 'SendTaskSuccess', { taskToken: [...tokens][0], output: '1' });
  await expect(redeemed).rejects.toBeInstanceOf(AwsError);
  await expect(redeemed).rejects.toMatchObject({ name: 'TaskDoesNotExist' });
});
