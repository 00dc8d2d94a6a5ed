import type { Deployment, Plan } from './deployment.ts';

/** How long earlier deployments of a service took beyond their times under watch, in seconds: of those that went forward and ended well. */
export function pastSeconds(deployments: readonly Pick<Deployment, 'needed'>[]): readonly number[] {
  return deployments.flatMap(({ needed }) => needed ?? []);
}

/** What a deployment that ended well took beyond its times under watch. A bake that was extended counts as time that the service needed. */
export function secondsNeeded({ startedAt, plan }: Pick<Deployment, 'startedAt' | 'plan'>, endedAt: string): number {
  const watched = plan === undefined ? 0 : bakesOf(plan).reduce((sum, seconds) => sum + seconds, 0);
  return Math.max(0, Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 1000 - watched));
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

/** The time that 95 of 100 kept within, by nearest rank; 0 where there is no past. Of fewer than 20 it is the longest. */
export function p95(seconds: readonly number[]): number {
  const sorted = [...seconds].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
}
