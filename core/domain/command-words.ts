import type { ServiceTruth } from './truth.ts';

/** How a command of AWS is told which service is meant: an ARN alone is looked for in the cluster `default`. */
export function serviceWords({ arn, name }: Pick<ServiceTruth, 'arn' | 'name'>): string {
  const cluster = arn.split('/').at(-2) ?? 'default';
  return `--cluster ${cluster} --service ${name}`;
}
