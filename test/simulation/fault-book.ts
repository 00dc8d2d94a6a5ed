import { FAULTS, type FaultKind } from './fault-kinds.ts';
import type { Act, Fault } from './schedule.ts';

/** What is about to happen, as far as a fault needs to know. */
export interface Call {
  readonly name: string;
  readonly writes: boolean;
  readonly mayBeStale: boolean;
  /** The task token that it redeems. */
  readonly token?: string;
}

const NOBODY: readonly Act[] = [];

/** The faults of a schedule, each until it has struck; and how often each kind did. */
export class FaultBook {
  calls = 0;
  events = 0;
  invocations = 0;
  /** Faults that struck so far, and moments in which people acted right before a call. */
  disturbances = 0;
  readonly struck = new Map<FaultKind, number>();
  readonly #calls: Fault[];
  readonly #events: Fault[];
  readonly #invocations: Fault[];
  readonly #acts: Act[];

  constructor(faults: readonly Fault[], acts: readonly Act[]) {
    const at = (place: string) => faults.filter(({ kind, at }) => FAULTS[kind].place === place && at === undefined);
    this.#calls = at('call')
      .concat(at('world'))
      .sort((a, b) => (a.call ?? 1) - (b.call ?? 1));
    this.#events = at('event').sort((a, b) => (a.event ?? 1) - (b.event ?? 1));
    this.#invocations = at('invocation').sort((a, b) => (a.invocation ?? 1) - (b.invocation ?? 1));
    this.#acts = acts.filter(({ call }) => call !== undefined).sort((a, b) => (a.call ?? 1) - (b.call ?? 1));
  }

  /** Counts a call, and gives what befalls it. */
  atCall(call: Call): Fault | undefined {
    this.calls++;
    // They are in order: mostly the next is yet to come.
    if ((this.#calls[0]?.call ?? (this.#calls.length === 0 ? Number.POSITIVE_INFINITY : 1)) > this.calls)
      return undefined;
    return this.#take(this.#calls, ({ kind, call: from = 1 }) => from <= this.calls && befalls(kind, call));
  }

  /** What people do right before the present call. */
  actsNow(): readonly Act[] {
    if ((this.#acts[0]?.call ?? Number.POSITIVE_INFINITY) > this.calls) return NOBODY;
    this.disturbances++;
    return this.#acts.splice(0, this.#acts.filter(({ call = 1 }) => call <= this.calls).length);
  }

  /** `mayBeLost`: nobody promises that an event of this kind comes. */
  atEvent(mayBeLost: boolean): Fault | undefined {
    this.events++;
    return this.#take(this.#events, ({ kind, event = 1 }) => event <= this.events && (kind !== 'lost' || mayBeLost));
  }

  atInvocation(): Fault | undefined {
    this.invocations++;
    return this.#take(this.#invocations, ({ invocation = 1 }) => invocation <= this.invocations);
  }

  strike(kind: FaultKind): void {
    this.disturbances++;
    this.struck.set(kind, (this.struck.get(kind) ?? 0) + 1);
  }

  #take(faults: Fault[], fits: (fault: Fault) => boolean): Fault | undefined {
    if (faults.length === 0) return undefined;
    const place = faults.findIndex(fits);
    if (place === -1) return undefined;
    const [fault] = faults.splice(place, 1);
    if (fault !== undefined) this.strike(fault.kind);
    return fault;
  }
}

/** Can a fault of this kind strike such a call? */
export function befalls(kind: FaultKind, { name, writes, mayBeStale }: Call): boolean {
  if (kind === 'stale') return mayBeStale;
  if (kind === 'sent-twice') return writes;
  if (kind === 'conflict') return writes && name.startsWith('db ');
  return true;
}
