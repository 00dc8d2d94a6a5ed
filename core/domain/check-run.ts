import type { CheckGate, TaskCommand } from './check.ts';
import type { DeploymentId } from './names.ts';

/** The commands that check a deployment at one gate, or one of its way back, as they were when they were started, and what became of them. */
export interface CheckRun {
  readonly deployment: DeploymentId;
  /** Which gate, and which of its bakes: `before-traffic`, `after-bake-2`; or which command of the way back: `way-back-1`. */
  readonly round: string;
  /** RFC 3339. */
  readonly since: string;
  /** How long the machine waits for all of them. */
  readonly seconds: number;
  readonly checks: readonly TaskCommand[];
  /** Empty until the tasks are started; then one for each check, in their order. */
  readonly tasks: readonly CheckTask[];
  /** By task id. */
  readonly ended: Readonly<Record<string, TaskEnd>>;
}

/** The id of the task that runs a check, or why ECS would not start one. */
export type CheckTask = { readonly task: string } | { readonly refused: string };

/** How a task ended. */
export interface TaskEnd {
  /** Exit codes by container; a container that never ran has none. */
  readonly codes: Readonly<Record<string, number>>;
  readonly because: string;
  /** It did not end by itself: nobody waited for it any longer. */
  readonly late?: true;
}

/** The end of a task that ran on when its time was over. */
export const LATE: TaskEnd = { codes: {}, because: 'its time was over', late: true };

/** When commands run: a gate, and how many bakes there were until then. */
export interface CheckRound {
  readonly gate: CheckGate;
  readonly bakes: number;
}

export function roundOf({ gate, bakes }: CheckRound): string {
  return gate === 'before-traffic' ? gate : `${gate}-${bakes}`;
}

/** Has every command of the round ended, or never begun? */
export function isDone({ checks, tasks, ended }: CheckRun): boolean {
  return tasks.length === checks.length && tasks.every((one) => 'refused' in one || ended[one.task] !== undefined);
}

/** Ids of tasks of which nobody has told that they ended. */
export function openTasks({ tasks, ended }: CheckRun): readonly string[] {
  return tasks.flatMap((one) => ('task' in one && ended[one.task] === undefined ? one.task : []));
}

/** A sentence for each command that did not end as it should. */
export function failuresOf(run: CheckRun): readonly string[] {
  return run.checks.flatMap((check, index) => {
    const failure = whyFailed(run, index);
    return failure === undefined ? [] : [`check "${check.name}" (${check.id}) ${failure}`];
  });
}

/** Why the command at this place of a run did not end as it should. `undefined`: it did. */
export function whyFailed({ checks, tasks, ended, seconds }: CheckRun, index: number): string | undefined {
  const check = checks[index];
  if (check === undefined) return undefined;
  const { container, command, expectedExitCodes } = check;
  const started = tasks[index];
  if (started === undefined) return 'was never started';
  if ('refused' in started) return `could not be started: ${started.refused}`;
  const end = ended[started.task];
  if (end === undefined || end.late)
    return `did not end within ${seconds} s: ${command.join(' ')} (task ${started.task})`;
  const code = end.codes[container];
  if (code === undefined) return `did not run: ${end.because} (task ${started.task})`;
  if (expectedExitCodes.includes(code)) return undefined;
  return `failed: ${command.join(' ')} ended with exit code ${code}, expected ${expectedExitCodes.join(' or ')} (task ${started.task})`;
}
