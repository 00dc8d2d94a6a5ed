import { arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { EmitEvent } from '../kernel/aws-event.ts';
import type { Cancel } from '../kernel/clock.ts';
import { uuid } from './asl/functions.ts';
import { Execution } from './execution.ts';
import type { ExecutionRecord, ExecutionSummary } from './execution-record.ts';
import type { ExecutionStore } from './execution-store.ts';
import { parseJson } from './json.ts';
import { type Machines, requireArn, type StateMachine } from './machines.ts';
import type { Machinery } from './run/machinery.ts';
import { LARGEST_DATA } from './run/size-limit.ts';
import { statusEvent } from './status-event.ts';

export interface Start {
  readonly machine: StateMachine;
  readonly name?: string | undefined;
  /** JSON; `{}` when it is left out. */
  readonly input?: string | undefined;
  /** The try of a Task state that starts it. */
  readonly startedBy?: string;
}

interface Parts {
  readonly machinery: Machinery;
  readonly machines: Machines;
  readonly store: ExecutionStore;
  readonly emit: EmitEvent;
  readonly historyLimit: number;
}

/** All executions: those that run, in memory, and those that ended, on disk. */
export class Executions {
  readonly #parts: Parts;
  readonly #running = new Map<string, Execution>();
  readonly #watchers = new Map<string, Set<(record: ExecutionRecord) => void>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Starts an execution, or gives the one that runs with the same name and input. Throws ExecutionAlreadyExists. */
  start(start: Start): ExecutionRecord {
    const { machinery, store } = this.#parts;
    const name = start.name ?? uuid(machinery.random);
    requireName(name);
    const input = start.input ?? '{}';
    requireInput(input);
    const executionArn = arn('states', `execution:${start.machine.name}:${name}`);
    if (store.has(executionArn)) return this.#again(executionArn, start, input);

    const now = machinery.clock.now();
    const { timeoutSeconds } = start.machine.parsed;
    const record: ExecutionRecord = {
      arn: executionArn,
      name,
      machineArn: start.machine.arn,
      machineName: start.machine.name,
      roleArn: start.machine.roleArn,
      definition: start.machine.definitionKey,
      input,
      startDate: now,
      status: 'RUNNING',
      events: [startedEvent(start.machine.roleArn, input, now)],
      transitions: 0,
      lastNumber: 0,
      ...(timeoutSeconds === undefined ? {} : { timeoutAt: now + timeoutSeconds * 1000 }),
      ...(start.startedBy === undefined ? {} : { startedBy: start.startedBy }),
    };
    store.save(record);
    this.#parts.emit(statusEvent(record));
    this.#run(record);
    return record;
  }

  /** Throws ExecutionDoesNotExist. */
  find(executionArn: string): ExecutionRecord {
    requireArn(executionArn, 'execution');
    const record = this.#running.get(executionArn)?.record ?? this.#parts.store.load(executionArn);
    if (record !== undefined) return record;
    throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
  }

  /** Newest first. */
  list(machineArn: string): readonly ExecutionSummary[] {
    return this.#parts.store.summaries.filter((summary) => summary.machineArn === machineArn).toReversed();
  }

  /** Ends an execution that runs; one that ended stays as it is. */
  stop(executionArn: string, error?: string, cause?: string): ExecutionRecord {
    const record = this.find(executionArn);
    this.#running.get(executionArn)?.abort(error, cause);
    return record;
  }

  /** Calls back once, when the execution has ended: at once when it has already. */
  watch(executionArn: string, ended: (record: ExecutionRecord) => void): Cancel {
    if (!this.#running.has(executionArn)) {
      ended(this.find(executionArn));
      return () => {};
    }
    const watchers = this.#watchers.get(executionArn) ?? new Set();
    watchers.add(ended);
    this.#watchers.set(executionArn, watchers);
    return () => watchers.delete(ended);
  }

  /** Takes up what the last process left running. All are taken before one goes on, so that parents find their children. */
  resume(): void {
    const { store, emit } = this.#parts;
    const open = store.summaries.filter(({ status, arn }) => status === 'RUNNING' && !this.#running.has(arn));
    const records = open.flatMap(({ arn }) => store.load(arn) ?? []);
    const runs = records.filter(({ status }) => status === 'RUNNING').map((record) => this.#take(record));
    for (const record of records) {
      if (record.status === 'RUNNING') continue;
      // The process died after it wrote the end, before it put the end into the list and told of it.
      store.save(record);
      emit(statusEvent(record));
    }
    for (const execution of runs) execution.run();
  }

  /** Lets go of all that runs without ending it. */
  release(): void {
    for (const execution of this.#running.values()) execution.release();
    this.#running.clear();
  }

  #again(executionArn: string, start: Start, input: string): ExecutionRecord {
    const record = this.find(executionArn);
    if (start.startedBy !== undefined && record.startedBy === start.startedBy) return record;
    if (record.status === 'RUNNING' && sameJson(record.input, input)) return record;
    throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`);
  }

  #run(record: ExecutionRecord): void {
    this.#take(record).run();
  }

  #take(record: ExecutionRecord): Execution {
    const { machinery, machines, store, emit, historyLimit } = this.#parts;
    const execution = new Execution(record, {
      machinery,
      machine: machines.parsed(record.definition),
      historyLimit,
      save: (changed) => store.save(changed),
      ended: (over) => {
        this.#running.delete(over.arn);
        emit(statusEvent(over));
        const watchers = this.#watchers.get(over.arn) ?? [];
        this.#watchers.delete(over.arn);
        for (const watcher of watchers) watcher(over);
      },
    });
    this.#running.set(record.arn, execution);
    return execution;
  }
}

function startedEvent(roleArn: string, input: string, timestamp: number): ExecutionRecord['events'][number] {
  const details = { input, inputDetails: { truncated: false }, roleArn };
  return { id: 1, previousEventId: 0, timestamp, type: 'ExecutionStarted', executionStartedEventDetails: details };
}

const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u;

function requireName(name: string): void {
  if (name.length >= 1 && name.length <= 80 && !FORBIDDEN.test(name)) return;
  throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
}

function requireInput(input: string): void {
  if (Buffer.byteLength(input) > LARGEST_DATA) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${LARGEST_DATA}`,
    );
  }
  try {
    parseJson(input);
  } catch (error) {
    const why = error instanceof Error && input !== '' ? error.message : 'Invalid execution input.';
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${why}'`);
  }
}

function sameJson(a: string, b: string): boolean {
  return a === b || JSON.stringify(parseJson(a)) === JSON.stringify(parseJson(b));
}
