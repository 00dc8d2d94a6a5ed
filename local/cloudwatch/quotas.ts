import { keyOf, type MetricId } from './metric-id.ts';

/** vCPU that may run on Fargate at a time, on demand and as Spot each: what AWS gives to large accounts. The local ECS does not enforce it. */
const FARGATE_VCPU = 4000;

/** The usage metrics of Fargate, by how the capacity is bought. */
export const FARGATE_USAGE: Readonly<Record<'on-demand' | 'spot', MetricId>> = {
  'on-demand': usage('Standard/OnDemand'),
  spot: usage('Standard/Spot'),
};

const QUOTAS: ReadonlyMap<string, number> = new Map(
  Object.values(FARGATE_USAGE).map((metric) => [keyOf(metric), FARGATE_VCPU]),
);

/** The service quota that a usage metric is counted against. */
export function quotaOf(metric: MetricId): number | undefined {
  return QUOTAS.get(keyOf(metric));
}

function usage(kind: string): MetricId {
  return {
    namespace: 'AWS/Usage',
    name: 'ResourceCount',
    dimensions: { Service: 'Fargate', Type: 'Resource', Resource: 'vCPU', Class: kind },
  };
}
