import type { Deployment, Plan } from './deployment.ts';

/**
 * How long earlier deployments of a service took beyond their bakes, in seconds: of those that went forward and ended well. A bake that
 * was extended counts as time that the service needed.
 */
export function pastSeconds(deployments: readonly Deployment[]): readonly number[] {
  return deployments.flatMap(({ kind, verdict, startedAt, endedAt, plan }) => {
    if (kind !== 'deploy' || verdict !== 'SUCCEEDED' || endedAt === undefined) return [];
    const seconds = (Date.parse(endedAt) - Date.parse(startedAt)) / 1000 - watched(plan);
    return seconds > 0 ? [seconds] : [];
  });
}

/** Each time under watch in turn, in seconds: those of the shares, then the last. */
export function bakesOf({
  strategy,
  bake,
  stepBake,
  percent,
}: Pick<Plan, 'strategy' | 'bake' | 'stepBake' | 'percent'>): readonly number[] {
  const shares = strategy === 'canary' ? 1 : strategy === 'linear' ? Math.ceil(100 / percent) - 1 : 0;
  return [...Array.from({ length: shares }, () => stepBake), bake];
}

function watched(plan: Plan | undefined): number {
  return plan === undefined ? 0 : bakesOf(plan).reduce((sum, seconds) => sum + seconds, 0);
}

/** The time that 95 of 100 kept within, by nearest rank; 0 where there is no past. Of fewer than 20 it is the longest. */
export function p95(seconds: readonly number[]): number {
  const sorted = [...seconds].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
}
