import type { Finding } from '../finding.ts';
import { checkAlarms } from './alarms.ts';
import { checkBalancer } from './balancer.ts';
import { checkContainerPorts } from './container-ports.ts';
import { checkContainers } from './containers.ts';
import { checkEncryption } from './encryption.ts';
import { checkHealth } from './health-check.ts';
import { checkHold } from './hold.ts';
import { checkHooks } from './hooks.ts';
import { checkHttpChecks } from './http-checks.ts';
import { checkImage } from './image.ts';
import { checkInProgress } from './in-progress.ts';
import { checkLogGroups } from './log-group.ts';
import { checkManagedTag } from './managed-tag.ts';
import { checkPlatform } from './platform.ts';
import type { Check, Reading } from './reading.ts';
import { checkRolesThere } from './roles-there.ts';
import { checkRoom } from './room.ts';
import { checkRules } from './rules.ts';
import { checkSecrets } from './secrets.ts';
import { checkService } from './service.ts';
import { checkStrategy } from './strategy.ts';
import { checkTaskDefinition } from './task-definition.ts';
import { checkTaskRoles } from './task-roles.ts';
import { checkTasksWanted } from './tasks-wanted.ts';
import { checkWayBack } from './way-back.ts';

/** Every check, in the order in which people read them: the service, the version, the task, the traffic, the rest. */
const CHECKS: readonly Check[] = [
  checkService,
  checkTasksWanted,
  checkManagedTag,
  checkInProgress,
  checkHold,
  checkImage,
  checkPlatform,
  checkContainers,
  checkEncryption,
  checkTaskDefinition,
  checkTaskRoles,
  checkRolesThere,
  checkSecrets,
  checkLogGroups,
  checkContainerPorts,
  checkHealth,
  checkBalancer,
  checkRules,
  checkHttpChecks,
  checkStrategy,
  checkHooks,
  checkAlarms,
  checkRoom,
  checkWayBack,
];

/** All that would make a deployment fail, and all that would not: nothing stops at the first failure. */
export function allFindings(reading: Reading): readonly Finding[] {
  return CHECKS.flatMap((check) => check(reading));
}
