import { readOwnerConfiguration } from './owner-configuration.ts';
import { isBeside, type StrategyName } from './service.ts';
import type { ServiceTruth } from './truth.ts';

/** Tasks that run beside the wanted ones at the most, while both versions do. */
export function extraTasks(
  strategy: StrategyName,
  { maximum }: { readonly maximum?: number },
  { desiredCount, deploymentConfiguration }: Pick<ServiceTruth, 'desiredCount' | 'deploymentConfiguration'>,
): number {
  if (isBeside(strategy)) return desiredCount;
  if (strategy === 'immediate') return 0;
  const percent = maximum ?? readOwnerConfiguration(deploymentConfiguration).maximumPercent ?? 200;
  return Math.floor((desiredCount * percent) / 100) - desiredCount;
}
