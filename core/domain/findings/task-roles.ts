import { type Finding, findingsOf } from '../finding.ts';
import { coversRole } from '../reach.ts';
import { seenOf } from '../seen.ts';
import type { TaskReading } from './reading.ts';
import { rolesOf } from './roles-there.ts';

/** May the stack hand the roles of the task definition to tasks? Whether they are there is another check. */
export function checkTaskRoles({ ecs, taskDefinition, reach }: TaskReading): readonly Finding[] {
  const definition = seenOf(taskDefinition);
  if (definition === undefined) return [];
  const roles = rolesOf(definition);
  const outside = roles.filter((role) => !coversRole(reach, role));
  const pulls = definition.executionRole !== undefined || seenOf(ecs)?.launchType !== 'FARGATE';
  return [
    ...(pulls
      ? []
      : [
          findingsOf('execution-role').refused(
            'Unsupported',
            definition.arn,
            'it has no execution role, without which Fargate pulls nothing from ECR',
            'Give it an executionRoleArn with AmazonECSTaskExecutionRolePolicy.',
          ),
        ]),
    ...outside.map((role) =>
      findingsOf('task-roles').refused(
        'NotAllowed',
        role,
        `the stack may hand out ${reach.taskRoles.join(', ') || 'no role'} alone`,
        `npx cdk deploy -c taskRoles=${roles.join(',')},<those of other services>`,
      ),
    ),
    ...roles
      .filter((role) => !outside.includes(role))
      .map((role) => findingsOf('task-roles').ok(role, 'the stack may hand it to tasks')),
  ];
}
