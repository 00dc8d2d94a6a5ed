import type { Invariant } from './invariants/invariant.ts';
import type { Tally } from './tally.ts';

/** What a command prints. `inWords` is for people, and no part of the JSON. */
export function summaryOf(tally: Tally, invariants: readonly Invariant[], seconds: number) {
  const summary = {
    schedules: tally.schedules,
    violations: tally.failures.length,
    invariants: invariants.map(({ id, sentence }) => ({ id, sentence, checked: tally.checked[id] ?? 0 })),
    faults: tally.faults,
    verdicts: tally.verdicts,
    transitionsCovered: Object.keys(tally.transitions).length,
    perSecond: Math.round(tally.schedules / seconds),
  };
  const strikes = Object.values(tally.faults).reduce((sum, times) => sum + times, 0);
  const inWords = `${[
    `${summary.schedules} schedules, ${summary.violations} violations of ${invariants.length} invariants`,
    `${strikes} faults of ${Object.keys(tally.faults).length} kinds struck, ${tally.calls} calls were made`,
    `${summary.transitionsCovered} transitions between states were taken`,
    `${summary.perSecond} schedules a second`,
  ].join('\n')}\n`;
  return Object.defineProperty({ ...summary, inWords }, 'inWords', { enumerable: false });
}
