import { Duration, Tags, Validations } from 'aws-cdk-lib';
import { AlternateTarget, DeploymentStrategy, FargateService, ListenerRuleConfiguration } from 'aws-cdk-lib/aws-ecs';
import {
  type ApplicationListener,
  ApplicationListenerRule,
  type ApplicationTargetGroup,
  ListenerAction,
  ListenerCondition,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { makeErrorAlarm, perMinute } from './error-alarm.ts';
import { CONTAINER_PORT, type Network } from './network.ts';
import { makeTargetGroup } from './target-group.ts';
import { makeTask } from './task.ts';

/** The service `web`: two target groups, so that ECS can start the new version beside the old one and then move the traffic. */
export class WebService extends Construct {
  constructor(scope: Construct, id: string, network: Network) {
    super(scope, id);
    const blue = makeTargetGroup(this, 'Blue', network);
    const green = makeTargetGroup(this, 'Green', network);
    // ECS takes over the weights of both rules. Both must know both groups before the service exists.
    const production = this.#rule('Production', network.production, blue, green);
    const test = this.#rule('Test', network.test, green, blue);

    const service = new FargateService(this, 'Service', {
      serviceName: 'web',
      cluster: network.cluster,
      taskDefinition: makeTask(this, 'web'),
      desiredCount: 2,
      // There is no NAT gateway: images are pulled over the task's own public address.
      assignPublicIp: true,
      healthCheckGracePeriod: Duration.seconds(10),
      securityGroups: [network.tasks],
      deploymentStrategy: DeploymentStrategy.BLUE_GREEN,
      bakeTime: Duration.minutes(1),
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
    });
    const target = service.loadBalancerTarget({
      containerName: 'web',
      containerPort: CONTAINER_PORT,
      alternateTarget: new AlternateTarget('Alternate', {
        alternateTargetGroup: green,
        role: this.#infrastructureRole(),
        productionListener: ListenerRuleConfiguration.applicationListenerRule(production),
        testListener: ListenerRuleConfiguration.applicationListenerRule(test),
      }),
    });
    target.attachToApplicationTargetGroup(blue);
    service.node.addDependency(production, test);
    Validations.of(service).acknowledge({
      id: 'Annotation::@aws-cdk/aws-ecs:shouldUseCircuitBreaker',
      reason: 'It works in rolling deployments only. Belay counts tasks that die before traffic by itself.',
    });
    // Without this tag Belay may look at the service, and no more.
    Tags.of(service).add('belay:managed', 'true', { includeResourceTypes: ['AWS::ECS::Service'] });

    // Which of the two groups serves changes with every deployment, so both are watched. Errors of the load balancer itself,
    // such as of a group without a healthy target, are counted for it as a whole. A service that must not be taken back for
    // its neighbour's has a load balancer of its own.
    const { loadBalancerFullName: LoadBalancer } = network.balancer;
    const group = (TargetGroup: string) => ({
      errors: perMinute('HTTPCode_Target_5XX_Count', { LoadBalancer, TargetGroup }),
      requests: perMinute('RequestCount', { LoadBalancer, TargetGroup }),
    });
    makeErrorAlarm(this, 'web', {
      blue: group(blue.targetGroupFullName),
      green: group(green.targetGroupFullName),
      balancer: {
        errors: perMinute('HTTPCode_ELB_5XX_Count', { LoadBalancer }),
        requests: perMinute('RequestCount', { LoadBalancer }),
      },
    });
  }

  #rule(
    id: string,
    listener: ApplicationListener,
    serving: ApplicationTargetGroup,
    idle: ApplicationTargetGroup,
  ): ApplicationListenerRule {
    return new ApplicationListenerRule(this, id, {
      listener,
      priority: 100,
      conditions: [ListenerCondition.pathPatterns(['/*'])],
      action: ListenerAction.weightedForward([
        { targetGroup: serving, weight: 100 },
        { targetGroup: idle, weight: 0 },
      ]),
    });
  }

  #infrastructureRole(): Role {
    const policy = 'AmazonECSInfrastructureRolePolicyForLoadBalancers';
    const role = new Role(this, 'InfrastructureRole', {
      description: 'Taken by ECS to move the weights',
      assumedBy: new ServicePrincipal('ecs.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName(policy)],
    });
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${policy}]`,
      reason: 'AWS keeps this policy in step with what ECS does to load balancers.',
    });
    return role;
  }
}
