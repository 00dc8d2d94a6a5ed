/** The ARNs of Amazon ECS, made and taken apart. */
import { arn } from '../kernel/account.ts';

export const clusterArn = (cluster: string): string => arn('ecs', `cluster/${cluster}`);
export const serviceArn = (cluster: string, service: string): string => arn('ecs', `service/${cluster}/${service}`);
export const taskArn = (cluster: string, id: string): string => arn('ecs', `task/${cluster}/${id}`);
export const taskDefinitionArn = (family: string, revision: number): string =>
  arn('ecs', `task-definition/${family}:${revision}`);

/** The last part of an ARN's path, or the whole of what is no ARN: a short name. */
export function shortName(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
}

/** `cluster` of an ARN such as `…:service/cluster/name`; the default cluster's name for a short name. */
export function clusterOf(nameOrArn: string | undefined): string {
  if (nameOrArn === undefined || nameOrArn === '') return 'default';
  const path = nameOrArn.slice(nameOrArn.lastIndexOf(':') + 1).split('/');
  return path.length > 2 ? (path[1] ?? 'default') : (path.at(-1) ?? 'default');
}

/** The service's ARN that a `service-deployment` or `service-revision` ARN stands under. */
export function serviceArnAbove(childArn: string): string {
  const [, cluster = '', service = ''] = childArn.slice(childArn.lastIndexOf(':') + 1).split('/');
  return serviceArn(cluster, service);
}
