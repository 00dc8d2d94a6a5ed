import { type CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Clock, Room } from '../../core/ports.ts';
import { freeAddresses } from './ec2-addresses.ts';
import type { SignedPost } from './signed-post.ts';

// Whoever loads this adapter makes its client.
export { CloudWatchClient } from '@aws-sdk/client-cloudwatch';

/** Fargate tells its usage every minute, and some minutes late. */
const LOOK_BACK = 15 * 60_000;
const CLASSES = { 'on-demand': 'Standard/OnDemand', spot: 'Standard/Spot' } as const;

/** The room that an account has for more tasks: CloudWatch knows a quota beside the usage that is counted against it. */
export function awsRoom(client: CloudWatchClient, ec2: SignedPost, clock: Pick<Clock, 'now'>): Room {
  return {
    async fargate(how) {
      const { MetricDataResults = [] } = await client.send(
        new GetMetricDataCommand({
          StartTime: new Date(clock.now() - LOOK_BACK),
          EndTime: new Date(clock.now()),
          MetricDataQueries: [usageOf(CLASSES[how]), { Id: 'quota', Expression: 'SERVICE_QUOTA(usage)' }],
        }),
      );
      const newest = (id: string): number | undefined => MetricDataResults.find(({ Id }) => Id === id)?.Values?.[0];
      const [most, taken] = [newest('quota'), newest('usage')];
      return most === undefined || taken === undefined ? undefined : { most, taken };
    },

    freeAddresses: (subnets) => freeAddresses(ec2, subnets),
  };
}

function usageOf(kind: string): MetricDataQuery {
  const Dimensions = [
    { Name: 'Service', Value: 'Fargate' },
    { Name: 'Type', Value: 'Resource' },
    { Name: 'Resource', Value: 'vCPU' },
    { Name: 'Class', Value: kind },
  ];
  const Metric = { Namespace: 'AWS/Usage', MetricName: 'ResourceCount', Dimensions };
  return { Id: 'usage', MetricStat: { Metric, Period: 60, Stat: 'Maximum' } };
}
