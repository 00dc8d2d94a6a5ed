import { arn } from '../local/kernel/account.ts';
import { stateFilesInMemory } from '../local/kernel/state-files.ts';
import { VirtualClock } from '../local/kernel/virtual-clock.ts';
import { createStepFunctions } from '../local/step-functions/create-step-functions.ts';

/** How a deployment is mostly awaited: start it, then wait, ask and decide until it is over. */
const LOOP = {
  QueryLanguage: 'JSONata',
  StartAt: 'Start',
  States: {
    Start: { Type: 'Pass', Next: 'Wait' },
    Wait: { Type: 'Wait', Seconds: 15, Next: 'Ask' },
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: arn('lambda', 'function:ask') },
      Output: '{% $states.result.Payload %}',
      Next: 'Over?',
    },
    'Over?': { Type: 'Choice', Choices: [{ Condition: '{% $states.input.over %}', Next: 'Over' }], Default: 'Wait' },
    Over: { Type: 'Succeed' },
  },
};

/** State transitions of a polling loop that waits for a bake of some minutes. */
export async function pollFor(minutes: number): Promise<number> {
  const clock = new VirtualClock();
  const end = clock.now() + minutes * 60_000;
  const stepFunctions = createStepFunctions({
    clock,
    files: stateFilesInMemory(),
    random: () => 0.5,
    authorize: () => undefined,
    emit: () => undefined,
    lambdas: {
      invoke: async () => ({ ok: true, payload: { over: clock.now() >= end } }),
      send: async () => undefined,
    },
  });
  const machine = { name: 'polling-loop', roleArn: arn('iam', 'role/machine'), definition: JSON.stringify(LOOP) };
  stepFunctions.createStateMachine(machine);
  const start = stepFunctions.service.operations.StartExecution;
  const input = { stateMachineArn: arn('states', 'stateMachine:polling-loop'), name: 'one', input: '{}' };
  // The table of operations forgets what each takes.
  await start?.run(input as never, { caller: { arn: arn('iam', 'root'), role: undefined } });
  // A quarter of a minute at a time: in one stride the interpreter, which lets others run now and then, would be left behind.
  while (clock.now() < end + 60_000) await clock.advance(15_000);
  return stepFunctions.transitions(arn('states', 'execution:polling-loop:one'));
}
