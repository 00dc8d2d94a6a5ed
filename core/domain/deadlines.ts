import type { Plan } from './deployment.ts';
import { bakesOf } from './past-seconds.ts';

const MINUTE = 60;
/** Time to judge, and slack, on top of what a hook waits for. */
const HOOK_SLACK = 15 * MINUTE;
/** What start, shift, end and way back of an ordinary service may take together. */
const WORK = 2 * 60 * MINUTE;

/** Seconds that a PAUSE may last: a bake and its commands with all extensions, a person who thinks about it, and slack. If Belay dies, ECS goes back then. */
export function hookSeconds(plan: Pick<Plan, 'deadlines' | 'bake' | 'stepBake' | 'extensions'>): number {
  const held = (Math.max(plan.bake, plan.stepBake) + (plan.deadlines.checks ?? 0)) * (plan.extensions + 1);
  return Math.max(plan.deadlines.shift, held) + plan.deadlines.person + HOOK_SLACK;
}

/** Seconds in which a machine that was started has made its plan. Where it has not, nobody may have started it: the reconciler looks. */
export const PLANNED_WITHIN = 10 * MINUTE;

/** Seconds in which a way back is over: two tries, and time to look. */
export const BACK_WITHIN = 2 * 60 * MINUTE;

/** Seconds after which a deployment that nobody holds up should be over: then the reconciler looks whether it is still driven. */
export function overallSeconds(plan: Pick<Plan, 'strategy' | 'bake' | 'stepBake' | 'percent' | 'deadlines'>): number {
  const bakes = bakesOf(plan);
  const watched = bakes.reduce((sum, seconds) => sum + seconds, 0);
  return WORK + plan.deadlines.rollOut + watched + 15 * MINUTE * (bakes.length - 1);
}
