import type { Figure } from './figure.ts';
import { alarmToRollback } from './figures/alarm-to-rollback.ts';
import { bundleKb, startKb } from './figures/bundle-kb.ts';
import { controlCalls } from './figures/control-calls.ts';
import { costPer1000 } from './figures/cost-per-1000.ts';
import { duplicateCost } from './figures/duplicate-cost.ts';
import { fleetPage } from './figures/fleet-page.ts';
import { historyPageReads } from './figures/history-page-reads.ts';
import { iamGrantedUsed } from './figures/iam-granted-used.ts';
import { localStoryS } from './figures/local-story-s.ts';
import { pushToStart } from './figures/push-to-start.ts';
import { simulationPerSecond } from './figures/simulation-per-second.ts';
import { startRatio } from './figures/start-ratio.ts';
import { transitions } from './figures/transitions.ts';
import { writesPerDeployment } from './figures/writes-per-deployment.ts';
import { writesPerPush } from './figures/writes-per-push.ts';

/** Every figure that is published, in the order in which they are measured and shown. First what may be lacking: a page is refused without it. */
export const FIGURES: readonly Figure[] = [
  iamGrantedUsed,
  transitions,
  controlCalls,
  writesPerPush,
  writesPerDeployment,
  duplicateCost,
  historyPageReads,
  fleetPage,
  alarmToRollback,
  pushToStart,
  costPer1000,
  bundleKb,
  startKb,
  startRatio,
  localStoryS,
  simulationPerSecond,
];
