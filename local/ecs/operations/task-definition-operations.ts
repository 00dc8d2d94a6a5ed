import type {
  DeregisterTaskDefinitionRequest,
  DeregisterTaskDefinitionResponse,
  DescribeTaskDefinitionRequest,
  DescribeTaskDefinitionResponse,
  ListTaskDefinitionsRequest,
  ListTaskDefinitionsResponse,
  RegisterTaskDefinitionRequest,
  RegisterTaskDefinitionResponse,
} from '@aws-sdk/client-ecs';
import { arn } from '../../kernel/account.ts';
import { type Operations, operation } from '../../kernel/aws-service.ts';
import { deregisterTaskDefinition } from '../definitions/deregister-task-definition.ts';
import { registerTaskDefinition } from '../definitions/register-task-definition.ts';
import { theTaskDefinition } from '../look-up.ts';
import { page } from '../pages.ts';
import { passRole, permit, requestTags, tagOnCreate } from '../permissions.ts';
import { describeTaskDefinition } from '../read/describe-task-definition.ts';
import { invalid } from '../refusals.ts';
import type { World } from '../world.ts';

const TASKS = 'ecs-tasks.amazonaws.com';

export function taskDefinitionOperations(world: World): Operations {
  return {
    RegisterTaskDefinition: operation<RegisterTaskDefinitionRequest, RegisterTaskDefinitionResponse>({
      permissions: ({ family, tags, taskRoleArn, executionRoleArn }) => {
        const resource = arn('ecs', `task-definition/${family}:*`);
        return [
          permit('RegisterTaskDefinition', resource, requestTags(tags)),
          ...tagOnCreate(tags, resource, 'RegisterTaskDefinition'),
          ...passRole(taskRoleArn, TASKS),
          ...passRole(executionRoleArn, TASKS),
        ];
      },
      run: (input, { caller }) => {
        const record = registerTaskDefinition(world, input, caller.arn);
        return { taskDefinition: describeTaskDefinition(record), tags: record.tags };
      },
    }),
    DescribeTaskDefinition: operation<DescribeTaskDefinitionRequest, DescribeTaskDefinitionResponse>({
      permissions: () => [permit('DescribeTaskDefinition', '*')],
      run: ({ taskDefinition = '', include }) => {
        const record = theTaskDefinition(world, taskDefinition);
        const tags = include?.includes('TAGS') ? { tags: record.tags } : {};
        return { taskDefinition: describeTaskDefinition(record), ...tags };
      },
    }),
    DeregisterTaskDefinition: operation<DeregisterTaskDefinitionRequest, DeregisterTaskDefinitionResponse>({
      permissions: () => [permit('DeregisterTaskDefinition', '*')],
      run: ({ taskDefinition = '' }) => {
        if (!/:\d+$/.test(taskDefinition)) throw invalid(`Invalid revision number. Number: ${taskDefinition}`);
        const record = theTaskDefinition(world, taskDefinition);
        deregisterTaskDefinition(world, record);
        return { taskDefinition: describeTaskDefinition(record) };
      },
    }),
    ListTaskDefinitions: operation<ListTaskDefinitionsRequest, ListTaskDefinitionsResponse>({
      permissions: () => [permit('ListTaskDefinitions', '*')],
      run: (input) => {
        const arns = listed(world, input);
        const { items, nextToken } = page(arns, input, 100);
        return { taskDefinitionArns: items, nextToken };
      },
    }),
  };
}

/** `familyPrefix` is the whole name of a family in this operation. Sorted by family, then by revision. */
function listed(world: World, { familyPrefix, status = 'ACTIVE', sort }: ListTaskDefinitionsRequest): string[] {
  const records = Object.values(world.store.definitions.taskDefinitions)
    .map((record) => record.definition)
    .filter(({ family }) => familyPrefix === undefined || family === familyPrefix)
    .filter((definition) => definition.status === status)
    .sort((a, b) => (a.family ?? '').localeCompare(b.family ?? '') || (a.revision ?? 0) - (b.revision ?? 0));
  const arns = records.map((definition) => definition.taskDefinitionArn);
  return sort === 'DESC' ? arns.reverse() : arns;
}
