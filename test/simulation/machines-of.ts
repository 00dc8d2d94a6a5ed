import { type StepName, steps } from '../../core/steps/index.ts';
import { arn } from '../../local/kernel/account.ts';
import { AwsError } from '../../local/kernel/aws-error.ts';
import type { StateFiles } from '../../local/kernel/state-files.ts';
import { createStepFunctions } from '../../local/step-functions/create-step-functions.ts';
import { MACHINES, machineArn, substituted } from '../state-machines/machine-definitions.ts';
import type { SimulatedWorld } from './simulated-world.ts';

const DEFINITIONS = MACHINES.map((name) => ({
  name,
  definition: substituted(name),
  roleArn: arn('iam', 'role/machine'),
}));
const CALLER = { caller: { arn: arn('iam', 'root'), role: undefined } };

/** The machines of a run, as their API is called. */
export interface SimulatedMachines {
  call(name: string, input: object): Promise<unknown>;
  /** States that every execution entered so far, in order, with the name of its machine. */
  entered(): readonly { readonly machine: string; readonly states: readonly string[] }[];
}

/** The real machine files on our interpreter. Their tasks run the real steps. */
export function machinesOf(world: SimulatedWorld): SimulatedMachines {
  const documents = new Map<string, unknown>();
  const stepFunctions = createStepFunctions({
    clock: world.clock,
    files: byReference(documents),
    random: () => world.random.below(1000) / 1000,
    authorize: () => undefined,
    emit: ({ detail }) => {
      const { stateMachineArn, status, name } = asStatusChange(detail);
      if (stateMachineArn !== machineArn('deploy') || status === 'RUNNING') return;
      world.trace.note('machine', `deploy ${status}`);
      if (status !== 'SUCCEEDED') world.executionEnded(name, status);
    },
    lambdas: {
      send: async () => undefined,
      async invoke(name, payload) {
        const [step = '', machine = '', state = ''] = (name.split(':').at(-1) ?? '').split('/');
        if (!isStep(step)) throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404);
        const who = `${machine}: ${decodeURIComponent(state)}`;
        const fault = world.faults.atInvocation();
        if (fault !== undefined) world.trace.note('lambda', who, `!! ${fault.kind}`);
        if (fault?.kind === 'not-invoked') throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
        const outcome = await world.invoke(who, async (ports) => (await steps[step](ports, payload)) ?? {});
        if (!outcome.ok) world.trace.note(who, 'failed', outcome.error.errorMessage);
        if (fault !== undefined) throw new AwsError('ServiceException', 'the answer was lost', 500);
        return outcome;
      },
    },
  });
  for (const machine of DEFINITIONS) stepFunctions.createStateMachine(machine);
  return {
    async call(name, input) {
      const operation = stepFunctions.service.operations[name];
      if (operation === undefined) throw new Error(`Step Functions has no ${name}`);
      return operation.run(input as never, CALLER);
    },
    entered: () =>
      [...documents].flatMap(([name, document]) => (/\/executions\/\d+$/.test(name) ? enteredIn(document) : [])),
  };
}

interface ExecutionDocument {
  readonly machineName: string;
  readonly events: readonly { readonly type: string; readonly stateEnteredEventDetails?: { readonly name?: string } }[];
}

function enteredIn(document: unknown): { readonly machine: string; readonly states: readonly string[] } {
  const { machineName, events } = document as ExecutionDocument;
  return {
    machine: machineName,
    states: events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []),
  };
}

/** Documents as they are: nobody changes what was saved, and no restart is simulated here. */
function byReference(documents: Map<string, unknown>): StateFiles {
  return {
    load: <Document>(name: string) => documents.get(name) as Document | undefined,
    save: (name, document) => void documents.set(name, document),
    remove: (name) => void documents.delete(name),
  };
}

function isStep(name: string): name is StepName {
  return Object.hasOwn(steps, name);
}

function asStatusChange(detail: object): { stateMachineArn: string; status: string; name: string } {
  return detail as { stateMachineArn: string; status: string; name: string };
}
