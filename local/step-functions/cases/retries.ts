import { deepEqual, equal } from 'node:assert/strict';
import { type Bench, invoke } from './bench.ts';
import type { OwnCase } from './own-case.ts';

const RETRY = 'Handling errors in Step Functions workflows: Retrying after an error';

/** Seconds from the start at which the function was called. It always fails, with the error names given, the last one for ever. */
async function calls(bench: Bench, Retry: object, ...names: readonly string[]): Promise<readonly number[]> {
  const start = bench.clock.now();
  const times: number[] = [];
  bench.functions.work = () => {
    times.push((bench.clock.now() - start) / 1000);
    const error = new Error('no');
    error.name = names[times.length - 1] ?? names.at(-1) ?? 'Error';
    throw error;
  };
  await bench.run({ Try: invoke('', { Retry }) });
  await bench.seconds(3600);
  return times;
}

const ALL = ['States.ALL'];

export const retries: readonly OwnCase[] = [
  {
    name: 'without other fields there are three retries, after 1, 2 and 4 seconds',
    source: { page: RETRY, says: 'IntervalSeconds is 1, MaxAttempts 3 and BackoffRate 2 where they are left out.' },
    run: async (bench) => deepEqual(await calls(bench, [{ ErrorEquals: ALL }]), [0, 1, 3, 7]),
  },
  {
    name: 'each wait is BackoffRate times the one before',
    source: { page: RETRY, says: 'BackoffRate multiplies the interval after each attempt.' },
    run: async (bench) =>
      deepEqual(
        await calls(bench, [{ ErrorEquals: ALL, IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 3 }]),
        [0, 2, 8, 26],
      ),
  },
  {
    name: 'MaxDelaySeconds bounds each wait',
    source: { page: RETRY, says: 'MaxDelaySeconds is the longest interval that the backoff comes to.' },
    run: async (bench) =>
      deepEqual(
        await calls(bench, [{ ErrorEquals: ALL, IntervalSeconds: 2, MaxDelaySeconds: 5, MaxAttempts: 4 }]),
        [0, 2, 6, 11, 16],
      ),
  },
  {
    name: 'full jitter takes a random part of the bounded wait',
    source: { page: RETRY, says: 'JitterStrategy FULL takes a delay between 0 and the computed one at random.' },
    bench: { random: () => 0.25 },
    run: async (bench) =>
      deepEqual(
        await calls(bench, [
          { ErrorEquals: ALL, IntervalSeconds: 8, MaxDelaySeconds: 20, MaxAttempts: 3, JitterStrategy: 'FULL' },
        ]),
        [0, 2, 6, 11],
      ),
  },
  {
    name: 'MaxAttempts 0 is no retry',
    source: { page: RETRY, says: 'With MaxAttempts 0 the error is never retried.' },
    run: async (bench) => deepEqual(await calls(bench, [{ ErrorEquals: ALL, MaxAttempts: 0 }]), [0]),
  },
  {
    name: 'the first retrier that names the error takes it, and each counts for itself',
    source: { page: RETRY, says: 'Retriers are looked through in their order; each tracks its own attempts.' },
    run: async (bench) =>
      deepEqual(
        await calls(
          bench,
          [
            { ErrorEquals: ['A'], IntervalSeconds: 10, BackoffRate: 1, MaxAttempts: 2 },
            { ErrorEquals: ALL, IntervalSeconds: 1, BackoffRate: 1, MaxAttempts: 2 },
          ],
          'A',
          'B',
          'A',
          'A',
        ),
        [0, 10, 11, 21],
      ),
  },
  {
    name: 'an error that no retrier names is not retried',
    source: { page: RETRY, says: 'A retrier applies when its ErrorEquals has the name of the error.' },
    run: async (bench) => deepEqual(await calls(bench, [{ ErrorEquals: ['Other'] }]), [0]),
  },
  {
    name: 'Catch comes only when the retries are used up, and the state is entered once',
    source: { page: RETRY, says: 'Where a state has both, retries come first, and catchers when they are exhausted.' },
    async run(bench) {
      bench.functions.work = () => {
        throw new Error('no');
      };
      const Retry = [{ ErrorEquals: ALL, MaxAttempts: 2 }];
      const Catch = [{ ErrorEquals: ALL, Next: 'Caught' }];
      const execution = await bench.run({ Try: invoke('', { Retry, Catch }), Caught: { Type: 'Succeed' } });
      await bench.seconds(10);
      const types = await bench.types(execution);
      equal(types.filter((type) => type === 'TaskScheduled').length, 3);
      equal(types.filter((type) => type === 'TaskStateEntered').length, 1);
      equal(bench.stepFunctions.transitions(execution), 2);
    },
  },
  {
    name: 'RetryCount in the context object counts the retries of the state',
    source: {
      page: 'Accessing execution data from the Context object',
      says: 'State.RetryCount is the number of retries.',
    },
    async run(bench) {
      const counts: unknown[] = [];
      bench.functions.work = ({ count }) => {
        counts.push(count);
        if (counts.length < 3) throw new Error('no');
      };
      await bench.run({
        Try: invoke('', { Retry: [{ ErrorEquals: ALL }] }, { count: '{% $states.context.State.RetryCount %}' }),
      });
      await bench.seconds(10);
      deepEqual(counts, [0, 1, 2]);
    },
  },
];
