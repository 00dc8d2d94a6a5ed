import { CONTROL } from './control.ts';
import type { Hunt } from './hunt-all.ts';
import type { Mutant } from './mutant.ts';

/** What the hunt for all mutants prints as JSON. */
export interface HuntSummary {
  readonly mutants: number;
  readonly killed: number;
  /** Schedules until a mutant was killed, in the median of those that were. */
  readonly median: number | null;
  /** Schedules after which a mutant has survived. */
  readonly most: number;
  /** Violations without any mutant in as many schedules: must be 0. */
  readonly control: number;
  readonly each: readonly (Hunt & Pick<Mutant, 'breaks' | 'peer'>)[];
}

export function summaryOfHunts(mutants: readonly Mutant[], hunts: readonly Hunt[], most: number): HuntSummary {
  const of = (id: string): Hunt => hunts.find((hunt) => hunt.id === id) ?? { id, after: 0, crashed: 'was not hunted' };
  const { killedBy, crashed } = of(CONTROL.id);
  const killed = hunts.filter((hunt) => hunt.id !== CONTROL.id && hunt.killedBy !== undefined);
  const after = killed.map((hunt) => hunt.after).sort((a, b) => a - b);
  return {
    mutants: mutants.length,
    killed: killed.length,
    median: after[Math.floor((after.length - 1) / 2)] ?? null,
    most,
    control: killedBy === undefined && crashed === undefined ? 0 : 1,
    each: mutants.map(({ id, breaks, peer }) => ({ ...of(id), breaks, ...(peer !== undefined && { peer }) })),
  };
}
