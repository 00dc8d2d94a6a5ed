/** Whoever frees a lock starts what is queued at once: after this time it has died. */
const SURELY_STARTED_MS = 2 * 60 * 1000;

/** When the reconciler looks for what was queued behind a deployment (RFC 3339). */
export function queueDueAt(endedAt: string): string {
  return new Date(Date.parse(endedAt) + SURELY_STARTED_MS).toISOString();
}
