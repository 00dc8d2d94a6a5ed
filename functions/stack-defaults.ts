import { STRATEGIES } from '../core/domain/service.ts';
import type { StackDefaults } from '../core/domain/stack-defaults.ts';
import { variable } from './environment.ts';

/** The defaults of this stack. The stack has checked the variables, and gives all of them. */
export function stackDefaults(): StackDefaults {
  return {
    checkTimeout: Number(variable('HEALTH_CHECK_TIMEOUT')) / 1000,
    rollback: {
      automatic: variable('AUTO_ROLLBACK_ON_FAILURE') === 'true',
      threshold: Number(variable('ROLLBACK_THRESHOLD')),
    },
    ...defaultStrategies(variable('DEFAULT_DEPLOYMENT_STRATEGY')),
    keep: Number(variable('MAX_ROLLBACK_POINTS')),
    approveProduction: variable('REQUIRE_APPROVAL_FOR_PRODUCTION') === 'true',
  };
}

/** `canary,development=immediate`: one for every environment, and those that have another one. */
export function defaultStrategies(text: string): Pick<StackDefaults, 'strategy' | 'strategies'> {
  const entries = text.split(',').map((entry) => entry.split('='));
  const usual = entries.find(([, strategy]) => strategy === undefined)?.[0] ?? 'auto';
  const of = entries.flatMap(([environment = '', strategy]) =>
    strategy === undefined ? [] : [[environment, asStrategy(strategy)] as const],
  );
  return { strategy: asStrategy(usual), strategies: Object.fromEntries(of) };
}

function asStrategy(name: string): StackDefaults['strategy'] {
  return STRATEGIES.find((strategy) => strategy === name) ?? 'auto';
}
