import type { CheckRun, CheckTask, TaskEnd } from '../domain/check-run.ts';
import type { DeploymentId } from '../domain/names.ts';
import type { TaskTruth } from '../domain/truth.ts';

/** Tasks that run beside a service, for a while and without traffic: a part of ECS. */
export interface BesideTasks {
  /** Starts tasks of a task definition in the service's network, on its kind of capacity. One answer each, in order. */
  runTasks(
    cluster: string,
    name: string,
    taskDefinition: string,
    tasks: readonly TaskRequest[],
  ): Promise<readonly CheckTask[]>;
  /** Tasks by their ids. ECS forgets a stopped one after an hour: it is left out. */
  tasks(cluster: string, ids: readonly string[]): Promise<readonly TaskTruth[]>;
  /** Stops a task that we started. One that has ended stays as it is. */
  stopTask(cluster: string, id: string, because: string): Promise<void>;
}

/** A command to be run as a task. */
export interface TaskRequest {
  /** The same key again starts no second task, for a day. */
  readonly key: string;
  /** Letters, digits, `-`, `_` and `/`, at most 128. */
  readonly startedBy: string;
  readonly container: string;
  readonly command: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** The commands that check a deployment: those of one gate at a time. */
export interface CheckRuns {
  /** Begins a round in place of the one before, unless it was begun already; gives what is stored. */
  begin(run: CheckRun): Promise<CheckRun>;
  /** Keeps which tasks were started. What is told of a round that is over is forgotten. */
  started(deployment: DeploymentId, round: string, tasks: readonly CheckTask[]): Promise<void>;
  /** Notes how a task ended, as it was told first, and gives all that is known of the round. `undefined`: the round is over. */
  ended(deployment: DeploymentId, round: string, task: string, end: TaskEnd): Promise<CheckRun | undefined>;
  get(deployment: DeploymentId): Promise<CheckRun | undefined>;
}
