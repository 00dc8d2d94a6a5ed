import { Deliveries, type Patience } from '../eventbridge/deliveries.ts';
import type { Clock } from '../kernel/clock.ts';
import { buryOrDrop } from './dead-letter.ts';
import { type Invocation, invoke } from './invocation.ts';
import { nextDue, type Plan, planArn } from './plan.ts';
import type { PlanBook } from './plan-book.ts';
import type { SchedulerWorld } from './ports.ts';
import { Timetable } from './timetable.ts';

/** Fires schedules at their times. What fell due while nothing ran fires once at the start. */
export class Firing {
  readonly #clock: Clock;
  readonly #plans: PlanBook;
  readonly #timetable: Timetable;
  readonly #deliveries: Deliveries<Invocation>;
  #started = false;

  constructor(world: SchedulerWorld, plans: PlanBook) {
    this.#clock = world.clock;
    this.#plans = plans;
    this.#timetable = new Timetable(world.clock, (arn, dueAt) => void this.#fire(arn, dueAt));
    this.#deliveries = new Deliveries({
      clock: world.clock,
      state: world.state,
      document: 'scheduler/deliveries',
      patienceOf,
      attempt: (invocation, retries) => invoke(world, invocation, retries),
      giveUp: (invocation, failure) => buryOrDrop(world, invocation, failure),
      ...(world.faultOf && { faultOf: world.faultOf }),
    });
  }

  start(): void {
    this.#started = true;
    this.#deliveries.start();
    for (const plan of this.#plans.plans()) this.plan(plan);
  }

  stop(): void {
    this.#started = false;
    this.#timetable.clear();
    this.#deliveries.stop();
  }

  /** Plans a schedule as it is now; one that is disabled or over is taken out. */
  plan(plan: Plan): void {
    if (!this.#started) return;
    if (plan.dueAt === undefined || plan.state === 'DISABLED') this.forget(plan);
    else this.#timetable.set(planArn(plan), plan.dueAt);
  }

  forget(plan: Plan): void {
    this.#timetable.delete(planArn(plan));
  }

  /** First the invocation is on disk, then the schedule moves on: a crash in between fires twice, never not at all. */
  async #fire(arn: string, dueAt: number): Promise<void> {
    const plan = this.#plans.find(arn);
    if (plan === undefined) return;
    await this.#deliveries.accept(`${arn}@${dueAt}`, { scheduleArn: arn, time: dueAt, target: plan.target });

    const current = this.#plans.find(arn);
    if (current?.dueAt !== dueAt) return;
    const next: Plan = { ...current, dueAt: nextDue(current, dueAt, this.#clock.now()) };
    if (next.dueAt === undefined && next.afterCompletion === 'DELETE') {
      this.#plans.remove(next);
      return;
    }
    this.#plans.put(next);
    this.plan(next);
  }
}

function patienceOf({ target: { RetryPolicy: policy } }: Invocation): Patience {
  return {
    maximumRetries: policy?.MaximumRetryAttempts ?? 185,
    maximumAgeSeconds: policy?.MaximumEventAgeInSeconds ?? 86_400,
  };
}
