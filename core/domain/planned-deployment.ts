import type { Plan, ServingRef, VersionRef } from './deployment.ts';
import type { Finding } from './finding.ts';
import type { ServiceKey } from './names.ts';
import type { Options } from './options.ts';
import { isBeside, type StrategyName } from './service.ts';
import type { ToldRefusal } from './told-refusals.ts';

/** What a deployment would do, told before anybody decides. It can be run exactly like this, as long as nothing changed. */
export interface PlannedDeployment {
  /** `plan-20261120T101500Z-k3f9`. */
  readonly id: string;
  readonly service: ServiceKey;
  readonly to: VersionRef;
  /** What runs now. */
  readonly from: ServingRef | null;
  readonly repository: string;
  readonly strategy: 'auto' | StrategyName;
  readonly options: Options;
  readonly first: boolean;
  readonly forced: { readonly by: string; readonly reason: string } | null;
  readonly by: string;
  readonly createdAt: string;
  /** RFC 3339: after that it cannot be run any more. */
  readonly expiresAt: string;
  /** `null`: it is refused, for each of the reasons. */
  readonly plan: Plan | null;
  readonly refusals: readonly ToldRefusal[];
  /** Every check of `belay verify`, with what it found. */
  readonly findings: readonly Finding[];
  /** What changes in the task definition, in lines for people; values are not shown. */
  readonly changes: readonly string[];
  readonly steps: readonly PlannedStep[];
}

/** One step of a plan. Seconds. */
export interface PlannedStep {
  readonly name: string;
  /** What it lasts by design: a time under watch, a time to finish work. 0: as long as it takes. */
  readonly seconds: number;
  readonly atMost: number;
}

/** Seconds that a gate has to ask all that it asks. */
const JUDGING = 300;

/** The steps of a plan, in order, with their times. */
export function stepsOf(plan: Plan): readonly PlannedStep[] {
  const { strategy, deadlines, bake, stepBake, percent, approvals, onTimeout } = plan;
  const before = approvals > 0 ? [step(`${approvals} approve`, 0, deadlines.person)] : [];
  if (!isBeside(strategy)) {
    const how = strategy === 'graceful' ? `old tasks finish their work (then: ${onTimeout})` : 'ECS replaces the tasks';
    return [...before, step(how, 0, deadlines.rollOut), ...stepsOfEnd(plan)];
  }
  const shares = strategy === 'blue-green' ? [] : sharesOf(strategy, percent);
  const moves = shares.map((share) => step(`${share} % of the traffic, under watch`, stepBake, deadlines.shift));
  return [
    ...before,
    step('the new version starts beside the old one', 0, deadlines.scaleUp),
    step('checks before traffic', 0, JUDGING),
    ...moves,
    step('all traffic, under watch', bake, deadlines.shift),
    step('the old version is let go', 60, deadlines.finish),
  ];
}

/** A plan of the version before does not say who watches. */
function stepsOfEnd({ strategy, deadlines, bake, end }: Plan): readonly PlannedStep[] {
  const { judged = false, watchedBy = 'ecs' } = end ?? {};
  const byEcs = strategy === 'graceful' ? deadlines.bake : deadlines.rollOut;
  return [
    ...(watchedBy === 'ecs' ? [step('under watch by ECS', bake, byEcs)] : []),
    ...(watchedBy === 'belay' ? [step('under watch by Belay', bake, deadlines.bake)] : []),
    ...(judged ? [step('judged at the end', 0, (deadlines.checks ?? 0) + JUDGING)] : []),
  ];
}

function step(name: string, seconds: number, atMost: number): PlannedStep {
  return { name, seconds, atMost };
}

/** Percent of the traffic at each step before all of it. */
function sharesOf(strategy: StrategyName, percent: number): readonly number[] {
  if (strategy === 'canary') return [percent];
  const count = Math.ceil(100 / percent) - 1;
  return Array.from({ length: count }, (_, index) => Math.round(percent * (index + 1) * 10) / 10);
}
