import type { Invariant } from './invariant.ts';
import { allEnd, endIsFinal, freedWhenOver, oneLive } from './locks.ts';
import { badIsDenied, noTrafficOnFailed, toldOnce, verdictIsTrue } from './verdicts.ts';

/** Everything that must be so, in every run. */
export const INVARIANTS: readonly Invariant[] = [
  oneLive,
  noTrafficOnFailed,
  endIsFinal,
  allEnd,
  freedWhenOver,
  toldOnce,
  verdictIsTrue,
  badIsDenied,
];
