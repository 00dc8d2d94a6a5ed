/** How far a rolling deployment may go now, from counts alone. */
export interface RollingCounts {
  readonly desired: number;
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  /** Tasks of the revision that is growing. */
  readonly leading: { readonly active: number; readonly healthy: number };
  /** Tasks of all others. */
  readonly older: { readonly active: number; readonly healthy: number };
}

export interface RollingMove {
  /** New tasks that may be started. */
  readonly start: number;
  /** Old tasks that may be stopped even if all of them are healthy. */
  readonly stop: number;
}

/** The minimum rounds up and the maximum rounds down: desired 4 at 50/150 keeps 2 healthy and runs 6 at most. */
export function rollingMove({ desired, leading, older, ...percent }: RollingCounts): RollingMove {
  const minimum = Math.ceil((desired * percent.minimumHealthyPercent) / 100);
  const maximum = Math.floor((desired * percent.maximumPercent) / 100);
  const start = Math.min(desired - leading.active, maximum - leading.active - older.active);
  const stop = Math.min(older.active, leading.healthy + older.healthy - minimum);
  return { start: Math.max(0, start), stop: Math.max(0, stop) };
}
