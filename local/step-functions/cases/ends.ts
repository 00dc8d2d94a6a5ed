import { deepEqual, equal, rejects } from 'node:assert/strict';
import { invoke } from './bench.ts';
import type { OwnCase } from './own-case.ts';
import { keepTokens } from './tokens.ts';

const START = 'API StartExecution';
const REST = { Rest: { Type: 'Wait', Seconds: 100, End: true } };

export const ends: readonly OwnCase[] = [
  {
    name: 'StopExecution aborts with its error and cause, kills tokens and timers, and runs no Catch',
    source: { page: 'API StopExecution', says: 'Stops an execution; error and cause are those of the request.' },
    async run(bench) {
      const given = keepTokens(bench);
      const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
      const states = { Wait: invoke('.waitForTaskToken', { TimeoutSeconds: 60, Catch }), Caught: { Type: 'Succeed' } };
      const execution = await bench.run(states);
      await bench.call('StopExecution', { executionArn: execution, error: 'Manual', cause: 'enough' });
      const before = await bench.history(execution);
      const late = bench.call('SendTaskSuccess', { taskToken: given[0], output: '1' });
      equal(await late.catch((error: Error) => error.name), 'TaskTimedOut');
      await bench.seconds(100);
      const { status, error, cause } = await bench.describe(execution);
      equal(`${status} ${error} ${cause}`, 'ABORTED Manual enough');
      deepEqual(await bench.history(execution), before);
      deepEqual(before.at(-1)?.executionAbortedEventDetails, { error: 'Manual', cause: 'enough' });
    },
  },
  {
    name: 'an execution that ended is not stopped again',
    source: { unverified: true },
    async run(bench) {
      const execution = await bench.run({ Done: { Type: 'Succeed' } });
      await bench.call('StopExecution', { executionArn: execution });
      equal((await bench.end(execution)).status, 'SUCCEEDED');
    },
  },
  {
    name: 'the same name with the same input is the same execution while it runs',
    source: {
      page: START,
      says: 'With the name and input of a running execution it gives the answer of the first call.',
    },
    async run(bench) {
      const machine = bench.machine('machine', REST);
      const request = { stateMachineArn: machine, name: 'run', input: '{ "a": 1 }' };
      const first = await bench.call('StartExecution', request);
      await bench.seconds(10);
      deepEqual(await bench.call('StartExecution', request), first);
      equal((await bench.history('arn:aws:states:us-east-1:000000000000:execution:machine:run')).length, 2);
    },
  },
  {
    name: 'the same name is ExecutionAlreadyExists with another input, or when the execution is closed',
    source: {
      page: START,
      says: 'If the execution is closed or the input is different it is 400 ExecutionAlreadyExists.',
    },
    async run(bench) {
      const machine = bench.machine('machine', REST);
      await bench.start(machine, { a: 1 });
      await rejects(bench.start(machine, { a: 2 }), { name: 'ExecutionAlreadyExists' });
      await bench.seconds(100);
      await rejects(bench.start(machine, { a: 1 }), { name: 'ExecutionAlreadyExists' });
    },
  },
  {
    name: 'names, inputs and machines that cannot be are refused',
    source: {
      page: `${START}: Errors`,
      says: 'InvalidName, InvalidExecutionInput, InvalidArn, StateMachineDoesNotExist.',
    },
    async run(bench) {
      const stateMachineArn = bench.machine('machine', REST);
      const refused = async (request: object): Promise<string> =>
        bench.call('StartExecution', { stateMachineArn, ...request }).then(
          () => 'accepted',
          (error: Error) => error.name,
        );
      equal(await refused({ name: 'n'.repeat(80) }), 'accepted');
      equal(await refused({ name: 'n'.repeat(81) }), 'InvalidName');
      equal(await refused({ name: 'a b' }), 'InvalidName');
      equal(await refused({ input: 'no json' }), 'InvalidExecutionInput');
      equal(await refused({ stateMachineArn: `${stateMachineArn}x` }), 'StateMachineDoesNotExist');
      equal(await refused({ stateMachineArn: 'machine' }), 'InvalidArn');
    },
  },
  {
    name: 'an execution keeps the definition that it began with',
    source: {
      page: 'API UpdateStateMachine',
      says: 'Running executions go on with the definition and role they began with.',
    },
    async run(bench) {
      const execution = await bench.run({
        ...REST,
        Rest: { Type: 'Wait', Seconds: 100, Next: 'Old' },
        Old: { Type: 'Succeed', Output: 'old' },
      });
      bench.machine('machine', { New: { Type: 'Succeed', Output: 'new' } });
      await bench.restart(100);
      equal((await bench.end(execution)).output, 'old');
    },
  },
  {
    name: 'the start and the end of an execution are events',
    source: {
      page: 'Automating Step Functions event delivery with EventBridge',
      says: 'Standard executions emit Step Functions Execution Status Change with status, times, input and output.',
    },
    async run(bench) {
      await bench.run({ Done: { Type: 'Succeed', Output: { a: 1 } } });
      const shown = bench.events.map(({ source, detail }) => {
        const { status, input, output, stopDate } = JSON.parse(JSON.stringify(detail));
        return [source, status, input, output, typeof stopDate];
      });
      deepEqual(shown, [
        ['aws.states', 'RUNNING', '{}', null, 'object'],
        ['aws.states', 'SUCCEEDED', '{}', '{"a":1}', 'number'],
      ]);
    },
  },
];
