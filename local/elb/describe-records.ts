/** Records as the API shows them. */
import type { Listener, LoadBalancer, Rule, TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ListenerRecord, LoadBalancerRecord, RuleRecord, TargetGroupRecord } from './records.ts';

/** The hosted zone of load balancers in us-east-1. */
export const HOSTED_ZONE = 'Z35SXDOTRQ7X7K';

export function describeLoadBalancer(record: LoadBalancerRecord): LoadBalancer {
  return {
    LoadBalancerArn: record.arn,
    LoadBalancerName: record.name,
    DNSName: record.address,
    CanonicalHostedZoneId: HOSTED_ZONE,
    CreatedTime: new Date(record.createdAt),
    Scheme: record.scheme,
    State: { Code: 'active' },
    Type: 'application',
    IpAddressType: 'ipv4',
    AvailabilityZones: record.subnets.map((SubnetId) => ({ SubnetId })),
    SecurityGroups: [...record.securityGroups],
  };
}

export function describeTargetGroup(record: TargetGroupRecord, loadBalancers: readonly string[]): TargetGroup {
  const { healthCheck: check } = record;
  return {
    TargetGroupArn: record.arn,
    TargetGroupName: record.name,
    Protocol: 'HTTP',
    ProtocolVersion: 'HTTP1',
    Port: record.port,
    VpcId: record.vpc,
    TargetType: record.targetType,
    IpAddressType: 'ipv4',
    HealthCheckEnabled: true,
    HealthCheckProtocol: 'HTTP',
    HealthCheckPath: check.path,
    HealthCheckPort: check.port,
    HealthCheckIntervalSeconds: check.intervalSeconds,
    HealthCheckTimeoutSeconds: check.timeoutSeconds,
    HealthyThresholdCount: check.healthyThreshold,
    UnhealthyThresholdCount: check.unhealthyThreshold,
    Matcher: { HttpCode: check.matcher },
    LoadBalancerArns: [...loadBalancers],
  };
}

export function describeListener(record: ListenerRecord, defaultRule: RuleRecord | undefined): Listener {
  return {
    ListenerArn: record.arn,
    LoadBalancerArn: record.loadBalancer,
    Port: record.port,
    Protocol: 'HTTP',
    DefaultActions: [...(defaultRule?.actions ?? [])],
  };
}

export function describeRule(record: RuleRecord): Rule {
  return {
    RuleArn: record.arn,
    Priority: String(record.priority),
    Conditions: [...record.conditions],
    Actions: [...record.actions],
    IsDefault: record.priority === 'default',
  };
}
