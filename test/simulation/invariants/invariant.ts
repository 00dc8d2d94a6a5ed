import type { Happening } from '../happening.ts';
import type { SimulatedWorld } from '../simulated-world.ts';

/** Something that must be so. It says in a sentence what is not, or nothing. */
export interface Invariant {
  readonly id: string;
  readonly sentence: string;
  /** The kinds of things that it looks at. */
  readonly on?: readonly Happening['kind'][];
  /** Looks at each of them, in one run. */
  readonly watch?: (world: SimulatedWorld) => (happening: Happening) => string | undefined;
  /** Looks when all is over. */
  readonly rest?: (world: SimulatedWorld) => string | undefined;
}

/** Something that went wrong. */
export interface Violation {
  readonly id: string;
  readonly sentence: string;
  /** What was found. */
  readonly found: string;
}
