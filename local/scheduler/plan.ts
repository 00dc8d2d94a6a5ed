import type { Target } from '@aws-sdk/client-scheduler';
import { arn } from '../kernel/account.ts';
import { type Schedule, scheduleOf } from './schedule-expression.ts';

export const DEFAULT_GROUP = 'default';

/** A schedule, as it is kept. Times are milliseconds since 1970. */
export interface Plan {
  readonly group: string;
  readonly name: string;
  readonly expression: string;
  readonly zone: string;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly afterCompletion: 'NONE' | 'DELETE';
  readonly target: Target;
  readonly description?: string | undefined;
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** When it fires next; absent when it will not fire again. */
  readonly dueAt?: number | undefined;
  /** The request that made it, so that the same request again is no conflict. */
  readonly madeBy?: string | undefined;
}

/** A group of schedules, as it is kept. */
export interface Group {
  readonly name: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly tags: Readonly<Record<string, string>>;
}

export function planArn({ group, name }: Pick<Plan, 'group' | 'name'>): string {
  return arn('scheduler', `schedule/${group}/${name}`);
}

export function groupArn(name: string): string {
  return arn('scheduler', `schedule-group/${name}`);
}

/** When a new plan fires first. One in the past, and a rate without a start, fire at once. */
export function firstDue({ expression, zone, start, end }: Omit<Plan, 'dueAt'>, now: number): number | undefined {
  const schedule = scheduleOf(expression, zone);
  if (schedule === undefined) return undefined;
  if (schedule.kind === 'at') return schedule.at;
  const begin = Math.max(start ?? now, now);
  return until(end, schedule.kind === 'rate' ? begin : schedule.next(begin - 1));
}

/** When a plan that fired at `dueAt` fires again; what fell due while nothing ran is made up for once. */
export function nextDue({ expression, zone, end }: Plan, dueAt: number, now: number): number | undefined {
  const schedule = scheduleOf(expression, zone);
  return schedule === undefined || schedule.kind === 'at' ? undefined : until(end, after(schedule, dueAt, now));
}

function after(schedule: Exclude<Schedule, { kind: 'at' }>, dueAt: number, now: number): number | undefined {
  if (schedule.kind === 'cron') return schedule.next(Math.max(dueAt, now));
  const missed = Math.max(0, Math.floor((now - dueAt) / schedule.every));
  return dueAt + (missed + 1) * schedule.every;
}

function until(end: number | undefined, dueAt: number | undefined): number | undefined {
  return dueAt !== undefined && end !== undefined && dueAt > end ? undefined : dueAt;
}
