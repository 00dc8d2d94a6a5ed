import { deepEqual, equal } from 'node:assert/strict';
import { invoke } from './bench.ts';
import type { OwnCase } from './own-case.ts';
import { keepTokens } from './tokens.ts';

const TASK = 'Task workflow state';

export const timeouts: readonly OwnCase[] = [
  {
    name: 'TimeoutSeconds can be an expression over input and variables',
    source: {
      page: TASK,
      says: 'In JSONata states TimeoutSeconds takes a positive integer or an expression that gives one.',
    },
    async run(bench) {
      keepTokens(bench);
      const execution = await bench.run(
        {
          Plan: { Type: 'Pass', Assign: { minutes: 2 }, Next: 'Wait' },
          Wait: invoke('.waitForTaskToken', { TimeoutSeconds: '{% $minutes * 60 + $states.input.extra %}' }),
        },
        { extra: 5 },
      );
      await bench.seconds(124);
      equal((await bench.describe(execution)).status, 'RUNNING');
      await bench.seconds(1);
      equal((await bench.end(execution)).error, 'States.Timeout');
      const scheduled = (await bench.history(execution)).find(({ type }) => type === 'TaskScheduled');
      equal(scheduled?.taskScheduledEventDetails?.timeoutInSeconds, 125);
    },
  },
  {
    name: 'TimeoutSeconds that is no whole number, or not above zero, is an evaluation error before anything is invoked',
    source: { page: TASK, says: 'TimeoutSeconds is a positive integer, at most 99999999.' },
    async run(bench) {
      const given = keepTokens(bench);
      const states = { Wait: invoke('.waitForTaskToken', { TimeoutSeconds: '{% $states.input %}' }) };
      const machine = bench.machine('machine', states);
      for (const input of [0, -1, 1.5, '60', null, 100_000_000]) {
        const execution = await bench.start(machine, input, `run-${JSON.stringify(input).replaceAll('"', '')}`);
        equal((await bench.end(execution)).error, 'States.QueryEvaluationError');
        deepEqual(await bench.types(execution), [
          'ExecutionStarted',
          'TaskStateEntered',
          'EvaluationFailed',
          'ExecutionFailed',
        ]);
      }
      equal(given.length, 0);
    },
  },
  {
    name: 'a timed-out task has no cause, and is caught with an empty one',
    source: { unverified: true },
    async run(bench) {
      bench.functions.work = () => new Promise(() => {});
      const Catch = [{ ErrorEquals: ['States.Timeout'], Next: 'Caught', Output: '{% $states.errorOutput %}' }];
      const execution = await bench.run({
        Work: invoke('', { TimeoutSeconds: 5, Catch }),
        Caught: { Type: 'Succeed' },
      });
      await bench.seconds(5);
      deepEqual((await bench.end(execution)).output, { Error: 'States.Timeout', Cause: '' });
    },
  },
  {
    name: 'an answer after the timeout changes nothing',
    source: { unverified: true },
    async run(bench) {
      let answer: (value: unknown) => void = () => {};
      bench.functions.work = () =>
        new Promise((resolve) => {
          answer = resolve;
        });
      const execution = await bench.run({ Work: invoke('', { TimeoutSeconds: 5 }) });
      await bench.seconds(5);
      const before = await bench.history(execution);
      answer('late');
      await bench.settle();
      deepEqual(await bench.history(execution), before);
    },
  },
  {
    name: 'States.TaskFailed does not take a timeout',
    source: {
      page: 'Handling errors in Step Functions workflows: Error names',
      says: 'In Retry and Catch, States.TaskFailed stands for every known error name but States.Timeout.',
    },
    async run(bench) {
      bench.functions.work = () => new Promise(() => {});
      const Catch = [{ ErrorEquals: ['States.TaskFailed'], Next: 'Caught' }];
      const execution = await bench.run({
        Work: invoke('', { TimeoutSeconds: 5, Catch }),
        Caught: { Type: 'Succeed' },
      });
      await bench.seconds(5);
      deepEqual(await bench.end(execution), { status: 'FAILED', error: 'States.Timeout' });
    },
  },
  {
    name: 'the end of the time of the machine ends the execution TIMED_OUT, and no Catch runs',
    source: {
      page: 'State machine structure in Amazon States Language',
      says: 'An execution that runs longer than the TimeoutSeconds of its machine fails with States.Timeout.',
    },
    async run(bench) {
      keepTokens(bench);
      const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
      const states = { Wait: invoke('.waitForTaskToken', { Catch }), Caught: { Type: 'Succeed' } };
      const execution = await bench.run(states, {}, { TimeoutSeconds: 30 });
      await bench.seconds(30);
      deepEqual(await bench.end(execution), { status: 'TIMED_OUT' });
      const last = (await bench.history(execution)).at(-1);
      deepEqual(last?.executionTimedOutEventDetails, { error: 'States.Timeout' });
      equal(last?.previousEventId, 0);
    },
  },
];
