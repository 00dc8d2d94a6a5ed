import { deepEqual, equal, match } from 'node:assert/strict';
import { AwsError } from '../../kernel/aws-error.ts';
import { invoke } from './bench.ts';
import type { OwnCase } from './own-case.ts';

const LAMBDA = 'Invoke an AWS Lambda function with Step Functions';
const NAMES = 'Handling errors in Step Functions workflows: Error names';
const DIRECT = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:000000000000:function:work', End: true };

export const lambdaErrors: readonly OwnCase[] = [
  {
    name: 'throttling is Lambda.TooManyRequestsException, and a Retry by that name gets over it',
    source: {
      page: 'Best practices: Handle transient Lambda service exceptions',
      says: 'Retry Lambda.ServiceException, AWSLambdaException, SdkClientException and TooManyRequestsException.',
    },
    async run(bench) {
      let calls = 0;
      bench.functions.work = () => {
        calls += 1;
        if (calls === 1) throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
        return 'through';
      };
      const Retry = [{ ErrorEquals: ['Lambda.TooManyRequestsException'], IntervalSeconds: 2 }];
      const execution = await bench.run({ Work: invoke('', { Retry, Output: '{% $states.result.Payload %}' }) });
      await bench.seconds(2);
      equal((await bench.end(execution)).output, 'through');
      const failed = (await bench.history(execution)).find(({ type }) => type === 'TaskFailed')?.taskFailedEventDetails;
      match(
        String(failed?.cause),
        /^Rate Exceeded\. \(Service: AWSLambda; Status Code: 429; Error Code: TooManyRequestsException;/,
      );
    },
  },
  {
    name: "a function's own error keeps its name, and its cause is a JSON string",
    source: {
      page: NAMES,
      says: 'Unhandled errors of a function are reported by its error type, or as Lambda.Unknown.',
    },
    async run(bench) {
      bench.functions.work = () => {
        const error = new Error('not while it burns');
        error.name = 'DeploymentInProgress';
        throw error;
      };
      const { error, cause } = await bench.describe(await bench.run({ Work: invoke('') }));
      equal(error, 'DeploymentInProgress');
      equal(JSON.parse(String(cause)).errorMessage, 'not while it burns');
    },
  },
  {
    name: 'a function that is not there is Lambda.ResourceNotFoundException',
    source: { page: LAMBDA, says: 'Errors of the Lambda API are Lambda., and the name of the exception.' },
    async run(bench) {
      const { error, cause } = await bench.describe(await bench.run({ Work: invoke('') }));
      equal(error, 'Lambda.ResourceNotFoundException');
      match(String(cause), /Status Code: 404; Error Code: ResourceNotFoundException/);
    },
  },
  {
    name: 'lambda:invoke gives the payload in an envelope',
    source: { page: LAMBDA, says: 'The result of lambda:invoke has ExecutedVersion, Payload and StatusCode.' },
    async run(bench) {
      bench.functions.work = ({ a }) => ({ got: a });
      const execution = await bench.run({ Work: invoke('', {}, { a: '{% $states.input.a %}' }) }, { a: 1 });
      const output = { ExecutedVersion: '$LATEST', Payload: { got: 1 }, StatusCode: 200 };
      deepEqual((await bench.end(execution)).output, output);
    },
  },
  {
    name: 'the ARN of a function as the resource gives the bare payload, and sends the input where there are no Arguments',
    source: { page: LAMBDA, says: 'A function ARN in Resource returns only the payload of the function.' },
    async run(bench) {
      bench.functions.work = (payload) => ({ payload });
      const execution = await bench.run({ Work: DIRECT }, { a: 1 });
      deepEqual((await bench.end(execution)).output, { payload: { a: 1 } });
      deepEqual((await bench.types(execution)).slice(2, 5), [
        'LambdaFunctionScheduled',
        'LambdaFunctionStarted',
        'LambdaFunctionSucceeded',
      ]);
    },
  },
  {
    name: 'a function that answers nothing answers null',
    source: {
      page: 'Lambda: Define Lambda function handler in Node.js',
      says: 'A handler that returns nothing gives null.',
    },
    async run(bench) {
      bench.functions.work = () => undefined;
      equal((await bench.end(await bench.run({ Work: DIRECT }))).output, null);
    },
  },
];
