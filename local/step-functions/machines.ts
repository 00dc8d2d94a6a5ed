import { createHash } from 'node:crypto';
import { arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Clock } from '../kernel/clock.ts';
import type { StateFiles } from '../kernel/state-files.ts';
import type { Machine } from './asl/machine.ts';
import { parseMachine, type Reach } from './asl/parse-machine.ts';

export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  readonly definition: string;
  readonly definitionKey: string;
  /** Milliseconds since 1970. */
  readonly creationDate: number;
  readonly updateDate: number;
  readonly parsed: Machine;
}

const DATES = 'step-functions/machines';

/** Whole definitions that this process has parsed, by what their machines may reach: a test makes the same ones again and again. */
const parsedBefore = new WeakMap<Reach, Map<string, { readonly key: string; readonly parsed: Machine }>>();

type Dates = Record<string, { created: number; updated: number; definitionKey: string }>;

/** The state machines of the template. Definitions stay on disk, for the executions that began with them. */
export class Machines {
  readonly #clock: Clock;
  readonly #files: StateFiles;
  readonly #reach: Reach;
  readonly #machines = new Map<string, StateMachine>();
  readonly #parsed = new Map<string, Machine>();

  constructor(clock: Clock, files: StateFiles, reach: Reach) {
    this.#clock = clock;
    this.#files = files;
    this.#reach = reach;
  }

  /**
   * Makes a machine, or gives the one of that name a new definition and role. Throws InvalidDefinition, and whatever `check`
   * throws; then nothing has changed.
   */
  put(
    machine: { readonly name: string; readonly roleArn: string; readonly definition: string },
    check: (parsed: Machine) => void,
  ): StateMachine {
    const machineArn = arn('states', `stateMachine:${machine.name}`);
    const { key: definitionKey, parsed } = this.#known(machine.definition);
    this.#parsed.set(definitionKey, parsed);
    check(parsed);
    this.#files.save(documentOf(definitionKey), { definition: machine.definition });
    const dates = this.#files.load<Dates>(DATES) ?? {};
    const now = this.#clock.now();
    const known = dates[machineArn] ?? { created: now, updated: now, definitionKey };
    const updated = known.definitionKey === definitionKey ? known.updated : now;
    this.#files.save(DATES, { ...dates, [machineArn]: { created: known.created, updated, definitionKey } });
    const made = {
      ...machine,
      arn: machineArn,
      definitionKey,
      parsed,
      creationDate: known.created,
      updateDate: updated,
    };
    this.#machines.set(machineArn, made);
    return made;
  }

  /** Throws StateMachineDoesNotExist. */
  find(machineArn: string): StateMachine {
    requireArn(machineArn, 'stateMachine');
    const machine = this.#machines.get(machineArn);
    if (machine !== undefined) return machine;
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${machineArn}'`);
  }

  list(): readonly StateMachine[] {
    return [...this.#machines.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The text that an execution began with. */
  definition(key: string): string {
    const document = this.#files.load<{ definition: string }>(documentOf(key));
    if (document === undefined) throw new Error(`the definition ${key} is gone. Start with --reset to begin anew.`);
    return document.definition;
  }

  /** The same, parsed. */
  parsed(key: string): Machine {
    return this.#parsed.get(key) ?? this.#parse(key, this.definition(key));
  }

  #known(definition: string): { readonly key: string; readonly parsed: Machine } {
    const all = parsedBefore.get(this.#reach) ?? new Map();
    parsedBefore.set(this.#reach, all);
    const known = all.get(definition);
    if (known !== undefined) return known;
    const key = createHash('sha256').update(definition).digest('hex').slice(0, 32);
    const made = { key, parsed: parseMachine(definition, this.#reach) };
    all.set(definition, made);
    return made;
  }

  #parse(key: string, definition: string): Machine {
    const parsed = this.#parsed.get(key) ?? parseMachine(definition, this.#reach);
    this.#parsed.set(key, parsed);
    return parsed;
  }
}

function documentOf(definitionKey: string): string {
  return `step-functions/definitions/${definitionKey}`;
}

const ARNS = {
  stateMachine: /^arn:[a-z-]+:states:[^:]*:\d*:stateMachine:./,
  execution: /^arn:[a-z-]+:states:[^:]*:\d*:execution:./,
};

/** Throws InvalidArn for what is no ARN of such a thing. */
export function requireArn(text: string, kind: keyof typeof ARNS): void {
  if (text.startsWith('arn:')) {
    if (ARNS[kind].test(text)) return;
    throw new AwsError('InvalidArn', `Invalid Arn: 'Resource type not valid in this context: ${text}'`);
  }
  throw new AwsError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${text}'`);
}
