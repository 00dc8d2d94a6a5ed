import { AwsError } from '../../kernel/aws-error.ts';
import type { TaskOutcome } from './task-outcome.ts';
import { issuedFor } from './task-token.ts';

/** A try that waits for the holder of its token. */
export interface OpenTask {
  /** Takes the outcome and keeps it over a restart, before it returns. */
  settle(outcome: TaskOutcome): void;
  heartbeat(): void;
}

/** The tokens that can be redeemed now. */
export class OpenTasks {
  readonly #open = new Map<string, OpenTask>();
  readonly #known: (executionArn: string) => boolean;

  /** `known` tells whether there is, or was, such an execution. */
  constructor(known: (executionArn: string) => boolean) {
    this.#known = known;
  }

  open(token: string, task: OpenTask): void {
    this.#open.set(token, task);
  }

  close(token: string): void {
    this.#open.delete(token);
  }

  /** Throws the AwsError that Step Functions gives for a token that is redeemed, timed out, unknown, or no token at all. */
  find(token: string): OpenTask {
    const task = this.#open.get(token);
    if (task !== undefined) return task;
    const execution = issuedFor(token);
    if (execution === undefined) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
    if (this.#known(execution)) {
      throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    }
    throw new AwsError('TaskDoesNotExist', "Task Does Not Exist: 'Provided task does not exist'");
  }
}
