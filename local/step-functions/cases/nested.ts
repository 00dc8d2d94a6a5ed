import { deepEqual, equal, match } from 'node:assert/strict';
import { isObject } from '../json.ts';
import type { Bench } from './bench.ts';
import type { OwnCase } from './own-case.ts';

const NESTED = 'Start a new AWS Step Functions state machine from a running execution';
const JOB = 'Discover service integration patterns: Run a Job (.sync)';

const CHILD = 'arn:aws:states:us-east-1:000000000000:execution:child:c';

/** A parent that waits for the execution `c` of the machine `child`. */
async function parent(
  bench: Bench,
  states: object,
  rest: object = {},
  suffix = '.sync:2',
  more: object = {},
): Promise<string> {
  const StateMachineArn = bench.machine('child', states, rest);
  const Catch = [{ ErrorEquals: ['States.TaskFailed'], Next: 'Caught', Output: '{% $states.errorOutput %}' }];
  return bench.run({
    Start: {
      Type: 'Task',
      Resource: `arn:aws:states:::states:startExecution${suffix}`,
      Arguments: { StateMachineArn, Name: 'c', Input: { n: 1 } },
      Catch,
      End: true,
      ...more,
    },
    Caught: { Type: 'Succeed', Output: '{% $merge([$states.input, {"Cause": $parse($states.input.Cause)}]) %}' },
  });
}

const REST = { Rest: { Type: 'Wait', Seconds: 100, End: true } };

export const nested: readonly OwnCase[] = [
  {
    name: 'sync:2 gives the description of the child, its input and output as values',
    source: { page: NESTED, says: '.sync:2 returns the output as JSON, .sync as a string.' },
    async run(bench) {
      const execution = await parent(bench, {
        Double: { Type: 'Succeed', Output: { n: '{% $states.input.n * 2 %}' } },
      });
      const { status, output } = await bench.end(execution);
      equal(status, 'SUCCEEDED');
      const { ExecutionArn, Input, Output, Status } = isObject(output) ? output : {};
      deepEqual(
        { ExecutionArn, Input, Output, Status },
        { ExecutionArn: CHILD, Input: { n: 1 }, Output: { n: 2 }, Status: 'SUCCEEDED' },
      );
    },
  },
  {
    name: 'the parent waits as long as the child runs, in two states of its own',
    source: { page: JOB, says: 'Step Functions waits for the job to end before it goes on to the next state.' },
    async run(bench) {
      const execution = await parent(bench, REST);
      await bench.seconds(99);
      equal((await bench.end(execution)).status, 'RUNNING');
      await bench.seconds(1);
      equal((await bench.end(execution)).status, 'SUCCEEDED');
      const types = (await bench.types(execution)).filter((type) => type.startsWith('Task'));
      deepEqual(types, [
        'TaskStateEntered',
        'TaskScheduled',
        'TaskStarted',
        'TaskSubmitted',
        'TaskSucceeded',
        'TaskStateExited',
      ]);
    },
  },
  {
    name: "a child that fails is States.TaskFailed in the parent; the child's own error is in the cause only",
    source: { unverified: true },
    async run(bench) {
      const execution = await parent(bench, { No: { Type: 'Fail', Error: 'RolledBack', Cause: 'the alarm' } });
      const { output } = await bench.end(execution);
      match(JSON.stringify(output), /"Error":"States.TaskFailed"/);
      match(JSON.stringify(output), /"Cause":"the alarm","Error":"RolledBack".*"Status":"FAILED"/);
    },
  },
  {
    name: 'a child that is stopped is States.TaskFailed in the parent',
    source: { unverified: true },
    async run(bench) {
      const execution = await parent(bench, REST);
      await bench.call('StopExecution', { executionArn: CHILD, error: 'Stopped' });
      match(JSON.stringify((await bench.end(execution)).output), /"Status":"ABORTED"/);
    },
  },
  {
    name: 'a child that times out is States.TaskFailed in the parent, not States.Timeout',
    source: { unverified: true },
    async run(bench) {
      const execution = await parent(bench, REST, { TimeoutSeconds: 50 });
      await bench.seconds(50);
      match(JSON.stringify((await bench.end(execution)).output), /"Error":"States.TaskFailed".*"Status":"TIMED_OUT"/);
    },
  },
  {
    name: 'a name that was used before is StepFunctions.ExecutionAlreadyExistsException',
    source: {
      page: 'API StartExecution: Errors',
      says: 'ExecutionAlreadyExists: the name is used by another execution.',
    },
    async run(bench) {
      const child = bench.machine('child', { Done: { Type: 'Succeed' } });
      await bench.start(child, { n: 1 }, 'c');
      const execution = await parent(bench, { Done: { Type: 'Succeed' } }, {}, '.sync:2', {
        Catch: [],
        Next: 'Caught',
        End: false,
      });
      equal((await bench.end(execution)).error, 'StepFunctions.ExecutionAlreadyExistsException');
    },
  },
  {
    name: 'a Retry under the same name finds the execution of the first try in its way',
    source: {
      page: 'API StartExecution',
      says: 'With a closed execution of that name, StartExecution is ExecutionAlreadyExists.',
    },
    async run(bench) {
      const Retry = [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 }];
      const execution = await parent(bench, { No: { Type: 'Fail' } }, {}, '.sync:2', { Retry });
      await bench.seconds(10);
      match(
        String((await bench.history(execution)).map(({ taskFailedEventDetails: failed }) => failed?.error)),
        /AlreadyExists/,
      );
    },
  },
  {
    name: 'stopping the parent stops the child, and no Catch of either runs',
    source: {
      page: JOB,
      says: 'When a task with .sync is aborted, Step Functions tries to stop the job, as well as it can.',
    },
    async run(bench) {
      const execution = await parent(bench, REST);
      await bench.call('StopExecution', { executionArn: execution });
      equal((await bench.end(execution)).status, 'ABORTED');
      equal((await bench.end(CHILD)).status, 'ABORTED');
      equal((await bench.types(execution)).includes('SucceedStateEntered'), false);
    },
  },
  {
    name: 'a parent whose time is over stops the child',
    source: {
      page: JOB,
      says: 'When a task with .sync is aborted, Step Functions tries to stop the job, as well as it can.',
    },
    async run(bench) {
      const execution = await parent(bench, REST, {}, '.sync:2', { TimeoutSeconds: 10 });
      await bench.seconds(10);
      equal((await bench.end(execution)).error, 'States.Timeout');
      equal((await bench.end(CHILD)).status, 'ABORTED');
    },
  },
  {
    name: 'a child that the role may not stop goes on',
    source: {
      page: JOB,
      says: 'It cannot stop the job when the role of the machine lacks the permission for that call.',
    },
    async run(bench) {
      bench.denied.add('states:StopExecution');
      const execution = await parent(bench, REST);
      await bench.call('StopExecution', { executionArn: execution });
      equal((await bench.end(CHILD)).status, 'RUNNING');
    },
  },
  {
    name: 'parent and child stay linked over a restart',
    source: { unverified: true },
    async run(bench) {
      const execution = await parent(bench, REST);
      await bench.restart(50);
      await bench.seconds(50);
      equal((await bench.end(execution)).status, 'SUCCEEDED');
    },
  },
  {
    name: 'startExecution without a suffix does not wait',
    source: { page: NESTED, says: 'A request-response task goes on as soon as the execution is started.' },
    async run(bench) {
      const execution = await parent(bench, REST, {}, '');
      equal((await bench.end(execution)).status, 'SUCCEEDED');
      equal((await bench.end(CHILD)).status, 'RUNNING');
    },
  },
];
