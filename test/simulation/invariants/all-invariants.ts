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
import { safeWithoutUs } from './configurations.ts';
import { cancelledByName, cancelledUnseen, goodIsKept, stuckForAReason } from './ends.ts';
import { bakeKept, checksPassed, gateKept } from './gates.ts';
import { historyGrows, pushDeploysOnce, toldAfterwards } from './history.ts';
import type { Invariant } from './invariant.ts';
import { allEnd, endIsFinal, freedWhenOver, oneLive } from './locks.ts';
import { headIsItsOwn, registersOnce } from './own.ts';
import { backToTheCaptured, ownDigest, pointEndedWell, pointFirst, putBack } from './points.ts';
import { nothingForgotten, turnComes } from './queue.ts';
import { cancelledInTime, startsOnlyFree } from './starts.ts';
import { badIsDenied, goodIsNotDenied, headIsRight, noTrafficOnFailed, toldOnce, verdictIsTrue } from './verdicts.ts';
import { alarmAnswered, alarmIsAboutIt, watchOpens, watchStays } from './watch.ts';
import { othersAreLeftAlone, stopLeadsBack, wayBackIsWaitedFor } from './ways-back.ts';

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
  goodIsNotDenied,
  putBack,
  nobodyStopsAWayBack,
  pointFirst,
  historyGrows,
  toldAfterwards,
  pushDeploysOnce,
  stuckForAReason,
  cancelledUnseen,
  gateKept,
  bakeKept,
  checksPassed,
  watchOpens,
  alarmAnswered,
  alarmIsAboutIt,
  watchStays,
  turnComes,
  startsOnlyFree,
  goodIsKept,
  stopLeadsBack,
  othersAreLeftAlone,
  wayBackIsWaitedFor,
  headIsItsOwn,
  registersOnce,
  nothingForgotten,
  safeWithoutUs,
  cancelledByName,
  cancelledInTime,
];
