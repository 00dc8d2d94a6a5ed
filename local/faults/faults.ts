import type { Clock } from '../kernel/clock.ts';
import { decide, type FaultState, freshState, type Strike } from './decide.ts';
import type { FaultRule, FaultRules } from './fault-rules.ts';
import type { Names, Occasion } from './occasion.ts';

/** A fault that struck. */
export interface Struck extends Names {
  /** In the local AWS's time. */
  readonly at: string;
  /** The place of its rule in the list. */
  readonly index: number;
  readonly door: FaultRule['door'];
  readonly fault: FaultRule['fault'];
  /** Of a late delivery. */
  readonly seconds?: number;
  /** Where a function called. */
  readonly call?: number;
}

/** What a set of rules has met and done so far. */
export interface FaultReport {
  readonly seed: number;
  readonly rules: readonly (FaultRule & { readonly met: number; readonly struck: number })[];
  /** The latest, in their order. */
  readonly struck: readonly Struck[];
}

/** Rules in force, until they are closed. */
export interface OpenFaults {
  report(): FaultReport;
  close(): void;
}

const KEPT = 10_000;

/** What goes wrong in this local AWS. Sets of rules are in force side by side, each with a seed of its own. */
export class Faults {
  readonly #clock: Clock;
  readonly #open = new Set<FaultSet>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Nothing is to go wrong: whoever stands at a door need not ask. */
  get none(): boolean {
    return this.#open.size === 0;
  }

  /** Puts rules in force beside those that are. */
  open(rules: FaultRules): OpenFaults {
    const set = new FaultSet(rules);
    this.#open.add(set);
    return { report: () => set.report(), close: () => void this.#open.delete(set) };
  }

  /** What strikes this occasion: the first set whose rules strike it. */
  strike(occasion: Occasion): Strike | undefined {
    for (const set of this.#open) {
      const strike = set.strike(occasion, this.#clock.now());
      if (strike !== undefined) return strike;
    }
    return undefined;
  }
}

class FaultSet {
  readonly #seed: number;
  readonly #struck: Struck[] = [];
  #state: FaultState;

  constructor(rules: FaultRules) {
    this.#seed = rules.seed;
    this.#state = freshState(rules);
  }

  strike(occasion: Occasion, now: number): Strike | undefined {
    const { state, strike } = decide(this.#state, occasion);
    this.#state = state;
    if (strike !== undefined) this.#note(strike, occasion, now);
    return strike;
  }

  report(): FaultReport {
    return {
      seed: this.#seed,
      rules: this.#state.rules.map(({ rule, met, struck }) => ({ ...rule, met, struck })),
      struck: [...this.#struck],
    };
  }

  #note({ index, rule, seconds }: Strike, { names, call }: Occasion, now: number): void {
    if (this.#struck.length >= KEPT) this.#struck.shift();
    this.#struck.push({
      at: new Date(now).toISOString(),
      index,
      door: rule.door,
      fault: rule.fault,
      ...names,
      ...(seconds > 0 && { seconds }),
      ...(call !== undefined && { call }),
    });
  }
}
