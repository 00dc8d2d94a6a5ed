import { deepEqual, equal, match } from 'node:assert/strict';
import { type Bench, invoke } from './bench.ts';
import type { OwnCase } from './own-case.ts';

const CATCH = 'Handling errors in Step Functions workflows: Fallback states';

function failing(bench: Bench, name: string): void {
  bench.functions.work = () => {
    const error = new Error('no');
    error.name = name;
    throw error;
  };
}

export const catches: readonly OwnCase[] = [
  {
    name: 'the first catcher that names the error takes it',
    source: { page: CATCH, says: 'Catchers are looked through in the order in which they stand.' },
    async run(bench) {
      const to = (Next: string, ...ErrorEquals: readonly string[]) => ({ ErrorEquals, Next });
      const Catch = [to('First', 'A', 'B'), to('Second', 'B', 'C'), to('Last', 'States.ALL')];
      const ends = Object.fromEntries(
        ['First', 'Second', 'Last'].map((end) => [end, { Type: 'Succeed', Output: end }]),
      );
      const machine = bench.machine('machine', { Work: invoke('', { Catch }), ...ends });
      const caughtBy: unknown[] = [];
      for (const name of ['B', 'C', 'D']) {
        failing(bench, name);
        caughtBy.push((await bench.end(await bench.start(machine, {}, name))).output);
      }
      deepEqual(caughtBy, ['First', 'Second', 'Last']);
    },
  },
  {
    name: 'a catcher without Output hands on the error, its cause the whole answer of the function as a JSON string',
    source: { page: CATCH, says: 'Without Output, the output of a catcher is the error output: Error and Cause.' },
    async run(bench) {
      failing(bench, 'CardDeclined');
      const Catch = [{ ErrorEquals: ['CardDeclined'], Next: 'Caught' }];
      const execution = await bench.run({ Work: invoke('', { Catch }), Caught: { Type: 'Succeed' } });
      deepEqual((await bench.end(execution)).output, {
        Error: 'CardDeclined',
        Cause: '{"errorType":"CardDeclined","errorMessage":"no","trace":[]}',
      });
    },
  },
  {
    name: 'Assign and Output of a catcher see $states.errorOutput and the variables from before',
    source: {
      page: 'Passing data between states with variables',
      says: 'Assign and Output are evaluated from the values at the entry of the state; a catcher can have both.',
    },
    async run(bench) {
      failing(bench, 'Bad');
      const Catch = [
        {
          ErrorEquals: ['States.ALL'],
          Assign: { why: '{% $states.errorOutput.Error %}' },
          Output: { why: '{% $why %}', at: '{% $states.input %}' },
          Next: 'Caught',
        },
      ];
      const execution = await bench.run(
        {
          Begin: { Type: 'Pass', Assign: { why: 'nothing yet' }, Next: 'Work' },
          Work: invoke('', { Catch, Assign: { why: 'not this one' } }),
          Caught: { Type: 'Succeed', Output: { before: '{% $states.input %}', after: '{% $why %}' } },
        },
        'here',
      );
      deepEqual((await bench.end(execution)).output, { before: { why: 'nothing yet', at: 'here' }, after: 'Bad' });
    },
  },
  {
    name: 'an expression that yields nothing can be caught',
    source: {
      page: 'Transforming data with JSONata in Step Functions',
      says: 'A field whose expression gives no defined value fails the state with States.QueryEvaluationError.',
    },
    async run(bench) {
      const Catch = [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught' }];
      const execution = await bench.run({
        Work: invoke('', { Catch }, { missing: '{% $states.input.missing %}' }),
        Caught: { Type: 'Succeed' },
      });
      const { status, output } = await bench.describe(execution);
      equal(status, 'SUCCEEDED');
      match(String(output), /field 'Arguments\/Payload\/missing' returned nothing \(undefined\)/);
    },
  },
  {
    name: 'a failing expression inside a catcher fails the execution',
    source: { unverified: true },
    async run(bench) {
      failing(bench, 'Bad');
      const Catch = [{ ErrorEquals: ['States.ALL'], Output: '{% $nothing %}', Next: 'Caught' }];
      const execution = await bench.run({ Work: invoke('', { Catch }), Caught: { Type: 'Succeed' } });
      deepEqual(await bench.end(execution), { status: 'FAILED', error: 'States.QueryEvaluationError' });
    },
  },
  {
    name: 'States.ALL takes a Fail state without a name inside a Parallel',
    source: { unverified: true },
    async run(bench) {
      const branch = { StartAt: 'No', States: { No: { Type: 'Fail' } } };
      const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
      const execution = await bench.run({
        Both: { Type: 'Parallel', Branches: [branch], Catch, End: true },
        Caught: { Type: 'Succeed' },
      });
      deepEqual((await bench.end(execution)).output, { Error: '', Cause: '' });
    },
  },
  {
    name: 'Error and Cause of a Fail state can be expressions, and it is not caught by itself',
    source: {
      page: 'Fail workflow state',
      says: 'Error and Cause are strings or JSONata expressions that give strings.',
    },
    async run(bench) {
      const states = { No: { Type: 'Fail', Error: '{% $states.input.e %}', Cause: "{% 'of ' & $states.input.c %}" } };
      const { error, cause } = await bench.describe(await bench.run(states, { e: 'Bad', c: 'course' }));
      equal(`${error}: ${cause}`, 'Bad: of course');
    },
  },
];
