import type { Invariant } from './invariants/invariant.ts';
import type { Tally } from './tally.ts';

/** What a command prints as JSON. */
export interface Summary {
  readonly schedules: number;
  readonly violations: number;
  /** Each with how often it looked at something. */
  readonly invariants: readonly { readonly id: string; readonly sentence: string; readonly checked: number }[];
  /** How often each kind of fault struck. */
  readonly faults: Readonly<Record<string, number>>;
  readonly verdicts: Readonly<Record<string, number>>;
  readonly transitionsCovered: number;
  readonly calls: number;
  readonly perSecond: number;
}

export function summaryOf(tally: Tally, invariants: readonly Invariant[], seconds: number): Summary {
  const { schedules, failures, faults, verdicts, transitions, calls, checked } = tally;
  return {
    schedules,
    violations: failures.length,
    invariants: invariants.map(({ id, sentence }) => ({ id, sentence, checked: checked[id] ?? 0 })),
    faults,
    verdicts,
    transitionsCovered: Object.keys(transitions).length,
    calls,
    perSecond: Math.round(schedules / seconds),
  };
}

/** The same for people. */
export function inWords({
  schedules,
  violations,
  invariants,
  faults,
  calls,
  transitionsCovered,
  perSecond,
}: Summary): string {
  const strikes = Object.values(faults).reduce((sum, times) => sum + times, 0);
  return `${[
    `${schedules} schedules, ${violations} violations of ${invariants.length} invariants`,
    `${strikes} faults of ${Object.keys(faults).length} kinds struck, ${calls} calls were made`,
    `${transitionsCovered} transitions between states were taken`,
    `${perSecond} schedules a second`,
  ].join('\n')}\n`;
}
