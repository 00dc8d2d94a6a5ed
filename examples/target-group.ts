import { Duration } from 'aws-cdk-lib';
import { ApplicationProtocol, ApplicationTargetGroup, TargetType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { CONTAINER_PORT, type Network } from './network.ts';

/** A group of tasks that is quick to call one healthy, and quick to let one go: a deployment waits for both. */
export function makeTargetGroup(scope: Construct, id: string, network: Network): ApplicationTargetGroup {
  return new ApplicationTargetGroup(scope, id, {
    vpc: network.cluster.vpc,
    port: CONTAINER_PORT,
    protocol: ApplicationProtocol.HTTP,
    targetType: TargetType.IP,
    deregistrationDelay: Duration.seconds(5),
    healthCheck: {
      path: '/healthz',
      interval: Duration.seconds(5),
      timeout: Duration.seconds(2),
      healthyThresholdCount: 2,
      unhealthyThresholdCount: 2,
    },
  });
}
