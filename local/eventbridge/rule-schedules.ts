import type { Clock } from '../kernel/clock.ts';
import { scheduleOf } from '../scheduler/schedule-expression.ts';
import { Timetable } from '../scheduler/timetable.ts';
import { busEvent } from './bus-event.ts';
import type { EventRouter } from './event-router.ts';
import { type Rule, ruleArn } from './rule.ts';
import type { RuleBook } from './rule-book.ts';

/** Fires the rules that have a ScheduleExpression. What fell due while nothing ran fires once at the start. */
export class RuleSchedules {
  readonly #clock: Clock;
  readonly #rules: RuleBook;
  readonly #router: EventRouter;
  readonly #timetable: Timetable;

  constructor(clock: Clock, rules: RuleBook, router: EventRouter) {
    this.#clock = clock;
    this.#rules = rules;
    this.#router = router;
    this.#timetable = new Timetable(clock, (key, dueAt) => void this.#fire(key, dueAt));
  }

  start(): void {
    for (const rule of this.#rules.rules()) this.plan(rule);
  }

  stop(): void {
    this.#timetable.clear();
  }

  /** Plans a rule as it is now; one that is disabled, or has no schedule, is taken out. */
  plan(rule: Rule): void {
    if (rule.dueAt === undefined || rule.state === 'DISABLED') this.#timetable.delete(ruleArn(rule));
    else this.#timetable.set(ruleArn(rule), rule.dueAt);
  }

  forget(rule: Rule): void {
    this.#timetable.delete(ruleArn(rule));
  }

  async #fire(key: string, dueAt: number): Promise<void> {
    const rule = this.#rules.rules().find((each) => ruleArn(each) === key);
    if (rule?.schedule === undefined) return;
    const event = busEvent(
      { source: 'aws.events', detailType: 'Scheduled Event', resources: [key], detail: {} },
      dueAt,
    );
    await this.#router.send(rule, event);

    const current = this.#rules.find(rule.bus, rule.name);
    if (current?.dueAt !== dueAt || current.schedule === undefined) return;
    const now = this.#clock.now();
    const onTime = nextDue(current.schedule, dueAt);
    const next = { ...current, dueAt: onTime !== undefined && onTime <= now ? nextDue(current.schedule, now) : onTime };
    this.#rules.put(next);
    this.plan(next);
  }
}

/** When a rule's schedule is due next after `now`: a rate counts from then. `undefined`: never. */
export function nextDue(expression: string, now: number): number | undefined {
  const schedule = scheduleOf(expression, 'UTC');
  if (schedule?.kind === 'rate') return now + schedule.every;
  return schedule?.kind === 'cron' ? schedule.next(now) : undefined;
}

/** Whether a rule takes a ScheduleExpression: it has no at(), and a rate of one has a singular unit. */
export function isRuleSchedule(expression: string): boolean {
  if (/^rate\(1 \w+s\)$|^rate\((?!1 )\d+ \w+[^s]\)$/.test(expression)) return false;
  const schedule = scheduleOf(expression, 'UTC');
  return schedule !== undefined && schedule.kind !== 'at';
}
