import {
  alarmCounts,
  approvedFirst,
  eventsAddUp,
  firingBlocks,
  nobodyStopsAWayBack,
  pushesAreKnown,
  reconcilerWaits,
  startedOnce,
} from './acts.ts';
import type { Invariant } from './invariant.ts';
import { allEnd, endIsFinal, freedWhenOver, oneLive } from './locks.ts';
import { backToTheCaptured, ownDigest, pointEndedWell, putBack } from './points.ts';
import { badIsDenied, headIsRight, noTrafficOnFailed, toldOnce, verdictIsTrue } from './verdicts.ts';

/** Everything that must be so, in every run. */
export const INVARIANTS: readonly Invariant[] = [
  oneLive,
  pushesAreKnown,
  pointEndedWell,
  noTrafficOnFailed,
  backToTheCaptured,
  endIsFinal,
  allEnd,
  freedWhenOver,
  startedOnce,
  alarmCounts,
  firingBlocks,
  approvedFirst,
  reconcilerWaits,
  eventsAddUp,
  toldOnce,
  ownDigest,
  verdictIsTrue,
  headIsRight,
  badIsDenied,
  putBack,
  nobodyStopsAWayBack,
];
