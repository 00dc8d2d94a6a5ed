import type { Bench } from './bench.ts';

/** A behaviour that no recording covers, and what it stands on. */
export interface OwnCase {
  /** A sentence. */
  readonly name: string;
  /** The page of AWS that says so, in our words; or `unverified`, where no page does. */
  readonly source: { readonly page: string; readonly says: string } | { readonly unverified: true };
  readonly bench?: ConstructorParameters<typeof Bench>[0];
  /** Throws when the behaviour is another one. */
  run(bench: Bench): Promise<void>;
}
