/** A definition in the Amazon States Language, parsed and checked, with its JSONata compiled. */
import type { TaskResource } from './task-resource.ts';
import type { Template } from './template.ts';

export interface Machine extends Workflow {
  readonly timeoutSeconds: number | undefined;
}

/** States that run one after another: a machine, a branch of a Parallel, the item processor of a Map. */
export interface Workflow {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

export type State =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;

interface Named {
  readonly name: string;
}

/** What a transition does on its way out of a state. */
export interface Exit {
  readonly output: Template | undefined;
  readonly assign: Template | undefined;
}

/** `next` is undefined where the state has `End`. */
interface Transition extends Named, Exit {
  readonly next: string | undefined;
}

interface Fallible extends Transition {
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
}

export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number | undefined;
  readonly fullJitter: boolean;
}

export interface Catcher extends Exit {
  readonly errorEquals: readonly string[];
  readonly next: string;
}

export interface PassState extends Transition {
  readonly type: 'Pass';
}

export interface TaskState extends Fallible {
  readonly type: 'Task';
  readonly resource: TaskResource;
  readonly arguments: Template | undefined;
  readonly timeoutSeconds: Template | undefined;
  readonly heartbeatSeconds: Template | undefined;
  /** The role that the task assumes in place of the machine's own. */
  readonly credentials: Template | undefined;
}

export interface ChoiceState extends Named, Exit {
  readonly type: 'Choice';
  readonly choices: readonly ChoiceRule[];
  /** `output` and `assign` of the state itself belong to the default alone. */
  readonly default: string | undefined;
}

export interface ChoiceRule extends Exit {
  readonly condition: Template;
  readonly field: string;
  readonly next: string;
}

export interface WaitState extends Transition {
  readonly type: 'Wait';
  readonly until: { readonly seconds: Template } | { readonly timestamp: Template };
}

export interface SucceedState extends Named, Exit {
  readonly type: 'Succeed';
}

export interface FailState extends Named {
  readonly type: 'Fail';
  readonly error: Template | undefined;
  readonly cause: Template | undefined;
}

export interface ParallelState extends Fallible {
  readonly type: 'Parallel';
  readonly arguments: Template | undefined;
  readonly branches: readonly Workflow[];
}

export interface MapState extends Fallible {
  readonly type: 'Map';
  readonly items: Template | undefined;
  readonly itemReader: ItemReader | undefined;
  readonly itemSelector: Template | undefined;
  readonly itemProcessor: Workflow;
  /** Each item is an execution of its own on AWS: no outer variables, no events of its states in this history. */
  readonly distributed: boolean;
  /** 0 is "no bound of its own". */
  readonly maxConcurrency: Template | undefined;
  /** Evaluated and checked. They have an effect in distributed mode only, where they are refused. */
  readonly tolerated: readonly { readonly field: string; readonly template: Template }[];
}

export interface ItemReader {
  readonly resource: string;
  readonly arguments: Template | undefined;
  readonly maxItems: Template | undefined;
}
