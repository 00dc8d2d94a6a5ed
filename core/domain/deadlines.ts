import type { Deadlines, Plan } from './deployment.ts';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
/** Time to judge, and slack, on top of what a hook waits for. */
const HOOK_SLACK = 15 * MINUTE;

/** What the times of a deployment follow from. Seconds. */
export interface Pace extends Pick<Plan, 'strategy' | 'bake' | 'stepBake' | 'percent' | 'extensions'> {
  /** Graceful: how long work in hand may take. */
  readonly wait: number;
  /** How long the commands of a gate may take; 0: there are none. */
  readonly checks: number;
  /** How long an approval is waited for. */
  readonly approval: number | undefined;
}

/** When each wait of the machine ends at the latest, in seconds. */
export function deadlinesOf({ strategy, bake, stepBake, wait, checks, approval }: Pace): Deadlines {
  const held = Math.max(bake, stepBake);
  return {
    scaleUp: 15 * MINUTE,
    shift: 15 * MINUTE + held,
    checks: checks || MINUTE,
    bake: held + 5 * MINUTE,
    finish: 30 * MINUTE,
    rollOut: strategy === 'graceful' ? wait : bake + 60 * MINUTE,
    rollBack: 30 * MINUTE,
    person: approval ?? DAY,
  };
}

/** Seconds that a PAUSE may last: a bake and its commands with all extensions, a person who thinks about it, and slack. If Belay dies, ECS goes back then. */
export function hookSeconds(plan: Pick<Plan, 'deadlines' | 'bake' | 'stepBake' | 'extensions'>): number {
  const held = (Math.max(plan.bake, plan.stepBake) + (plan.deadlines.checks ?? 0)) * (plan.extensions + 1);
  return Math.max(plan.deadlines.shift, held) + plan.deadlines.person + HOOK_SLACK;
}

/** What is known of a deployment's times before it is planned. Seconds. */
export type Guess = Pick<Plan, 'bake' | 'stepBake' | 'percent'>;

/** Seconds after which a deployment that nobody holds up should be over: then the reconciler looks whether it is still driven. */
export function overallSeconds({ bake, stepBake, percent }: Guess): number {
  const { scaleUp, shift, finish, rollBack } = deadlinesOf({
    strategy: 'blue-green',
    bake,
    stepBake,
    percent,
    extensions: 1,
    wait: 0,
    checks: 0,
    approval: undefined,
  });
  const steps = Math.ceil(100 / percent) - 1;
  return scaleUp + (shift + stepBake) * steps + shift + bake + finish + rollBack;
}
