import { throws } from 'node:assert/strict';
import { invoke } from './bench.ts';
import type { OwnCase } from './own-case.ts';

const VALID = 'API CreateStateMachine: Errors';
const REFUSED = {
  page: VALID,
  says: 'InvalidDefinition: the provided Amazon States Language definition is not valid.',
};
const done = { Type: 'Succeed' };

/** Each: what is wrong, the states, the message. */
const WRONG: readonly (readonly [string, object, RegExp])[] = [
  [
    'an unknown Next',
    { A: { Type: 'Pass', Next: 'B' } },
    /MISSING_TRANSITION_TARGET: Missing 'Next' target: B at \/States\/A/,
  ],
  ['an unreachable state', { A: done, B: done }, /State "B" is not reachable/],
  ['an unknown catcher', { A: invoke('', { Catch: [{ ErrorEquals: ['A'], Next: 'B' }] }) }, /Missing 'Next' target: B/],
  [
    'a field of JSONPath',
    { A: { Type: 'Pass', ResultPath: '$.a', End: true } },
    /Field 'ResultPath' is not supported when using JSONata/,
  ],
  [
    'a JSONPath state',
    { A: { Type: 'Pass', QueryLanguage: 'JSONPath', End: true } },
    /JSONPath is not supported locally/,
  ],
  [
    'a syntax error',
    { A: { Type: 'Succeed', Output: { b: '{% 1 + %}' } } },
    /expression of 'Output\/b' has a syntax error: S0207/,
  ],
  ['an unknown type', { A: { Type: 'Stop' } }, /The field 'Type' should have one of these values/],
  [
    'an unknown field',
    { A: { Type: 'Pass', Retry: [], End: true } },
    /Field 'Retry' is not supported at \/States\/A\/Retry/,
  ],
  ['no end', { A: { Type: 'Pass' } }, /Exactly one of 'Next' and 'End' is required at \/States\/A/],
  [
    'a resource that is no ARN',
    { A: { Type: 'Task', Resource: 'work', End: true } },
    /The resource provided work is not recognized/,
  ],
  [
    'a resource that is not here',
    { A: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true } },
    /sqs:sendMessage is not supported locally/,
  ],
  ['a missing argument', { A: { ...invoke(''), Arguments: {} } }, /'FunctionName' is required but was missing/],
  [
    'an unknown argument',
    { A: { ...invoke(''), Arguments: { FunctionName: 'f', Playload: 1 } } },
    /'Playload' is not supported/,
  ],
  ['a Wait without an end', { A: { Type: 'Wait', End: true } }, /Exactly one of 'Seconds' and 'Timestamp' is required/],
  [
    'States.ALL beside another name',
    { A: invoke('', { Retry: [{ ErrorEquals: ['States.ALL', 'A'] }] }) },
    /must stand alone, in the last place/,
  ],
  ['a timeout of nothing', { A: invoke('', { TimeoutSeconds: 0 }) }, /'TimeoutSeconds' must be a number of at least 1/],
  [
    'a variable that an outer scope has',
    {
      A: { Type: 'Pass', Assign: { v: 1 }, Next: 'B' },
      B: {
        Type: 'Parallel',
        Branches: [{ StartAt: 'C', States: { C: { Type: 'Pass', Assign: { v: 2 }, End: true } } }],
        End: true,
      },
    },
    /The variable 'v' already exists in an outer scope at \/States\/B\/Branches\[0\]\/States\/C\/Assign/,
  ],
  [
    'a name twice',
    { A: { Type: 'Parallel', Branches: [{ StartAt: 'A', States: { A: done } }], End: true } },
    /DUPLICATE_STATE_NAME/,
  ],
  [
    'items from S3',
    {
      A: {
        Type: 'Map',
        ItemReader: { Resource: 'arn:aws:states:::s3:getObject' },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'B',
          States: { B: done },
        },
        End: true,
      },
    },
    /'ItemReader' is not supported locally/,
  ],
];

export const definitions: readonly OwnCase[] = [
  ...WRONG.map(
    ([what, states, message]): OwnCase => ({
      name: `a definition with ${what} is refused`,
      source: REFUSED,
      run: async (bench) => throws(() => bench.machine('machine', states), { name: 'InvalidDefinition', message }),
    }),
  ),
  {
    name: 'a definition without StartAt, without States, or that is no JSON is refused',
    source: REFUSED,
    async run(bench) {
      const make = (definition: string) => () =>
        bench.stepFunctions.createStateMachine({
          name: 'machine',
          roleArn: 'arn:aws:iam::000000000000:role/r',
          definition,
        });
      throws(make('{'), { name: 'InvalidDefinition', message: /INVALID_JSON_DESCRIPTION/ });
      throws(make('{"StartAt":"A"}'), { message: /These fields are required: \[States\] at \// });
      throws(make('{"QueryLanguage":"JSONata","States":{"A":{"Type":"Succeed"}}}'), { message: /\[StartAt\] at \// });
      throws(make('{"QueryLanguage":"JSONata","StartAt":"B","States":{"A":{"Type":"Succeed"}}}'), {
        message: /Missing 'StartAt' target/,
      });
    },
  },
];
