/** One execution that uses everything which waits: a function, a token, a nested execution, a Wait, a Parallel. */
import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { arn } from '../../../local/kernel/account.ts';
import type { Clock } from '../../../local/kernel/clock.ts';
import type { StateFiles } from '../../../local/kernel/state-files.ts';
import type { Lambdas } from '../../../local/lambda/ports.ts';
import { invoke } from '../../../local/step-functions/cases/bench.ts';
import { createStepFunctions, type StepFunctions } from '../../../local/step-functions/create-step-functions.ts';
import { isObject } from '../../../local/step-functions/json.ts';

const roleArn = 'arn:aws:iam::000000000000:role/story';
const child = arn('states', 'stateMachine:child');

const CHILD = {
  QueryLanguage: 'JSONata',
  StartAt: 'Rest',
  States: {
    Rest: { Type: 'Wait', Seconds: 90, Next: 'Answer' },
    Answer: { Type: 'Succeed', Output: 42 },
  },
};

const branch = (name: string) => ({
  StartAt: name,
  States: { [name]: invoke('.waitForTaskToken', { Output: name }) },
});

const PARENT = {
  QueryLanguage: 'JSONata',
  StartAt: 'Begin',
  States: {
    Begin: { Type: 'Pass', Assign: { count: 1 }, Next: 'Work' },
    Work: invoke('', { Next: 'Wake' }),
    Wake: invoke('.waitForTaskToken', { TimeoutSeconds: 100_000, Next: 'Nest' }),
    Nest: {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Arguments: { StateMachineArn: child, Name: 'nested', Input: { from: '{% $states.input %}' } },
      Assign: { child: '{% $states.result.Output %}' },
      Next: 'Rest',
    },
    Rest: { Type: 'Wait', Seconds: 30, Next: 'Both' },
    Both: { Type: 'Parallel', Branches: [branch('a'), branch('b')], Next: 'Done' },
    Done: { Type: 'Succeed', Output: { parts: '{% $states.input %}', child: '{% $child %}' } },
  },
};

export const story = {
  begin(parts: { clock: Clock; files: StateFiles; lambdas: Lambdas }): StepFunctions {
    const stepFunctions = createStepFunctions({
      ...parts,
      emit: () => {},
      authorize: () => {},
      random: () => 0.5,
    });
    stepFunctions.createStateMachine({ name: 'child', roleArn, definition: JSON.stringify(CHILD) });
    stepFunctions.createStateMachine({ name: 'parent', roleArn, definition: JSON.stringify(PARENT) });
    return stepFunctions;
  },
  start: (stepFunctions: StepFunctions) =>
    ask(stepFunctions, 'StartExecution', {
      stateMachineArn: arn('states', 'stateMachine:parent'),
      name: 'story',
      input: '{}',
    }),
  async end(stepFunctions: StepFunctions): Promise<Pick<DescribeExecutionOutput, 'status' | 'output'>> {
    const { status, output } = await ask<DescribeExecutionOutput>(stepFunctions, 'DescribeExecution', {
      executionArn: arn('states', 'execution:parent:story'),
    });
    return { status, ...(output === undefined ? {} : { output }) };
  },
};

/** Functions that answer at once, and the tokens that they were given. */
export function workers(onToken: (token: string) => void = () => {}): {
  lambdas: Lambdas;
  tokens: ReadonlySet<string>;
} {
  const tokens = new Set<string>();
  return {
    tokens,
    lambdas: {
      async invoke(_, payload) {
        const token = isObject(payload) ? payload.token : undefined;
        if (typeof token === 'string') {
          tokens.add(token);
          onToken(token);
        }
        return { ok: true, payload: 'started' };
      },
      async send() {},
    },
  };
}

/** Calls an operation; the table of operations has forgotten its types. */
export async function ask<Output = unknown>(
  stepFunctions: StepFunctions,
  name: string,
  input: object,
): Promise<Output> {
  const operation = stepFunctions.service.operations[name];
  const call = { caller: { arn: 'arn:aws:iam::000000000000:root', role: undefined } };
  return (await operation?.run(input as never, call)) as Output;
}
