import type { Stack } from 'aws-cdk-lib';
import type { Settings } from '../settings.ts';
import type { Right } from './right.ts';
import { arnsOfTaskRoles } from './task-definitions.ts';

/** To know what the owner of the stack decided. Nothing may be done with it, so there is no statement. */
export function rightsToKnow(stack: Stack, { taskRoles, logGroups, timeouts }: Settings) {
  return {
    knowTaskRoles: { statements: [], variables: { TASK_ROLES: arnsOfTaskRoles(stack, taskRoles).join(',') } },
    knowLogGroups: { statements: [], variables: { LOG_GROUPS: logGroups.join(',') } },
    knowTimeouts: {
      statements: [],
      variables: {
        UPDATE_SECONDS: String(timeouts.update),
        WARM_ROLLBACK_SECONDS: String(timeouts.warm),
        COLD_ROLLBACK_SECONDS: String(timeouts.cold),
      },
    },
  } satisfies Record<string, Right>;
}
