import type { Stack } from 'aws-cdk-lib';
import { arnIn, roleArnIn } from '../addresses.ts';
import type { TaskRoles } from '../settings.ts';
import { anywhere } from './only-star.ts';
import type { Right, Statement } from './right.ts';

/** Rights on task definitions. What is registered may carry only the task roles that the owner named. */
export function rightsOnTaskDefinitions(stack: Stack, taskRoles: TaskRoles) {
  const inAnyFamily = {
    resources: [arnIn(stack, 'ecs', 'task-definition/*:*')],
    because: 'a revision goes into the family that its service uses, which the stack does not know',
  };
  return {
    /** Whether the roles are there that may be handed out, and whom they trust. */
    findTaskRoles: { statements: [{ actions: ['iam:GetRole'], ...theTaskRoles(stack, taskRoles) }] },
    readTaskDefinition: { statements: [anywhere(['ecs:DescribeTaskDefinition'])] },
    registerTaskDefinition: {
      statements: [
        { actions: ['ecs:RegisterTaskDefinition'], ...inAnyFamily },
        {
          actions: ['ecs:TagResource'],
          ...inAnyFamily,
          conditions: { StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' } },
        },
        passRoles(stack, taskRoles),
      ],
    },
  } satisfies Record<string, Right>;
}

/** The roles that may be handed to tasks: ARNs, or one pattern for all below a path. */
export function arnsOfTaskRoles(stack: Stack, taskRoles: TaskRoles): readonly string[] {
  return 'arns' in taskRoles ? taskRoles.arns : [roleArnIn(stack, `role/${taskRoles.path}*`)];
}

/** The right to hand the owner's task roles to tasks. */
export function passRoles(stack: Stack, taskRoles: TaskRoles): Statement {
  const pass = {
    actions: ['iam:PassRole'],
    conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
  };
  return { ...pass, ...theTaskRoles(stack, taskRoles) };
}

function theTaskRoles(stack: Stack, taskRoles: TaskRoles): Pick<Statement, 'resources' | 'because'> {
  const resources = arnsOfTaskRoles(stack, taskRoles);
  if ('arns' in taskRoles) return { resources };
  return { resources, because: 'the task roles under the path that the owner gave' };
}
