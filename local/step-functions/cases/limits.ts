import { deepEqual, equal, rejects } from 'node:assert/strict';
import { invoke } from './bench.ts';
import type { OwnCase } from './own-case.ts';

const QUOTAS = 'Step Functions service quotas';
const SIZE = { page: QUOTAS, says: 'Input and output of a task, state or execution: 256 KiB of UTF-8, a hard limit.' };

export const limits: readonly OwnCase[] = [
  {
    name: 'an output of exactly 256 KiB is handed on, one byte more is States.DataLimitExceeded',
    source: SIZE,
    async run(bench) {
      const machine = bench.machine('machine', {
        Grow: { Type: 'Pass', Output: '{% $pad($states.input, $length($states.input) + 200000, "x") %}', End: true },
      });
      // Two quotes belong to the string.
      const fits = await bench.start(machine, 'a'.repeat(262_144 - 2 - 200_000), 'fits');
      equal((await bench.end(fits)).status, 'SUCCEEDED');
      const over = await bench.start(machine, 'a'.repeat(262_145 - 2 - 200_000), 'over');
      deepEqual(await bench.end(over), { status: 'FAILED', error: 'States.DataLimitExceeded' });
      deepEqual(await bench.types(over), ['ExecutionStarted', 'PassStateEntered', 'ExecutionFailed']);
    },
  },
  {
    name: 'bytes count, not characters',
    source: SIZE,
    async run(bench) {
      bench.functions.work = () => 'ü'.repeat(140_000);
      const execution = await bench.run({ Work: invoke('') });
      equal((await bench.end(execution)).error, 'States.DataLimitExceeded');
    },
  },
  {
    name: 'a result that is too large fails the task, and can be caught',
    source: {
      page: 'Handling errors in Step Functions workflows: Error names',
      says: 'States.DataLimitExceeded: the output of an integration or a state is larger than the quota.',
    },
    async run(bench) {
      bench.functions.work = () => 'x'.repeat(300_000);
      const Catch = [
        { ErrorEquals: ['States.DataLimitExceeded'], Next: 'Caught', Output: '{% $states.errorOutput.Cause %}' },
      ];
      const execution = await bench.run({ Work: invoke('', { Catch }), Caught: { Type: 'Succeed' } });
      equal(
        (await bench.end(execution)).output,
        "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit.",
      );
    },
  },
  {
    // The page on errors says that States.ALL cannot catch it. Public recordings of AWS show that it does, for a task's result.
    name: 'a result that is too large is taken by States.ALL',
    source: { unverified: true },
    async run(bench) {
      bench.functions.work = () => 'x'.repeat(300_000);
      const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught', Output: 'caught' }];
      const execution = await bench.run({ Work: invoke('', { Catch }), Caught: { Type: 'Succeed' } });
      equal((await bench.end(execution)).output, 'caught');
    },
  },
  {
    name: 'an input that is too large is refused',
    source: SIZE,
    async run(bench) {
      const machine = bench.machine('machine', { Done: { Type: 'Succeed' } });
      await rejects(bench.start(machine, 'x'.repeat(262_144)), { name: 'ValidationException' });
    },
  },
  {
    name: 'the event that fills the history is the failure of the execution',
    source: { page: QUOTAS, says: 'A history has at most 25,000 events; an execution that reaches them fails.' },
    bench: { historyLimit: 50 },
    async run(bench) {
      const execution = await bench.run({
        Loop: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'Loop' }], Default: 'Never' },
        Never: { Type: 'Succeed' },
      });
      const { status, error, cause } = await bench.describe(execution);
      equal(
        `${status} ${error} ${cause}`,
        'FAILED States.Runtime The execution reached the maximum number of history events (50).',
      );
      const events = await bench.history(execution);
      deepEqual([events.length, events.at(-1)?.type, events.at(-1)?.previousEventId], [50, 'ExecutionFailed', 49]);
    },
  },
  {
    name: 'a full history cannot be caught',
    source: {
      page: 'Handling errors in Step Functions workflows: Error names',
      says: 'States.Runtime is neither retried nor caught.',
    },
    bench: { historyLimit: 30 },
    async run(bench) {
      const branch = (loop: string) => ({
        StartAt: loop,
        States: {
          [loop]: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: loop }], Default: `Not ${loop}` },
          [`Not ${loop}`]: { Type: 'Succeed' },
        },
      });
      const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
      const execution = await bench.run({
        Both: { Type: 'Parallel', Branches: [branch('Left'), branch('Right')], Catch, End: true },
        Caught: { Type: 'Succeed' },
      });
      deepEqual(await bench.end(execution), { status: 'FAILED', error: 'States.Runtime' });
      equal((await bench.history(execution)).length, 30);
    },
  },
];
