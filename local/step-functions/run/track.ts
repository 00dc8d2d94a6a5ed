import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { Json } from '../json.ts';
import type { Cancellation } from './cancellation.ts';
import type { EventDetails, History } from './history.ts';
import type { Machinery } from './machinery.ts';
import { type Position, startOf } from './position.ts';

/** Who runs, as `$states.context` and the permissions need it. */
export interface ExecutionFacts {
  readonly arn: string;
  readonly name: string;
  readonly input: Json;
  readonly startDate: number;
  readonly roleArn: string;
  readonly machineArn: string;
  readonly machineName: string;
}

/** The item of a Map that a workflow runs for. */
export interface MapItem {
  readonly Index: number;
  readonly Value: Json;
}

interface Parts {
  readonly facts: ExecutionFacts;
  readonly machinery: Machinery;
  /** `undefined`: an item of a distributed Map, whose events belong to an execution of its own. */
  readonly history: History | undefined;
  readonly cancellation: Cancellation;
  readonly item: MapItem | undefined;
  /** Keeps the position over a restart. Inside a Parallel or Map it does nothing. */
  save(): void;
  /** A number that no other call in this execution gets. */
  nextNumber(): number;
  /** A state was entered. */
  entered(): void;
}

/** One thread of states: a machine from its start to its end, or one branch or item. */
export class Track {
  readonly parts: Parts;
  position: Position;

  constructor(parts: Parts, position: Position) {
    this.parts = parts;
    this.position = position;
  }

  /** Adds an event after the last one of this track. */
  add(type: HistoryEventType, details: EventDetails = {}): number {
    this.parts.cancellation.throwIfCancelled();
    const id = this.parts.history?.add(type, details, this.position.lastEvent) ?? 0;
    this.position.lastEvent = id;
    return id;
  }

  /** Begins a branch or an item at `state`. It sees the variables of this track and cannot change them. */
  fork(fork: { state: string; input: Json; cancellation: Cancellation; item?: MapItem; distributed?: boolean }): Track {
    const parts = {
      ...this.parts,
      cancellation: fork.cancellation,
      item: fork.item ?? this.parts.item,
      history: fork.distributed ? undefined : this.parts.history,
      save: () => {},
    };
    const variables = fork.distributed ? {} : this.position.variables;
    return new Track(parts, startOf(fork.state, fork.input, variables, this.position.lastEvent));
  }
}
