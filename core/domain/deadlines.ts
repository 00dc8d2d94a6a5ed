import type { Plan } from './deployment.ts';

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

/** Seconds after which a deployment that nobody holds up should be over: then the reconciler looks whether it is still driven. */
export function overallSeconds({ bake, stepBake, percent }: Pick<Plan, 'bake' | 'stepBake' | 'percent'>): number {
  const steps = Math.ceil(100 / percent) - 1;
  return WORK + (15 * MINUTE + stepBake) * steps + bake;
}
