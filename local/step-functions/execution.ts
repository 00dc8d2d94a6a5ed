import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import type { Cancel } from '../kernel/clock.ts';
import type { Machine } from './asl/machine.ts';
import type { ExecutionRecord } from './execution-record.ts';
import { parseJson } from './json.ts';
import { Cancellation } from './run/cancellation.ts';
import { Cancelled, HistoryFull, StateFailure } from './run/failures.ts';
import { History } from './run/history.ts';
import type { Machinery } from './run/machinery.ts';
import { startOf } from './run/position.ts';
import { runWorkflow } from './run/run-workflow.ts';
import { errorAndCause } from './run/task-outcome.ts';
import { type ExecutionFacts, Track } from './run/track.ts';

interface Surroundings {
  readonly machinery: Machinery;
  readonly machine: Machine;
  readonly historyLimit: number;
  save(record: ExecutionRecord): void;
  /** Called once, after the end was saved. */
  ended(record: ExecutionRecord): void;
}

/** An execution that runs, from its start or from where the last process left it. */
export class Execution {
  readonly record: ExecutionRecord;
  readonly #surroundings: Surroundings;
  readonly #history: History;
  readonly #cancellation = new Cancellation();
  readonly #track: Track;
  #cancelTimeout: Cancel = () => {};

  constructor(record: ExecutionRecord, surroundings: Surroundings) {
    const { machinery, machine, historyLimit } = surroundings;
    this.record = record;
    this.#surroundings = surroundings;
    this.#history = new History(machinery.clock, historyLimit, record.events);
    this.#track = new Track(
      {
        facts: factsOf(record),
        machinery,
        history: this.#history,
        cancellation: this.#cancellation,
        item: undefined,
        save: () => this.#save(),
        nextNumber: () => this.#nextNumber(),
        entered: () => {
          record.transitions += 1;
        },
      },
      record.position ?? startOf(machine.startAt, parseJson(record.input), {}, 0),
    );
  }

  /** Returns at once. */
  run(): void {
    const { clock } = this.#surroundings.machinery;
    const { timeoutAt } = this.record;
    if (timeoutAt !== undefined) {
      this.#cancelTimeout = clock.after(Math.max(0, timeoutAt - clock.now()), () => this.#timeOut());
    }
    void this.#runToEnd();
  }

  /** Ends it as StopExecution does: nothing of it runs any more, no Catch either. */
  abort(error: string | undefined, cause: string | undefined): void {
    const details = errorAndCause(error, cause);
    this.#end('ABORTED', details, () => {
      this.#history.end('ExecutionAborted', { executionAbortedEventDetails: details }, 0);
    });
  }

  /** Lets go of it without ending it; another process takes it up. */
  release(): void {
    this.#cancelTimeout();
    this.#cancellation.cancel('shut-down');
  }

  async #runToEnd(): Promise<void> {
    try {
      const text = JSON.stringify(await runWorkflow(this.#track, this.#surroundings.machine));
      if (this.#cancellation.cancelled) return;
      this.#end('SUCCEEDED', { output: text }, () => {
        const details = { output: text, outputDetails: { truncated: false } };
        this.#history.end(
          'ExecutionSucceeded',
          { executionSucceededEventDetails: details },
          this.#track.position.lastEvent,
        );
      });
    } catch (thrown) {
      if (!(thrown instanceof Cancelled) && !this.#cancellation.cancelled) this.#fail(thrown);
    }
  }

  #fail(thrown: unknown): void {
    const details = failureDetails(thrown, this.#surroundings.historyLimit);
    this.#end('FAILED', details, () => {
      this.#history.end(
        'ExecutionFailed',
        { executionFailedEventDetails: details },
        thrown instanceof HistoryFull ? this.record.events.length : this.#track.position.lastEvent,
      );
    });
  }

  #timeOut(): void {
    // DescribeExecution shows no error of an execution that timed out; only its last event does.
    this.#end('TIMED_OUT', {}, () => {
      const details = { error: 'States.Timeout' };
      this.#history.end('ExecutionTimedOut', { executionTimedOutEventDetails: details }, 0);
    });
  }

  #end(
    status: ExecutionStatus,
    result: Pick<ExecutionRecord, 'output' | 'error' | 'cause'>,
    addEvent: () => void,
  ): void {
    if (this.record.status !== 'RUNNING') return;
    addEvent();
    this.record.status = status;
    this.record.stopDate = this.#surroundings.machinery.clock.now();
    Object.assign(this.record, result);
    delete this.record.position;
    this.#surroundings.save(this.record);
    this.#cancelTimeout();
    this.#cancellation.cancel('aborted');
    this.#surroundings.ended(this.record);
  }

  #nextNumber(): number {
    this.record.lastNumber += 1;
    this.#save();
    return this.record.lastNumber;
  }

  #save(): void {
    if (this.record.status !== 'RUNNING' || this.#cancellation.cancelled) return;
    this.record.position = this.#track.position;
    this.#surroundings.save(this.record);
  }
}

function factsOf(record: ExecutionRecord): ExecutionFacts {
  const { arn, name, startDate, roleArn, machineArn, machineName } = record;
  return { arn, name, startDate, roleArn, machineArn, machineName, input: parseJson(record.input) };
}

function failureDetails(thrown: unknown, historyLimit: number): { error?: string; cause?: string } {
  if (thrown instanceof StateFailure) return errorAndCause(thrown.error, thrown.cause);
  if (thrown instanceof HistoryFull) {
    return {
      error: 'States.Runtime',
      cause: `The execution reached the maximum number of history events (${historyLimit}).`,
    };
  }
  return {
    error: 'States.Runtime',
    cause: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
  };
}
