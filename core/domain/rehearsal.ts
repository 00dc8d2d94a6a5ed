import { isPointId } from './rollback-point.ts';

/** A try to run a point's task outside its service: no traffic, no change of the service. */
export interface Rehearsal {
  /** Task ARN. Absent where ECS did not even take the task. */
  readonly task?: string;
  /** RFC 3339: when the task was asked for. */
  readonly startedAt: string;
  readonly by: string;
  /** Absent while it is under way. */
  readonly outcome?: RehearsalOutcome;
}

export interface RehearsalOutcome {
  readonly ok: boolean;
  readonly because: string;
  /** From the making of the task to RUNNING, by ECS's own clock. Absent where it never ran. */
  readonly seconds?: number;
  /** RFC 3339. */
  readonly at: string;
}

/** What ECS tells of the task, by its event or when it is asked. Times are RFC 3339. */
export interface RehearsedTask {
  readonly task: string;
  readonly lastStatus: string;
  readonly createdAt?: string | undefined;
  /** When it was RUNNING. */
  readonly startedAt?: string | undefined;
  readonly stopCode?: string | undefined;
  /** Why it stopped, with exit codes, where it did. */
  readonly why?: string | undefined;
}

/** Seconds after which nobody waits for word of a task any more. */
export const LONGEST_REHEARSAL = 900;

const PREFIX = 'belay-rehearsal/';

/** What ECS is told of who started the task: the events of rehearsals are known by it. */
export function startedBy(point: string): string {
  return `${PREFIX}${point}`;
}

/** The point that a task was started for. `undefined`: it is no rehearsal. */
export function rehearsedPoint(startedBy: string): string | undefined {
  const point = startedBy.slice(PREFIX.length);
  return startedBy.startsWith(PREFIX) && isPointId(point) ? point : undefined;
}

/**
 * What a task's state says of its rehearsal. It is good when it ran; it is bad when it ended by itself, even after that. That we
 * stopped it says nothing. `undefined`: nothing yet.
 */
export function judgeRehearsal(told: RehearsedTask, at: string): RehearsalOutcome | undefined {
  const seconds = secondsToRun(told);
  const timed = seconds === undefined ? {} : { seconds };
  if (told.lastStatus === 'RUNNING')
    return { ok: true, because: seconds === undefined ? 'it ran' : `it ran after ${seconds} s`, ...timed, at };
  if (told.lastStatus !== 'STOPPED') return undefined;
  if (told.stopCode === 'UserInitiated' && told.startedAt !== undefined)
    return { ok: true, because: `it ran, and was stopped: ${told.why ?? 'no reason given'}`, ...timed, at };
  return { ok: false, because: told.why ?? 'it stopped without a reason', ...timed, at };
}

function secondsToRun({ createdAt, startedAt }: RehearsedTask): number | undefined {
  if (createdAt === undefined || startedAt === undefined) return undefined;
  return Math.round((Date.parse(startedAt) - Date.parse(createdAt)) / 100) / 10;
}
