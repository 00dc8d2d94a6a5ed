import { equal, notEqual, rejects } from 'node:assert/strict';
import type { Bench } from './bench.ts';
import { invoke } from './bench.ts';
import type { OwnCase } from './own-case.ts';

const CALLBACK = {
  page: 'Discover service integration patterns: Wait for a Callback with Task Token',
  says: 'The task is paused until its token comes back with SendTaskSuccess or SendTaskFailure.',
};
const CLOSED = {
  page: 'API SendTaskSuccess: Errors',
  says: 'TaskTimedOut: the token has expired, or its task was closed already.',
};

/** A function that keeps the tokens which it is given. */
export function keepTokens(bench: Bench): string[] {
  const tokens: string[] = [];
  bench.functions.work = ({ token = '' }) => {
    tokens.push(token);
    return 'started';
  };
  return tokens;
}

const wait = { Wait: invoke('.waitForTaskToken', { TimeoutSeconds: 60 }) };

export const tokens: readonly OwnCase[] = [
  {
    name: 'SendTaskSuccess gives the task its result',
    source: CALLBACK,
    async run(bench) {
      const [token] = await begun(bench);
      await bench.call('SendTaskSuccess', { taskToken: token, output: '{"woken":true}' });
      const execution = await bench.end(EXECUTION);
      equal(JSON.stringify(execution), '{"status":"SUCCEEDED","output":{"woken":true}}');
      const types = (await bench.types(EXECUTION)).join(' ');
      equal(
        types,
        'ExecutionStarted TaskStateEntered TaskScheduled TaskStarted TaskSubmitted TaskSucceeded TaskStateExited ExecutionSucceeded',
      );
    },
  },
  {
    name: 'SendTaskFailure fails the task with the given error and cause',
    source: CALLBACK,
    async run(bench) {
      const [token] = await begun(bench);
      await bench.call('SendTaskFailure', { taskToken: token, error: 'Bad', cause: 'because' });
      const { status, error, cause } = await bench.describe(EXECUTION);
      equal(`${status} ${error} ${cause}`, 'FAILED Bad because');
    },
  },
  {
    name: 'a token is redeemed once',
    source: CLOSED,
    async run(bench) {
      const [token] = await begun(bench);
      await bench.call('SendTaskSuccess', { taskToken: token, output: '1' });
      await rejects(bench.call('SendTaskSuccess', { taskToken: token, output: '2' }), { name: 'TaskTimedOut' });
      await rejects(bench.call('SendTaskHeartbeat', { taskToken: token }), { name: 'TaskTimedOut' });
      equal((await bench.end(EXECUTION)).output, 1);
    },
  },
  {
    name: 'a token cannot be redeemed after the task timed out',
    source: CLOSED,
    async run(bench) {
      const [token] = await begun(bench);
      await bench.seconds(60);
      equal((await bench.end(EXECUTION)).error, 'States.Timeout');
      await rejects(bench.call('SendTaskSuccess', { taskToken: token, output: '1' }), { name: 'TaskTimedOut' });
    },
  },
  {
    name: 'a token that was never given out is invalid',
    source: { page: 'API SendTaskSuccess: Errors', says: 'InvalidToken: the provided token is not valid.' },
    async run(bench) {
      for (const taskToken of ['made-up', 'A'.repeat(900), '']) {
        await rejects(bench.call('SendTaskSuccess', { taskToken, output: '1' }), { name: 'InvalidToken' });
      }
    },
  },
  {
    name: 'an output that is no JSON is refused, and the token stays open',
    source: { page: 'API SendTaskSuccess: Errors', says: 'InvalidOutput: the provided JSON output data is not valid.' },
    async run(bench) {
      const [token] = await begun(bench);
      await rejects(bench.call('SendTaskSuccess', { taskToken: token, output: '{' }), { name: 'InvalidOutput' });
      await bench.call('SendTaskSuccess', { taskToken: token, output: '1' });
      equal((await bench.end(EXECUTION)).output, 1);
    },
  },
  {
    name: 'a token can be redeemed by the function that it is given to, before that function answers',
    source: { unverified: true },
    async run(bench) {
      bench.functions.work = async ({ token = '' }) => {
        await bench.call('SendTaskSuccess', { taskToken: token, output: '"early"' });
        throw new Error('the answer comes too late to matter');
      };
      await bench.run(wait);
      equal((await bench.end(EXECUTION)).output, 'early');
    },
  },
  {
    name: 'heartbeats keep a task waiting, and their absence ends it with States.Timeout',
    source: {
      page: 'Discover service integration patterns: Configure a Heartbeat Timeout for a Waiting Task',
      says: 'Each SendTaskHeartbeat starts the interval anew; without one in time the task fails with States.Timeout.',
    },
    async run(bench) {
      const [token] = await begun(bench, { Wait: invoke('.waitForTaskToken', { HeartbeatSeconds: 10 }) });
      await bench.seconds(9);
      await bench.call('SendTaskHeartbeat', { taskToken: token });
      await bench.seconds(9);
      equal((await bench.describe(EXECUTION)).status, 'RUNNING');
      await bench.seconds(1);
      equal((await bench.end(EXECUTION)).error, 'States.Timeout');
    },
  },
  {
    name: 'a missing heartbeat is caught as States.HeartbeatTimeout too',
    source: {
      page: 'Handling errors in Step Functions workflows: Error names',
      says: 'States.HeartbeatTimeout, no heartbeat in time, can be used in Catch and Retry.',
    },
    async run(bench) {
      const Catch = [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Caught' }];
      keepTokens(bench);
      await bench.run({
        Wait: invoke('.waitForTaskToken', { HeartbeatSeconds: 10, Catch }),
        Caught: { Type: 'Succeed', Output: 'caught' },
      });
      await bench.seconds(10);
      equal((await bench.end(EXECUTION)).output, 'caught');
    },
  },
  {
    name: 'every try has a token of its own, and the old one is dead',
    source: {
      page: 'Discover service integration patterns: Wait for a Callback with Task Token',
      says: 'When such a task times out, a new random token is made.',
    },
    async run(bench) {
      const Retry = [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1, IntervalSeconds: 1 }];
      const given = keepTokens(bench);
      await bench.run({ Wait: invoke('.waitForTaskToken', { TimeoutSeconds: 60, Retry }) });
      await bench.seconds(62);
      equal(given.length, 2);
      notEqual(given[0], given[1]);
      await rejects(bench.call('SendTaskSuccess', { taskToken: given[0], output: '1' }), { name: 'TaskTimedOut' });
      await bench.call('SendTaskSuccess', { taskToken: given[1], output: '2' });
      equal((await bench.end(EXECUTION)).output, 2);
    },
  },
  {
    name: 'tokens are long: what keeps them must not count on short ones',
    source: { page: 'API SendTaskFailure: Request Parameters', says: 'A token has up to 2048 characters.' },
    async run(bench) {
      const [token = ''] = await begun(bench);
      equal(token.length, 900);
    },
  },
];

const EXECUTION = 'arn:aws:states:us-east-1:000000000000:execution:machine:run';

async function begun(bench: Bench, states: object = wait): Promise<readonly string[]> {
  const given = keepTokens(bench);
  await bench.run(states);
  return given;
}
