import type { GetExecutionHistoryOutput } from '@aws-sdk/client-sfn';
import { type DeploymentId, parseDeploymentId } from '../../core/domain/names.ts';
import { closeAbandoned } from '../../core/operations/close-abandoned.ts';
import { deploy } from '../../core/operations/deploy.ts';
import type { Machines } from '../../core/ports.ts';
import { type StepName, steps } from '../../core/steps/index.ts';
import { arn } from '../../local/kernel/account.ts';
import { AwsError } from '../../local/kernel/aws-error.ts';
import { stateFilesInMemory } from '../../local/kernel/state-files.ts';
import type { Invocation } from '../../local/lambda/ports.ts';
import { createStepFunctions, type StepFunctions } from '../../local/step-functions/create-step-functions.ts';
import { SERVICE } from '../builders.ts';
import { type Door, openDoors } from '../fakes/doors.ts';
import { fakeWorld, NEW, type World, type WorldOptions } from '../fakes/fake-world.ts';
import { executionArn, MACHINES, type MachineName, machineArn, substituted } from './machine-definitions.ts';

const DAY = 24 * 60 * 60_000;

export type Belay = Awaited<ReturnType<typeof aBelay>>;

export interface BelayOptions extends WorldOptions {
  /** Events that are lost. */
  readonly shut?: readonly Door[];
}

/** Belay's real machines and steps in a fake world: everything but AWS. */
export async function aBelay({ shut = [], ...options }: BelayOptions = {}) {
  const late: { stepFunctions?: StepFunctions } = {};
  const world = await fakeWorld({ ...options, machines: machinesOn(() => given(late.stepFunctions)) });
  const broken = new Set<string>();
  const dying = new Map<string, Death>();
  /** Every try of a step, as `machine: state`. */
  const ran: string[] = [];

  const stepFunctions = createStepFunctions({
    clock: world.clock,
    files: stateFilesInMemory(),
    random: () => 0.5,
    authorize: () => undefined,
    emit: ({ detail }) => {
      const { stateMachineArn, status, name } = asStatusChange(detail);
      if (stateMachineArn !== machineArn('deploy') || status === 'RUNNING' || status === 'SUCCEEDED') return;
      void closeAbandoned(world.ports, parseDeploymentId(name), status);
    },
    lambdas: {
      invoke: async (name, payload) => {
        const [step = '', machine = '', state = ''] = (name.split(':').at(-1) ?? '').split('/');
        if (!isStep(step)) throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404);
        const where = `${machine}: ${decodeURIComponent(state)}`;
        ran.push(where);
        const death = dying.get(where);
        dying.delete(where);
        if (death === 'before its work') return DIED;
        const outcome = await run(world, step, payload, broken.has(where));
        return death === undefined ? outcome : DIED;
      },
      send: async () => undefined,
    },
  });
  late.stepFunctions = stepFunctions;
  for (const name of MACHINES)
    stepFunctions.createStateMachine({ name, roleArn: arn('iam', 'role/machine'), definition: substituted(name) });
  const doors = openDoors(world, shut);

  return {
    ...world,
    doors,
    ran,
    stepFunctions,
    /** From now on, every try of this state's step throws. */
    break: (machine: MachineName, state: string) => void broken.add(`${machine}: ${state}`),
    /** The function of a state is killed once. */
    kill: (machine: MachineName, state: string, death: Death) => void dying.set(`${machine}: ${state}`, death),
    /** Deploys 1.1.0 by hand, and gives its id. */
    async deploy(request: Partial<Parameters<typeof deploy>[1]> = {}): Promise<DeploymentId> {
      const answer = await deploy(world.ports, {
        service: SERVICE,
        to: NEW,
        repository: 'web',
        strategy: 'auto',
        first: false,
        by: 'somebody',
        reason: 'asked for',
        whenBusy: 'refuse',
        ...request,
      });
      return answer.kind === 'started' ? answer.id : answer.behind;
    },
    /** Somebody stops the execution in the console. */
    abort: (id: DeploymentId) => call(stepFunctions, 'StopExecution', { executionArn: executionArn('deploy', id) }),
    /** Lets days pass, and says how the deployment ended. */
    async end(id: DeploymentId, days = 3) {
      await world.clock.advance(days * DAY);
      const { status, error, cause } = await call<{ status: string; error?: string; cause?: string }>(
        stepFunctions,
        'DescribeExecution',
        { executionArn: executionArn('deploy', id) },
      );
      const deployment = await world.kept.deployments.get(id);
      return { status, error, cause, verdict: deployment?.verdict, because: deployment?.because, deployment };
    },
    /** The states that an execution entered, in order. */
    async path(name: MachineName, execution: string): Promise<readonly string[]> {
      const { events } = await call<GetExecutionHistoryOutput>(stepFunctions, 'GetExecutionHistory', {
        executionArn: executionArn(name, execution),
        maxResults: 1000,
      });
      return (events ?? []).flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
    },
    transitions: (name: MachineName, execution: string) => stepFunctions.transitions(executionArn(name, execution)),
  };
}

/** When a function dies: with all its work undone, or done and nobody told. */
export type Death = 'before its work' | 'after its work';

const DIED: Invocation = {
  ok: false,
  error: { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited with error: exit status 1' },
};

async function run(world: World, step: StepName, payload: unknown, broken: boolean): Promise<Invocation> {
  try {
    if (broken) throw new Error(`${step} is broken`);
    return { ok: true, payload: (await steps[step](world.ports, payload)) ?? {} };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { ok: false, error: { errorType: error.name, errorMessage: error.message, trace: [] } };
  }
}

function isStep(name: string): name is StepName {
  return Object.hasOwn(steps, name);
}

/** The core's Step Functions on the local one. */
function machinesOn(stepFunctions: () => StepFunctions): Machines {
  return {
    executionOf: (deployment) => executionArn('deploy', deployment),
    async start(deployment, service) {
      try {
        await call(stepFunctions(), 'StartExecution', {
          stateMachineArn: machineArn('deploy'),
          name: deployment,
          input: JSON.stringify({ deployment, service }),
        });
      } catch (error) {
        if (!(error instanceof AwsError) || error.name !== 'ExecutionAlreadyExists') throw error;
      }
    },
    redeem: (taskToken, woke) =>
      answered(() => call(stepFunctions(), 'SendTaskSuccess', { taskToken, output: JSON.stringify(woke) })),
    fail: (taskToken, error, cause) =>
      answered(() => call(stepFunctions(), 'SendTaskFailure', { taskToken, error, cause })),
    async ended(deployment) {
      try {
        const { status } = await call<{ status: string }>(stepFunctions(), 'DescribeExecution', {
          executionArn: executionArn('deploy', deployment),
        });
        return status !== 'RUNNING';
      } catch (error) {
        if (error instanceof AwsError && error.name === 'ExecutionDoesNotExist') return undefined;
        throw error;
      }
    },
  };
}

async function answered(send: () => Promise<unknown>): Promise<'redeemed' | 'closed'> {
  try {
    await send();
    return 'redeemed';
  } catch (error) {
    if (error instanceof AwsError) return 'closed';
    throw error;
  }
}

/** A table of operations forgets each one's own types; the caller names them again. */
async function call<Output>({ service }: StepFunctions, name: string, input: object): Promise<Output> {
  const operation = service.operations[name];
  if (operation === undefined) throw new Error(`Step Functions has no ${name}`);
  const caller = { caller: { arn: arn('iam', 'root'), role: undefined } };
  return (await operation.run(input as never, caller)) as Output;
}

function asStatusChange(detail: object): { stateMachineArn: string; status: string; name: string } {
  return detail as { stateMachineArn: string; status: string; name: string };
}

function given<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('asked for before it was made');
  return thing;
}
