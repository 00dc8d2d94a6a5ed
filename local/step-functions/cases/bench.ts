/** A Step Functions of its own for one case: virtual time, functions that are plain code, permissions that can be taken away. */
import type { DescribeExecutionOutput, GetExecutionHistoryOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { ACCOUNT, arn } from '../../kernel/account.ts';
import { AwsError } from '../../kernel/aws-error.ts';
import type { AwsEvent } from '../../kernel/aws-event.ts';
import { stateFilesInMemory } from '../../kernel/state-files.ts';
import { VirtualClock } from '../../kernel/virtual-clock.ts';
import type { Invocation, Lambdas } from '../../lambda/ports.ts';
import { createStepFunctions, type StepFunctions } from '../create-step-functions.ts';

export const ROLE = `arn:aws:iam::${ACCOUNT}:role/machine`;

type Handler = (payload: Payload) => unknown;

/** What a case's function is called with. */
export interface Payload {
  readonly token?: string;
  readonly [name: string]: unknown;
}

interface Settings {
  readonly historyLimit?: number;
  /** 0.5 where it is left out. */
  random?(): number;
}

export class Bench {
  readonly clock = new VirtualClock();
  /** By name. A thrown AwsError is Lambda's own answer, every other error the function's. */
  readonly functions: Record<string, Handler> = {};
  readonly events: AwsEvent[] = [];
  /** Actions that the machine's role is denied. */
  readonly denied = new Set<string>();
  readonly #files = stateFilesInMemory();
  readonly #settings: Settings;
  #stepFunctions: StepFunctions;

  constructor(settings: Settings = {}) {
    this.#settings = settings;
    this.#stepFunctions = this.#create();
  }

  get stepFunctions(): StepFunctions {
    return this.#stepFunctions;
  }

  /** Makes a machine from its states, the first of which begins. */
  machine(name: string, states: object, rest: object = {}): string {
    const definition = { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...rest };
    return this.#stepFunctions.createStateMachine({ name, roleArn: ROLE, definition: JSON.stringify(definition) });
  }

  /** Starts an execution and lets everything run that needs no time. Gives its ARN. */
  async start(stateMachineArn: string, input: unknown = {}, name = 'run'): Promise<string> {
    await this.call('StartExecution', { stateMachineArn, name, input: JSON.stringify(input) });
    await this.settle();
    return stateMachineArn.replace(':stateMachine:', ':execution:').concat(`:${name}`);
  }

  /** Makes a machine of these states and starts it. */
  run(states: object, input: unknown = {}, rest: object = {}): Promise<string> {
    return this.start(this.machine('machine', states, rest), input);
  }

  /** Calls an operation, and lets everything run that needs no time. */
  async call<Output = unknown>(operation: string, input: object): Promise<Output> {
    const answer = await this.#run<Output>(operation, input);
    await this.settle();
    return answer;
  }

  describe(executionArn: string): Promise<DescribeExecutionOutput> {
    return this.#run('DescribeExecution', { executionArn });
  }

  async history(executionArn: string): Promise<readonly HistoryEvent[]> {
    const { events } = await this.#run<GetExecutionHistoryOutput>('GetExecutionHistory', {
      executionArn,
      maxResults: 1000,
    });
    return events ?? [];
  }

  async types(executionArn: string): Promise<readonly string[]> {
    return (await this.history(executionArn)).map(({ type }) => type ?? '');
  }

  /** Status, error and, of an output, its value. */
  async end(executionArn: string): Promise<{ status?: string; error?: string; output?: unknown }> {
    const { status, error, output } = await this.describe(executionArn);
    return {
      ...(status === undefined ? {} : { status }),
      ...(error === undefined ? {} : { error }),
      ...(output === undefined ? {} : { output: JSON.parse(output) }),
    };
  }

  seconds(count: number): Promise<void> {
    return this.clock.advance(count * 1000);
  }

  settle(): Promise<void> {
    return this.clock.advance(0);
  }

  /** The process dies; `away` seconds later another one begins with what was saved. */
  async restart(away = 0): Promise<void> {
    this.#stepFunctions.stop();
    await this.seconds(away);
    this.#stepFunctions = this.#create();
    this.#stepFunctions.resume();
    await this.settle();
  }

  #create(): StepFunctions {
    return createStepFunctions({
      clock: this.clock,
      files: this.#files,
      lambdas: this.#lambdas(),
      emit: (event) => this.events.push(event),
      authorize: (roleArn, permissions) => {
        for (const { action, resource } of permissions) {
          if (!this.denied.has(action)) continue;
          const message = `User: ${roleArn} is not authorized to perform: ${action} on resource: ${resource}`;
          throw new AwsError('AccessDeniedException', message, 403);
        }
      },
      random: this.#settings.random ?? (() => 0.5),
      ...(this.#settings.historyLimit === undefined ? {} : { historyLimit: this.#settings.historyLimit }),
    });
  }

  #lambdas(): Lambdas {
    return {
      invoke: async (name, payload) => this.#invoke(name, payload),
      send: async (name, payload) => {
        await this.#invoke(name, payload);
      },
    };
  }

  async #invoke(name: string, payload: unknown): Promise<Invocation> {
    const handler = this.functions[name.split(':')[6] ?? name];
    if (handler === undefined) throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404);
    try {
      return { ok: true, payload: await handler(asPayload(payload)) };
    } catch (thrown) {
      if (thrown instanceof AwsError || !(thrown instanceof Error)) throw thrown;
      return { ok: false, error: { errorType: thrown.name, errorMessage: thrown.message, trace: [] } };
    }
  }

  async #run<Output>(name: string, input: object): Promise<Output> {
    const operation = this.#stepFunctions.service.operations[name];
    if (operation === undefined) throw new AwsError('UnknownOperationException', `There is no ${name}`);
    return asOutput(await operation.run(asInput(input), { caller: { arn: arn('iam', 'root'), role: undefined } }));
  }
}

/** A table of operations forgets each one's own types; a case names them again. */
function asInput(input: object): never {
  return input as never;
}

function asOutput<Output>(output: unknown): Output {
  return output as Output;
}

/** Cases send objects. */
function asPayload(payload: unknown): Payload {
  return payload as Payload;
}

/** A Task that invokes a function and waits for its answer, or, with `.waitForTaskToken`, for the token that it is given. */
export function invoke(suffix: '' | '.waitForTaskToken', more: object = {}, payload: object = {}): object {
  const token = suffix === '' ? {} : { token: '{% $states.context.Task.Token %}' };
  return {
    Type: 'Task',
    Resource: `arn:aws:states:::lambda:invoke${suffix}`,
    Arguments: { FunctionName: 'work', Payload: { ...token, ...payload } },
    ...('Next' in more ? {} : { End: true }),
    ...more,
  };
}
