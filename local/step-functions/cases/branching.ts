import { deepEqual, equal } from 'node:assert/strict';
import { invoke } from './bench.ts';
import type { OwnCase } from './own-case.ts';

const VARIABLES = 'Passing data between states with variables';

export const branching: readonly OwnCase[] = [
  {
    name: 'the branches of a Parallel see outer variables, and their own are lost at its end',
    source: { page: VARIABLES, says: 'Inner scopes read outer variables; their own are gone when the state ends.' },
    async run(bench) {
      const branch = (name: string) => ({
        StartAt: name,
        States: { [name]: { Type: 'Pass', Assign: { inner: name }, Output: `{% $outer & '${name}' %}`, End: true } },
      });
      const execution = await bench.run({
        Begin: { Type: 'Pass', Assign: { outer: 'from ' }, Next: 'Both' },
        Both: { Type: 'Parallel', Branches: [branch('a'), branch('b')], Next: 'End' },
        End: { Type: 'Succeed', Output: { branches: '{% $states.input %}', kept: '{% $exists($inner) %}' } },
      });
      deepEqual((await bench.end(execution)).output, { branches: ['from a', 'from b'], kept: false });
    },
  },
  {
    name: 'the first branch that fails stops the others, and its error is that of the Parallel',
    source: {
      page: 'Parallel workflow state',
      says: 'If a branch fails the whole state fails and all branches are stopped.',
    },
    async run(bench) {
      bench.functions.work = () => 'waits';
      const execution = await bench.run({
        Both: {
          Type: 'Parallel',
          Branches: [
            {
              StartAt: 'Rest',
              States: { Rest: { Type: 'Wait', Seconds: 5, Next: 'No' }, No: { Type: 'Fail', Error: 'Bad' } },
            },
            { StartAt: 'Wait', States: { Wait: invoke('.waitForTaskToken') } },
          ],
          End: true,
        },
      });
      await bench.seconds(5);
      deepEqual(await bench.end(execution), { status: 'FAILED', error: 'Bad' });
      deepEqual((await bench.types(execution)).slice(-4), [
        'FailStateEntered',
        'TaskStateAborted',
        'ParallelStateFailed',
        'ExecutionFailed',
      ]);
    },
  },
  {
    name: 'a Map runs at most MaxConcurrency items at once, and keeps their order',
    source: { page: 'Map workflow state', says: 'MaxConcurrency is the upper bound of items that run at a time.' },
    async run(bench) {
      let now = 0;
      let most = 0;
      bench.functions.work = async ({ item }) => {
        now += 1;
        most = Math.max(most, now);
        await new Promise<void>((resolve) => bench.clock.after(1000 * (10 - Number(item)), resolve));
        now -= 1;
        return item;
      };
      const Output = '{% $states.result.Payload %}';
      const ItemProcessor = {
        StartAt: 'Work',
        States: { Work: invoke('', { Output }, { item: '{% $states.context.Map.Item.Value %}' }) },
      };
      const execution = await bench.run({
        Each: { Type: 'Map', Items: '{% [1..5] %}', MaxConcurrency: 2, ItemProcessor, End: true },
      });
      await bench.seconds(60);
      deepEqual((await bench.end(execution)).output, [1, 2, 3, 4, 5]);
      equal(most, 2);
    },
  },
  {
    name: 'an item that fails fails the Map, and stops the others',
    source: { page: 'Map workflow state', says: 'If an item fails the Map fails, and the items that run are stopped.' },
    async run(bench) {
      const ItemProcessor = {
        StartAt: 'Second?',
        States: {
          'Second?': {
            Type: 'Choice',
            Choices: [{ Condition: '{% $states.input = 2 %}', Next: 'No' }],
            Default: 'Rest',
          },
          No: { Type: 'Fail', Error: 'Bad' },
          Rest: { Type: 'Wait', Seconds: 100, End: true },
        },
      };
      const execution = await bench.run({ Each: { Type: 'Map', Items: [1, 2, 3], ItemProcessor, End: true } });
      deepEqual(await bench.end(execution), { status: 'FAILED', error: 'Bad' });
      const types = await bench.types(execution);
      deepEqual(types.slice(types.indexOf('MapIterationFailed')), [
        'MapIterationFailed',
        'WaitStateAborted',
        'MapIterationAborted',
        'WaitStateAborted',
        'MapIterationAborted',
        'MapStateFailed',
        'ExecutionFailed',
      ]);
    },
  },
  {
    name: 'a Choice without a rule that holds and without a default is States.NoChoiceMatched',
    source: {
      page: 'Choice workflow state',
      says: 'If no rule matches and there is no Default the error is States.NoChoiceMatched.',
    },
    async run(bench) {
      const execution = await bench.run({
        'Which?': { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'Done' }] },
        Done: { Type: 'Succeed' },
      });
      deepEqual(await bench.end(execution), { status: 'FAILED', error: 'States.NoChoiceMatched' });
    },
  },
  {
    name: 'a condition that is no boolean is an evaluation error',
    source: { page: 'Choice workflow state', says: 'In JSONata a Condition must evaluate to true or false.' },
    async run(bench) {
      const execution = await bench.run({
        'Which?': { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'Done' }] },
        Done: { Type: 'Succeed' },
      });
      deepEqual(await bench.end(execution), { status: 'FAILED', error: 'States.QueryEvaluationError' });
    },
  },
  {
    name: '$now and $millis follow the clock of the local AWS, $random and $uuid its random numbers, and there is no $eval',
    source: {
      page: 'Transforming data with JSONata in Step Functions',
      says: '$eval is not supported; $parse, $uuid, $random, $hash, $range and $partition are added.',
    },
    async run(bench) {
      const execution = await bench.run({
        Done: {
          Type: 'Succeed',
          Output: {
            now: '{% $now() %}',
            millis: '{% $millis() %}',
            random: '{% $random() %}',
            same: '{% $random(7) = $random(7) %}',
            id: '{% $uuid() %}',
            hash: "{% $hash('a', 'SHA-256') %}",
          },
        },
      });
      deepEqual((await bench.end(execution)).output, {
        now: new Date(bench.clock.now()).toISOString(),
        millis: bench.clock.now(),
        random: 0.5,
        same: true,
        id: '88888888-8888-4888-8888-888888888888',
        hash: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
      });
      const evil = await bench.start(bench.machine('evil', { Done: { Type: 'Succeed', Output: "{% $eval('1') %}" } }));
      equal((await bench.end(evil)).error, 'States.QueryEvaluationError');
    },
  },
];
