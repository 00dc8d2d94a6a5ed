import { deepEqual, equal, match, throws } from 'node:assert/strict';
import { invoke } from './bench.ts';
import type { OwnCase } from './own-case.ts';

const NESTED_POLICY = {
  page: 'IAM policies for calling Step Functions',
  says: '.sync needs StartExecution, DescribeExecution, StopExecution and PutTargets, PutRule, DescribeRule on a managed rule.',
};

function starts(suffix: string, StateMachineArn: string): object {
  const Resource = `arn:aws:states:::states:startExecution${suffix}`;
  return { Start: { Type: 'Task', Resource, Arguments: { StateMachineArn }, End: true } };
}

export const permissions: readonly OwnCase[] = [
  {
    name: 'a function that the role may not invoke is Lambda.AWSLambdaException with the denial as its cause',
    source: { page: 'IAM policies for calling Lambda', says: 'The role of the machine needs lambda:InvokeFunction.' },
    async run(bench) {
      bench.functions.work = () => 'never';
      bench.denied.add('lambda:InvokeFunction');
      const { error, cause } = await bench.describe(await bench.run({ Work: invoke('') }));
      equal(error, 'Lambda.AWSLambdaException');
      match(
        String(cause),
        /lambda:InvokeFunction on resource: arn:aws:lambda:us-east-1:000000000000:function:work \(Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException;/,
      );
    },
  },
  {
    name: 'an execution that the role may not start is StepFunctions.AWSStepFunctionsException',
    source: { unverified: true },
    async run(bench) {
      bench.denied.add('states:StartExecution');
      const child = bench.machine('child', { Done: { Type: 'Succeed' } });
      const execution = await bench.run(starts('', child));
      equal((await bench.end(execution)).error, 'StepFunctions.AWSStepFunctionsException');
    },
  },
  {
    name: 'a machine that waits for executions is not made when its role may not make the managed rule',
    source: NESTED_POLICY,
    async run(bench) {
      const child = bench.machine('child', { Done: { Type: 'Succeed' } });
      for (const action of ['events:PutTargets', 'events:PutRule', 'events:DescribeRule']) {
        bench.denied.add(action);
        const make = () => bench.machine('machine', starts('.sync:2', child));
        throws(make, { name: 'AccessDeniedException', message: /is not authorized to create managed-rule/ });
        bench.machine('other', starts('', child));
        bench.denied.clear();
      }
      equal(
        await bench.start(`${child.replace('child', 'machine')}`).catch((error: Error) => error.name),
        'StateMachineDoesNotExist',
      );
    },
  },
  {
    name: 'waiting for an execution that the role may not describe fails the task',
    source: NESTED_POLICY,
    async run(bench) {
      bench.denied.add('states:DescribeExecution');
      const child = bench.machine('child', { Done: { Type: 'Succeed' } });
      const execution = await bench.run(starts('.sync:2', child));
      deepEqual(await bench.end(execution), { status: 'FAILED', error: 'StepFunctions.AWSStepFunctionsException' });
    },
  },
  {
    name: 'a task whose role the machine may not assume is States.TaskFailed',
    source: {
      page: 'Accessing resources in other AWS accounts',
      says: 'The role of the machine must be able to assume it.',
    },
    async run(bench) {
      bench.denied.add('sts:AssumeRole');
      const Credentials = { RoleArn: 'arn:aws:iam::000000000000:role/other' };
      const { error, cause } = await bench.describe(await bench.run({ Work: invoke('', { Credentials }) }));
      equal(error, 'States.TaskFailed');
      match(
        String(cause),
        /is not authorized to assume the task state's role, arn:aws:iam::000000000000:role\/other\.$/,
      );
    },
  },
];
