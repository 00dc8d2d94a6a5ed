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
    approveProduction: variable('REQUIRE_APPROVAL_FOR_PRODUCTION') === 'true',
  };
}
