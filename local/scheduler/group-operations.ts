import type {
  CreateScheduleGroupInput,
  CreateScheduleGroupOutput,
  DeleteScheduleGroupInput,
  GetScheduleGroupInput,
  GetScheduleGroupOutput,
  ListScheduleGroupsInput,
  ListScheduleGroupsOutput,
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  ScheduleGroupSummary,
} from '@aws-sdk/client-scheduler';
import { pageOf } from '../eventbridge/page.ts';
import { AwsError } from '../kernel/aws-error.ts';
import { type Operations, operation } from '../kernel/aws-service.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Firing } from './firing.ts';
import { DEFAULT_GROUP, type Group, groupArn } from './plan.ts';
import type { PlanBook } from './plan-book.ts';

export function groupOperations(clock: Clock, plans: PlanBook, firing: Firing): Operations {
  return {
    CreateScheduleGroup: operation<CreateScheduleGroupInput, CreateScheduleGroupOutput>({
      permissions: ({ Name }) => [{ action: 'scheduler:CreateScheduleGroup', resource: groupArn(Name ?? '') }],
      run({ Name: name = '', Tags = [] }) {
        if (!/^[0-9a-zA-Z\-_.]{1,64}$/.test(name)) {
          throw new AwsError('ValidationException', `Schedule group name ${name} must be 1 to 64 of [0-9a-zA-Z-_.].`);
        }
        if (plans.hasGroup(name)) {
          throw new AwsError('ConflictException', `Schedule group ${name} already exists.`, 409);
        }
        const tags = Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
        plans.putGroup({ name, createdAt: clock.now(), modifiedAt: clock.now(), tags });
        return { ScheduleGroupArn: groupArn(name) };
      },
    }),
    GetScheduleGroup: operation<GetScheduleGroupInput, GetScheduleGroupOutput>({
      permissions: ({ Name }) => [{ action: 'scheduler:GetScheduleGroup', resource: groupArn(Name ?? '') }],
      run: ({ Name = '' }) => shown(plans.group(Name)),
    }),
    DeleteScheduleGroup: operation<DeleteScheduleGroupInput, object>({
      permissions: ({ Name }) => [{ action: 'scheduler:DeleteScheduleGroup', resource: groupArn(Name ?? '') }],
      run({ Name: name = '' }) {
        if (name === DEFAULT_GROUP) throw new AwsError('ValidationException', 'The default group cannot be deleted.');
        plans.group(name);
        for (const plan of plans.plans()) if (plan.group === name) firing.forget(plan);
        plans.removeGroup(name);
        return {};
      },
    }),
    ListScheduleGroups: operation<ListScheduleGroupsInput, ListScheduleGroupsOutput>({
      permissions: () => [{ action: 'scheduler:ListScheduleGroups', resource: '*' }],
      run({ NamePrefix: prefix = '', MaxResults, NextToken }) {
        const found = plans.groups().filter(({ name }) => name.startsWith(prefix));
        const { page, next } = pageOf(found, ({ name }) => name, MaxResults, NextToken);
        return { ScheduleGroups: page.map(shown), ...next };
      },
    }),
    ListTagsForResource: operation<ListTagsForResourceInput, ListTagsForResourceOutput>({
      permissions: ({ ResourceArn }) => [{ action: 'scheduler:ListTagsForResource', resource: ResourceArn ?? '' }],
      run({ ResourceArn: resource = '' }) {
        const { tags } = plans.group(resource.slice(resource.lastIndexOf('/') + 1));
        return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
      },
    }),
  };
}

function shown({ name, createdAt, modifiedAt }: Group): ScheduleGroupSummary {
  return {
    Arn: groupArn(name),
    Name: name,
    State: 'ACTIVE',
    CreationDate: new Date(createdAt),
    LastModificationDate: new Date(modifiedAt),
  };
}
