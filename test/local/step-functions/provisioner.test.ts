import { expect, test } from 'vitest';
import { Bench, ROLE } from '../../../local/step-functions/cases/bench.ts';
import type { ResourceContext } from '../../../local/template/provisioner.ts';

const context: ResourceContext = {
  stack: 'Belay',
  logicalId: 'Machine',
  metadata: {},
  directory: '/',
  previous: undefined,
};

const definition = {
  QueryLanguage: 'JSONata',
  StartAt: 'Work',
  States: {
    Work: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation fills it.
      Arguments: { FunctionName: '${Work}' },
      Output: '{% $states.result.Payload %}',
      End: true,
    },
  },
};

const properties = {
  RoleArn: ROLE,
  DefinitionString: JSON.stringify(definition),
  DefinitionSubstitutions: { Work: 'arn:aws:lambda:us-east-1:000000000000:function:work:live' },
};

function provision(bench: Bench, given: object) {
  return bench.stepFunctions.provisioners['AWS::StepFunctions::StateMachine'].provision({ ...given }, context);
}

test('a resource becomes a machine that runs its substituted definition', async () => {
  const bench = new Bench();
  bench.functions.work = () => 'worked';
  const made = await provision(bench, properties);
  const arn = 'arn:aws:states:us-east-1:000000000000:stateMachine:Belay-Machine';
  expect(made).toEqual({ ref: arn, attributes: { Arn: arn, Name: 'Belay-Machine' } });
  expect(await bench.end(await bench.start(arn))).toEqual({ status: 'SUCCEEDED', output: 'worked' });
});

test('a name that is given is kept, and making it again keeps its executions', async () => {
  const bench = new Bench();
  const named = { ...properties, StateMachineName: 'deploy', StateMachineType: 'STANDARD' };
  const { ref } = await provision(bench, named);
  bench.functions.work = () => 1;
  const execution = await bench.start(ref);
  await provision(bench, named);
  expect((await bench.end(execution)).output).toBe(1);
});

test.each([
  [{ ...properties, DefinitionSubstitutions: {} }, /DefinitionSubstitutions has no value for \$\{Work\}/],
  [{ ...properties, RoleArn: undefined }, /RoleArn must be a string/],
  [{ ...properties, DefinitionString: undefined }, /DefinitionString must be a string/],
  [{ ...properties, StateMachineType: 'EXPRESS' }, /StateMachineType EXPRESS is not supported locally/],
  [{ ...properties, DefinitionString: '{}' }, /These fields are required: \[States\]/],
])('a resource that cannot be made says why', (given, message) => {
  expect(() => provision(new Bench(), given)).toThrow(message);
});

test('a machine whose role may not have its log delivered cannot be made; one without a log can', async () => {
  const bench = new Bench();
  bench.denied.add('logs:UpdateLogDelivery');
  expect(() => provision(bench, { ...properties, LoggingConfiguration: { Level: 'ERROR' } })).toThrow(
    /The state machine IAM Role is not authorized to access the Log Destination.*logs:UpdateLogDelivery/,
  );
  await provision(bench, { ...properties, LoggingConfiguration: { Level: 'OFF' } });
  await provision(bench, properties);
});
