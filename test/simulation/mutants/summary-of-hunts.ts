import { CONTROL } from './control.ts';
import type { Hunt } from './hunt-all.ts';
import type { Mutant } from './mutant.ts';

/** What the hunt for all mutants prints as JSON. */
export interface HuntSummary {
  readonly mutants: number;
  readonly killed: number;
  /** Schedules until a mutant was killed, in the median of those that were. */
  readonly median: number | null;
  /** The same schedules with a change that changes nothing: nothing may be found in them. */
  readonly control: { readonly schedules: number; readonly violations: 0 | 1 };
  readonly each: readonly (Hunt & Pick<Mutant, 'breaks' | 'peer'>)[];
}

export function summaryOfHunts(mutants: readonly Mutant[], hunts: readonly Hunt[]): HuntSummary {
  const of = (id: string): Hunt => hunts.find((hunt) => hunt.id === id) ?? { id, after: 0, crashed: 'was not hunted' };
  const { killedBy, crashed, after: schedules } = of(CONTROL.id);
  const killed = hunts.filter((hunt) => hunt.id !== CONTROL.id && hunt.killedBy !== undefined);
  const after = killed.map((hunt) => hunt.after).sort((a, b) => a - b);
  return {
    mutants: mutants.length,
    killed: killed.length,
    median: after[Math.floor((after.length - 1) / 2)] ?? null,
    control: { schedules, violations: killedBy === undefined && crashed === undefined ? 0 : 1 },
    each: mutants.map(({ id, breaks, peer }) => ({ ...of(id), breaks, ...(peer !== undefined && { peer }) })),
  };
}
