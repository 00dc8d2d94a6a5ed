import type { EmitEvent } from '../kernel/aws-event.ts';
import type { AwsService } from '../kernel/aws-service.ts';
import type { Clock } from '../kernel/clock.ts';
import type { StateFiles } from '../kernel/state-files.ts';
import type { Lambdas } from '../lambda/ports.ts';
import type { Provisioner } from '../template/provisioner.ts';
import { executionOperations } from './api/execution-operations.ts';
import { historyOperations } from './api/history-operations.ts';
import { machineOperations } from './api/machine-operations.ts';
import { taskOperations } from './api/task-operations.ts';
import { jsonataFunctions } from './asl/functions.ts';
import { ExecutionStore } from './execution-store.ts';
import { Executions } from './executions.ts';
import { requireLogDelivery } from './log-delivery.ts';
import { Machines } from './machines.ts';
import { requireManagedRule } from './managed-rule.ts';
import { OpenTasks } from './run/open-tasks.ts';
import { stateMachineProvisioner } from './state-machine-provisioner.ts';
import type { Authorize } from './tasks/authorize.ts';
import { localIntegrations } from './tasks/local-integrations.ts';
import { refuses } from './tasks/supported-resources.ts';

/** The most events that a history on AWS holds, its end included. */
const EVENTS_OF_AN_EXECUTION = 25_000;
/** What tasks can do here. */
const REACH = { refuses, itemReaders: false };

export interface StepFunctionsParts {
  readonly clock: Clock;
  readonly files: StateFiles;
  readonly lambdas: Lambdas;
  readonly emit: EmitEvent;
  readonly authorize: Authorize;
  /** From 0 up to, without, 1. */
  random(): number;
  /** 25,000 as on AWS when it is left out; less makes a test of the limit short. */
  readonly historyLimit?: number;
}

export interface NewStateMachine {
  readonly name: string;
  readonly roleArn: string;
  /** The definition as JSON text. */
  readonly definition: string;
  /** Its log goes to CloudWatch Logs; it has none when this is left out. */
  readonly logs?: boolean;
}

export interface StepFunctions {
  readonly service: AwsService;
  readonly provisioners: Readonly<Record<'AWS::StepFunctions::StateMachine', Provisioner>>;
  /** Makes a state machine, or changes the one of that name, and gives its ARN. Throws InvalidDefinition or AccessDeniedException. */
  createStateMachine(machine: NewStateMachine): string;
  /** States that an execution has entered so far. */
  transitions(executionArn: string): number;
  /** Takes up the executions that the last process left running. Call it when the machines are made and functions can run. */
  resume(): void;
  /** Lets go of all executions without ending them; another process takes them up. */
  stop(): void;
}

/** The local Step Functions: machines in JSONata, standard executions that survive a restart. */
export function createStepFunctions(parts: StepFunctionsParts): StepFunctions {
  const { clock, files, lambdas, emit, authorize, random } = parts;
  const store = new ExecutionStore(files);
  const openTasks = new OpenTasks((executionArn) => store.has(executionArn));
  const machines = new Machines(clock, files, REACH);
  const executions: Executions = new Executions({
    machinery: {
      clock,
      random,
      functions: jsonataFunctions(clock, random),
      integrations: localIntegrations({ lambdas, authorize, random, others: () => ({ executions, machines }) }),
      openTasks,
    },
    machines,
    store,
    emit,
    historyLimit: parts.historyLimit ?? EVENTS_OF_AN_EXECUTION,
  });
  const createStateMachine = (machine: NewStateMachine): string =>
    machines.put(machine, (parsed) => {
      requireManagedRule(authorize, machine.roleArn, parsed);
      if (machine.logs) requireLogDelivery(authorize, machine.roleArn);
    }).arn;
  return {
    service: {
      name: 'states',
      operations: {
        ...executionOperations(executions, machines),
        ...historyOperations(executions),
        ...machineOperations(executions, machines),
        ...taskOperations(openTasks),
      },
    },
    provisioners: { 'AWS::StepFunctions::StateMachine': stateMachineProvisioner(createStateMachine) },
    createStateMachine,
    transitions: (executionArn) => executions.find(executionArn).transitions,
    resume: () => executions.resume(),
    stop: () => executions.release(),
  };
}
