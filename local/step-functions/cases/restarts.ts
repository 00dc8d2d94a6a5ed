import { deepEqual, equal } from 'node:assert/strict';
import { invoke } from './bench.ts';
import type { OwnCase } from './own-case.ts';
import { keepTokens } from './tokens.ts';

/** Executions on AWS outlive every machine that they run on; here the machine is a process. */
const DURABLE = {
  page: 'Choosing workflow type in Step Functions',
  says: 'The state of a standard workflow is kept between its steps; it runs for up to a year.',
};

export const restarts: readonly OwnCase[] = [
  {
    name: 'a token from before a restart is redeemed after it',
    source: DURABLE,
    async run(bench) {
      const given = keepTokens(bench);
      const execution = await bench.run({ Wait: invoke('.waitForTaskToken', { TimeoutSeconds: 3600 }) });
      await bench.restart(60);
      equal(given.length, 1);
      await bench.call('SendTaskSuccess', { taskToken: given[0], output: '"woken"' });
      deepEqual(await bench.end(execution), { status: 'SUCCEEDED', output: 'woken' });
    },
  },
  {
    name: 'a token that was redeemed before a restart stays redeemed',
    source: DURABLE,
    async run(bench) {
      const given = keepTokens(bench);
      const states = {
        Wait: invoke('.waitForTaskToken', { Next: 'Rest' }),
        Rest: { Type: 'Wait', Seconds: 60, End: true },
      };
      const execution = await bench.run(states);
      await bench.call('SendTaskSuccess', { taskToken: given[0], output: '"first"' });
      await bench.restart();
      const again = bench.call('SendTaskSuccess', { taskToken: given[0], output: '"second"' });
      equal(await again.catch((error: Error) => error.name), 'TaskTimedOut');
      await bench.seconds(60);
      equal((await bench.end(execution)).output, 'first');
    },
  },
  {
    name: 'a Wait goes on with what is left of it',
    source: DURABLE,
    async run(bench) {
      const execution = await bench.run({ Rest: { Type: 'Wait', Seconds: 100, End: true } });
      await bench.seconds(40);
      await bench.restart(30);
      await bench.seconds(29);
      equal((await bench.end(execution)).status, 'RUNNING');
      await bench.seconds(1);
      equal((await bench.end(execution)).status, 'SUCCEEDED');
    },
  },
  {
    name: 'what fell due while nobody ran fires at once',
    source: DURABLE,
    async run(bench) {
      keepTokens(bench);
      const execution = await bench.run({ Wait: invoke('.waitForTaskToken', { TimeoutSeconds: 60 }) });
      await bench.restart(61);
      equal((await bench.end(execution)).error, 'States.Timeout');
    },
  },
  {
    name: 'a request without an answer goes out again, with the same token',
    source: { unverified: true },
    async run(bench) {
      const given: string[] = [];
      bench.functions.work = ({ token = '' }) => {
        given.push(token);
        return given.length === 1 ? new Promise(() => {}) : 'answered';
      };
      const execution = await bench.run({ Wait: invoke('.waitForTaskToken') });
      await bench.restart();
      equal(given.length, 2);
      equal(given[0], given[1]);
      await bench.call('SendTaskSuccess', { taskToken: given[1], output: '1' });
      deepEqual(await bench.end(execution), { status: 'SUCCEEDED', output: 1 });
    },
  },
  {
    name: 'a Retry that waits goes on with what is left of it, and keeps its count',
    source: DURABLE,
    async run(bench) {
      let calls = 0;
      bench.functions.work = () => {
        calls += 1;
        throw new Error('no');
      };
      const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 100, BackoffRate: 1, MaxAttempts: 2 }];
      const execution = await bench.run({ Try: invoke('', { Retry }) });
      await bench.restart(60);
      await bench.seconds(39);
      equal(calls, 1);
      await bench.seconds(1);
      equal(calls, 2);
      await bench.restart(100);
      equal(calls, 3);
      equal((await bench.end(execution)).status, 'FAILED');
    },
  },
  {
    name: 'the machine itself times out when its time ends, also over a restart',
    source: DURABLE,
    async run(bench) {
      const states = { Rest: { Type: 'Wait', Seconds: 1000, End: true } };
      const execution = await bench.run(states, {}, { TimeoutSeconds: 100 });
      await bench.restart(99);
      equal((await bench.end(execution)).status, 'RUNNING');
      await bench.seconds(1);
      equal((await bench.end(execution)).status, 'TIMED_OUT');
    },
  },
  {
    name: 'executions that ended are still listed and readable, with all of their history',
    source: { page: 'Step Functions service quotas', says: 'The history of a closed execution is kept for 90 days.' },
    async run(bench) {
      const loop = {
        Count: { Type: 'Pass', Assign: { n: '{% ($exists($n) ? $n : 0) + 1 %}' }, Next: 'Enough?' },
        'Enough?': {
          Type: 'Choice',
          Choices: [{ Condition: '{% $n >= 80 %}', Next: 'Done' }],
          Default: 'Count',
        },
        Done: { Type: 'Succeed', Output: '{% $n %}' },
      };
      const execution = await bench.run(loop);
      const before = await bench.history(execution);
      await bench.restart();
      deepEqual(await bench.end(execution), { status: 'SUCCEEDED', output: 80 });
      deepEqual(await bench.history(execution), before);
      equal(before.length, 324);
    },
  },
  {
    name: 'a Parallel runs again as a whole, with new tokens',
    source: { unverified: true },
    async run(bench) {
      const given = keepTokens(bench);
      const branch = { StartAt: 'Wait', States: { Wait: invoke('.waitForTaskToken') } };
      const execution = await bench.run({ Both: { Type: 'Parallel', Branches: [branch], End: true } });
      await bench.restart();
      equal(new Set(given).size, 2);
      await bench.call('SendTaskSuccess', { taskToken: given[1], output: '1' });
      deepEqual(await bench.end(execution), { status: 'SUCCEEDED', output: [1] });
    },
  },
];
