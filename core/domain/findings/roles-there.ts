import { type Finding, findingsOf } from '../finding.ts';
import type { TaskDefinitionTruth } from '../task-definition.ts';
import type { Reading } from './reading.ts';

/** The roles that tasks of a definition are started with. */
export function rolesOf({
  taskRole,
  executionRole,
}: Pick<TaskDefinitionTruth, 'taskRole' | 'executionRole'>): readonly string[] {
  return [...new Set([taskRole, executionRole].filter((role) => role !== undefined))];
}

/** Are the roles there that the stack may hand out, and may ECS start tasks with them? */
export function checkRolesThere({ roles }: Reading): readonly Finding[] {
  return Object.entries(roles).map(([role, look]) => checkRole(role, look));
}

function checkRole(role: string, look: Reading['roles'][string]): Finding {
  const find = findingsOf('role-exists');
  const name = role.slice(role.lastIndexOf('/') + 1);
  const get = `aws iam get-role --role-name ${name}`;
  if ('unseen' in look) return find.unknown(role, `IAM did not say: ${look.unseen}`, get);
  if (look.seen === 'there') return find.ok(role, 'it is there, and ECS may start tasks with it');
  const because =
    look.seen === 'gone'
      ? 'there is no such role, so no task would start'
      : 'its trust policy does not name ecs-tasks.amazonaws.com, so no task would start';
  return find.refused('Unsupported', role, because, get);
}
