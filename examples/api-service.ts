import { Duration, Tags } from 'aws-cdk-lib';
import { AvailabilityZoneRebalancing, FargateService } from 'aws-cdk-lib/aws-ecs';
import { ApplicationListenerRule, ListenerAction, ListenerCondition } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { makeErrorAlarm, perMinute } from './error-alarm.ts';
import { CONTAINER_PORT, type Network } from './network.ts';
import { makeTargetGroup } from './target-group.ts';
import { makeTask } from './task.ts';

/** The service `api`: one target group, in which ECS replaces the old tasks by new ones. */
export class ApiService extends Construct {
  constructor(scope: Construct, id: string, network: Network) {
    super(scope, id);
    const group = makeTargetGroup(this, 'Tasks', network);
    const rule = new ApplicationListenerRule(this, 'Rule', {
      listener: network.production,
      // Before the rule of `web`, which takes every path.
      priority: 50,
      conditions: [ListenerCondition.pathPatterns(['/api', '/api/*'])],
      action: ListenerAction.forward([group]),
    });

    const service = new FargateService(this, 'Service', {
      serviceName: 'api',
      cluster: network.cluster,
      taskDefinition: makeTask(this, 'api'),
      desiredCount: 2,
      // There is no NAT gateway: images are pulled over the task's own public address.
      assignPublicIp: true,
      healthCheckGracePeriod: Duration.seconds(10),
      securityGroups: [network.tasks],
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      // With it ECS refuses to stop all old tasks before it starts new ones, which `immediate` does.
      availabilityZoneRebalancing: AvailabilityZoneRebalancing.DISABLED,
      circuitBreaker: { rollback: true },
    });
    group.addTarget(service.loadBalancerTarget({ containerName: 'api', containerPort: CONTAINER_PORT }));
    service.node.addDependency(rule);
    // Without this tag Belay may look at the service, and no more.
    Tags.of(service).add('belay:managed', 'true', { includeResourceTypes: ['AWS::ECS::Service'] });

    const of = { LoadBalancer: network.balancer.loadBalancerFullName, TargetGroup: group.targetGroupFullName };
    makeErrorAlarm(this, 'api', {
      tasks: { errors: perMinute('HTTPCode_Target_5XX_Count', of), requests: perMinute('RequestCount', of) },
    });
  }
}
