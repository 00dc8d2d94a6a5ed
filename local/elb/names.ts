/** Names and ARNs in Elastic Load Balancing's own form. */
import { createHash } from 'node:crypto';
import { arn } from '../kernel/account.ts';
import type { ResourceContext } from '../template/provisioner.ts';

const SERVICE = 'elasticloadbalancing';

/** Sixteen hexadecimal digits, the same for the same text: an ARN outlives a restart. */
export function idOf(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);
}

/** A name of at most 32 characters for a resource that was given none. */
export function shortName({ stack, logicalId }: ResourceContext): string {
  const letters = (text: string, count: number) => text.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, count);
  return `${letters(stack, 6)}-${letters(logicalId, 12)}-${idOf(stack, logicalId).slice(0, 12)}`;
}

export function loadBalancerArn(name: string, id: string): string {
  return arn(SERVICE, `loadbalancer/app/${name}/${id}`);
}

export function targetGroupArn(name: string, id: string): string {
  return arn(SERVICE, `targetgroup/${name}/${id}`);
}

export function listenerArn(loadBalancer: string, id: string): string {
  return `${loadBalancer.replace(':loadbalancer/', ':listener/')}/${id}`;
}

export function ruleArn(listener: string, id: string): string {
  return `${listener.replace(':listener/', ':listener-rule/')}/${id}`;
}

/** `app/<name>/<id>` of a load balancer, `targetgroup/<name>/<id>` of a target group: how metrics name them. */
export function fullNameOf(resource: string): string {
  return resource.replace(/^.*:(?:loadbalancer\/)?/, '');
}
