import type { Finding } from '../finding.ts';
import { checkMappings } from './container-ports.ts';
import { checkPlatform } from './platform.ts';
import type { TaskReading } from './reading.ts';
import { checkTaskRoles } from './task-roles.ts';

/** What a deployment finds out for nothing when it reads the task definition to copy it. */
export function taskFindings(reading: TaskReading): readonly Finding[] {
  return [checkPlatform, checkTaskRoles, checkMappings].flatMap((check) => check(reading));
}
