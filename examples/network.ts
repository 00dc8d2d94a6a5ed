import { Validations } from 'aws-cdk-lib';
import { Port, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster } from 'aws-cdk-lib/aws-ecs';
import {
  type ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ListenerAction,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';

/** The container's port, for both services. */
export const CONTAINER_PORT = 8080;

// Above 1024, so that the local mode, which runs as an ordinary user, can listen on the same ports.
export const PRODUCTION_PORT = 8080;
const TEST_PORT = 8081;

/** A network without NAT gateways, the cluster, and a public load balancer with a production and a test listener. */
export class Network extends Construct {
  readonly cluster: Cluster;
  readonly balancer: ApplicationLoadBalancer;
  readonly production: ApplicationListener;
  readonly test: ApplicationListener;
  readonly tasks: SecurityGroup;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const vpc = new Vpc(this, 'Vpc', {
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [{ name: 'public', subnetType: SubnetType.PUBLIC }],
    });
    this.cluster = new Cluster(this, 'Cluster', { clusterName: 'example', vpc });

    const open = new SecurityGroup(this, 'BalancerGroup', { vpc, description: 'The load balancer' });
    this.balancer = new ApplicationLoadBalancer(this, 'Balancer', { vpc, internetFacing: true, securityGroup: open });
    this.production = this.#listen('Production', PRODUCTION_PORT);
    // Belay asks the new version here before it takes traffic. Its checks come from AWS's own public addresses.
    this.test = this.#listen('Test', TEST_PORT);

    this.tasks = new SecurityGroup(this, 'TaskGroup', { vpc, description: 'The tasks' });
    this.tasks.addIngressRule(open, Port.tcp(CONTAINER_PORT), 'From the load balancer alone');

    this.#explain(vpc, open);
  }

  #listen(id: string, port: number): ApplicationListener {
    return this.balancer.addListener(id, {
      port,
      protocol: ApplicationProtocol.HTTP,
      open: true,
      defaultAction: ListenerAction.fixedResponse(404, { contentType: 'text/plain', messageBody: 'No service here\n' }),
    });
  }

  #explain(vpc: Vpc, open: SecurityGroup): void {
    const example = 'An example that is taken down again';
    Validations.of(vpc).acknowledge({
      id: 'AwsSolutions-VPC7',
      reason: `${example}; nobody would read its flow logs.`,
    });
    Validations.of(open).acknowledge({
      id: 'AwsSolutions-EC23',
      reason: 'A public load balancer: two ports, open on purpose.',
    });
    Validations.of(this.balancer).acknowledge({
      id: 'AwsSolutions-ELB2',
      reason: `${example}; its answers are counted by CloudWatch.`,
    });
    Validations.of(this.cluster).acknowledge({
      id: 'AwsSolutions-ECS4',
      reason: `${example}; Container Insights is billed per metric.`,
    });
  }
}
