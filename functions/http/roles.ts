import type { LambdaEvent } from 'hono/aws-lambda';
import { claimOf, userArnOf } from './actor.ts';

const ASSUMED = /^arn:[\w-]+:sts::\d{12}:assumed-role\/([^/]+)/;

/**
 * The roles of who asks, as approvers are written: `role:<IAM role>`, `group:<group of the user pool>`. API Gateway hands a list over as `[a b]`,
 * in which a name with a space would be two: only the groups of Cognito are read, whose names have none.
 */
export function rolesOf(event: LambdaEvent): readonly string[] {
  const [, role] = ASSUMED.exec(userArnOf(event) ?? '') ?? [];
  if (role !== undefined) return [`role:${role}`];
  const [, groups = ''] = /^\[(.*)\]$/.exec(claimOf(event, 'cognito:groups') ?? '') ?? [];
  return groups.split(' ').flatMap((group) => (group === '' ? [] : `group:${group}`));
}
