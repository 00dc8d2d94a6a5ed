import type { LoadBalancer, TargetGroup, TargetGroupAttribute } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TargetGroupTruth } from '../../core/domain/truth.ts';

/** Seconds that a target group takes where nobody set another delay. */
const DEREGISTRATION_DELAY = 300;

/** A target group in the core's words. */
export function readTargetGroup(
  arn: string,
  group: TargetGroup,
  attributes: readonly TargetGroupAttribute[],
  balancer: LoadBalancer | undefined,
  targets: TargetGroupTruth['targets'],
): TargetGroupTruth {
  const delay = attributes.find(({ Key }) => Key === 'deregistration_delay.timeout_seconds')?.Value;
  const { HealthCheckIntervalSeconds: interval = 30, HealthyThresholdCount: threshold = 5 } = group;
  return {
    arn,
    targetType: group.TargetType ?? 'instance',
    protocol: group.Protocol ?? 'unknown',
    healthCheckPort: group.HealthCheckPort ?? 'traffic-port',
    untilHealthy: interval * threshold,
    deregistrationDelay: delay === undefined ? DEREGISTRATION_DELAY : Number(delay),
    ...(balancer !== undefined && {
      balancer: {
        kind: balancer.Type === 'network' ? 'network' : 'application',
        internal: balancer.Scheme === 'internal',
      },
    }),
    targets,
  };
}
