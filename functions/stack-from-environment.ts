import type { Stack } from '../core/ports.ts';
import { variable } from './environment.ts';

/** What the owner of the stack decided, as the stack handed it to the function. */
export const stackFromEnvironment: Stack = {
  taskRoles: () => variable('TASK_ROLES').split(','),
  logGroups: () => variable('LOG_GROUPS').split(','),
  timeouts: () => ({
    update: Number(variable('UPDATE_SECONDS')),
    warm: Number(variable('WARM_ROLLBACK_SECONDS')),
    cold: Number(variable('COLD_ROLLBACK_SECONDS')),
  }),
};
