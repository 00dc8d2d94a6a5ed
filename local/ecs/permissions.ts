/** What IAM is asked for Amazon ECS, as the Service Authorization Reference has it. */
import type { Tag } from '@aws-sdk/client-ecs';
import type { Permission } from '../kernel/aws-service.ts';
import { clusterArn, clusterOf, serviceArn, serviceArnAbove, shortName } from './arns.ts';
import type { World } from './world.ts';

type Context = Record<string, string>;

export const permit = (action: string, resource: string, context: Context = {}): Permission => ({
  action: `ecs:${action}`,
  resource,
  context,
});

const tagContext = (key: string, tags: readonly Tag[] | undefined): Context =>
  Object.fromEntries((tags ?? []).map((tag) => [`aws:${key}/${tag.key}`, tag.value ?? '']));

export const requestTags = (tags: readonly Tag[] | undefined): Context => tagContext('RequestTag', tags);
export const resourceTags = (tags: readonly Tag[] | undefined): Context => tagContext('ResourceTag', tags);

/** An action on a service: conditions can name its cluster and its tags. */
export function onService(
  world: World,
  action: string,
  cluster: string | undefined,
  service: string | undefined,
): Permission {
  const clusterName = clusterOf(service?.includes('/') ? service : cluster);
  const arn = serviceArn(clusterName, shortName(service ?? ''));
  const tags = world.store.services.services[arn]?.tags;
  return permit(action, arn, { 'ecs:cluster': clusterArn(clusterName), ...resourceTags(tags) });
}

/** An action on a deployment or revision of a service: IAM wants both the service and its child allowed. */
export function onChild(world: World, action: string, childArn: string): Permission[] {
  const above = serviceArnAbove(childArn);
  const cluster = clusterArn(clusterOf(above));
  return [
    onService(world, action, undefined, above),
    permit(action, childArn, { 'ecs:cluster': cluster, 'ecs:service': above }),
  ];
}

export function passRole(role: string | undefined, service: string): Permission[] {
  if (role === undefined || role === '') return [];
  return [{ action: 'iam:PassRole', resource: role, context: { 'iam:PassedToService': service } }];
}

/** Tags in a request that creates something need ecs:TagResource for that very call. */
export function tagOnCreate(tags: readonly Tag[] | undefined, resource: string, createAction: string): Permission[] {
  if (tags === undefined || tags.length === 0) return [];
  return [permit('TagResource', resource, { 'ecs:CreateAction': createAction, ...requestTags(tags) })];
}
