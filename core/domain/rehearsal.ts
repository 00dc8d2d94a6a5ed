import type { Digest } from './names.ts';
import { isPointId } from './rollback-point.ts';
import type { ContainerTruth } from './task-definition.ts';

/** A try to run a point's task outside its service: no traffic, no change of the service. */
export interface Rehearsal {
  /** Task ARN. Absent where ECS did not even take the task. */
  readonly task?: string;
  /** RFC 3339: when the task was asked for. */
  readonly startedAt: string;
  readonly by: string;
  readonly reason?: string;
  /** When its health can be known. Absent: its containers have no health check of their own. */
  readonly health?: HealthTimes;
  /** Seconds that the load balancer's checks of the service need at least, after that: no part of the rehearsal. Absent where a container's own check stands for them, or none asks. */
  readonly plus?: number;
  /** Absent while it is under way. */
  readonly outcome?: RehearsalOutcome;
}

export interface RehearsalOutcome {
  readonly ok: boolean;
  readonly because: string;
  /**
   * From the making of the task until it could take traffic, as far as that is seen. `running`: to RUNNING, by ECS's own clock. `healthy`: to the
   * look that found it healthy, because ECS tells no event of it. Absent where it never ran.
   */
  readonly seconds?: number;
  /** What `seconds` lasted to. A version of Belay before wrote none: `running`. */
  readonly until?: 'running' | 'healthy';
  /** RFC 3339. */
  readonly at: string;
}

/** Seconds from RUNNING on: the first check may have said something, and the last must have. */
export interface HealthTimes {
  readonly first: number;
  readonly last: number;
}

/** What ECS tells of the task, by its event or when it is asked. Times are RFC 3339. */
export interface RehearsedTask {
  readonly task: string;
  readonly lastStatus: string;
  readonly createdAt?: string | undefined;
  /** When it was RUNNING. */
  readonly startedAt?: string | undefined;
  /** HEALTHY, UNHEALTHY or UNKNOWN. Only who asks is told: no event carries it. */
  readonly health?: string | undefined;
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

/** When the health of a task with these containers can be known. `undefined`: no essential one has a health check. */
export function healthTimes(containers: readonly Pick<ContainerTruth, 'healthCheck'>[]): HealthTimes | undefined {
  const checks = containers.flatMap(({ healthCheck }) => healthCheck ?? []);
  if (checks.length === 0) return undefined;
  return {
    first: Math.max(...checks.map(({ interval, timeout }) => interval + timeout)),
    last: Math.max(
      ...checks.map(({ interval, timeout, retries, startPeriod }) => startPeriod + retries * (interval + timeout)),
    ),
  };
}

/** When to ask for the health of a task that runs, in milliseconds since 1970: at the first check's end, else at the last's. `undefined`: it is known by now. */
export function nextLook({ startedAt }: RehearsedTask, { first, last }: HealthTimes, now: number): number | undefined {
  const runs = startedAt === undefined ? now : Date.parse(startedAt);
  return [runs + first * 1000, runs + last * 1000].find((at) => at > now);
}

/**
 * What a task's state says of its rehearsal. It is good when it ran, or was found healthy where it has a health check; it is bad when it ended
 * by itself, even after that. That we stopped it says nothing. `at` is RFC 3339. `undefined`: nothing yet.
 */
export function judgeRehearsal(
  told: RehearsedTask,
  at: string,
  { health, plus }: Pick<Rehearsal, 'health' | 'plus'> = {},
): RehearsalOutcome | undefined {
  const ran = secondsTo(told.createdAt, told.startedAt);
  const timed = ran === undefined ? {} : { seconds: ran, until: 'running' as const };
  if (told.lastStatus === 'RUNNING') {
    if (health !== undefined) return judgeHealth(told, at, health);
    const after = ran === undefined ? 'it ran' : `it ran after ${ran} s`;
    return { ok: true, because: `${after}${plus === undefined ? '' : withBalancer(plus)}`, ...timed, at };
  }
  if (told.lastStatus !== 'STOPPED') return undefined;
  if (told.stopCode === 'UserInitiated' && told.startedAt !== undefined)
    return { ok: true, because: `it ran, and was stopped: ${told.why ?? 'no reason given'}`, ...timed, at };
  return { ok: false, because: told.why ?? 'it stopped without a reason', ...timed, at };
}

function judgeHealth(told: RehearsedTask, at: string, times: HealthTimes): RehearsalOutcome | undefined {
  if (told.health === 'HEALTHY') {
    const seconds = secondsTo(told.createdAt, at);
    // Where nobody looked in time, only that it is healthy is known.
    const late = (secondsTo(told.startedAt, at) ?? 0) > times.last + 60;
    if (seconds === undefined || late) return { ok: true, because: 'it was healthy', at };
    return { ok: true, because: `it was healthy within ${seconds} s`, seconds, until: 'healthy', at };
  }
  if (told.health === 'UNHEALTHY') return { ok: false, because: 'it ran, and its health check failed', at };
  if (nextLook(told, times, Date.parse(at)) !== undefined) return undefined;
  return { ok: false, because: `it ran, and was not healthy ${times.last} s later`, at };
}

function withBalancer(plus: number): string {
  return `; the load balancer's own checks, no part of this, need ${plus} s at least`;
}

function secondsTo(from: string | undefined, to: string | undefined): number | undefined {
  if (from === undefined || to === undefined) return undefined;
  return Math.round((Date.parse(to) - Date.parse(from)) / 100) / 10;
}

/** How long it took the last time that a version was rehearsed well. */
export interface RehearsedTime extends Pick<Rehearsal, 'plus'> {
  readonly seconds: number;
  readonly until: 'running' | 'healthy';
  /** RFC 3339. */
  readonly at: string;
}

/** The newest good rehearsal of an image, whichever of its points was tried. */
export function rehearsedTime(
  points: readonly { readonly digest: Digest; readonly rehearsal?: Rehearsal }[],
  digest: Digest,
): RehearsedTime | undefined {
  const good = points.flatMap(({ digest: of, rehearsal }): RehearsedTime[] => {
    const { ok, seconds, until = 'running', at = '' } = rehearsal?.outcome ?? {};
    if (of !== digest || ok !== true || seconds === undefined) return [];
    return [{ seconds, until, at, ...(rehearsal?.plus !== undefined && { plus: rehearsal.plus }) }];
  });
  return good.sort((a, b) => (a.at < b.at ? 1 : -1))[0];
}
