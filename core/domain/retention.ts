import type { Digest } from './names.ts';
import type { RollbackPoint } from './rollback-point.ts';

/** How long a service keeps its rollback points. */
export interface Retention {
  /** So many of those without a name, the newest. */
  readonly keep: number;
  /** Seconds after which one expires though there are fewer. Absent: only the count decides. */
  readonly retention?: number | undefined;
}

export const USUAL_RETENTION: Retention = { keep: 10 };

/** Points that one service may have under names: they never expire, and every list reads them. */
export const MOST_NAMED = 50;

/** What else decides which points stay. */
export interface PointUse {
  /** Ids of the points that something under way or under watch may go back to. */
  readonly inUse: ReadonlySet<string>;
  /** Digests to which nobody means to go back: the one that serves and those that are denied. */
  readonly unwanted: readonly Digest[];
}

/** The point that "the version before" means: the newest whose version neither serves nor is denied. `points`: newest first. */
export function previousPoint(
  points: readonly RollbackPoint[],
  unwanted: readonly Digest[],
): RollbackPoint | undefined {
  return points.find(({ digest }) => !unwanted.includes(digest));
}

/** Which points retention takes now. Never one with a name, one in use, or the one that "the version before" means. `at` is RFC 3339. */
export function expiring(
  points: readonly RollbackPoint[],
  { keep, retention }: Retention,
  { inUse, unwanted }: PointUse,
  at: string,
): readonly RollbackPoint[] {
  const wayBack = previousPoint(points, unwanted)?.id;
  const oldest = retention === undefined ? '' : new Date(Date.parse(at) - retention * 1000).toISOString();
  return points
    .filter(({ id, name }) => name === undefined && !inUse.has(id) && id !== wayBack)
    .filter(({ createdAt }, newer) => newer >= keep || createdAt < oldest);
}
