import type { Check } from './check.ts';
import type { Options } from './options.ts';

/** What is told of a service, with the checks of one deployment: those that its request brings, or else the service's. */
export function withChecksOf<Settings extends { readonly checks: readonly Check[] }>(
  settings: Settings,
  options: Options | undefined,
): Settings {
  const checks = options?.checks;
  return checks === undefined || typeof checks === 'boolean' ? settings : { ...settings, checks };
}
