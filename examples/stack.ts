import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiService } from './api-service.ts';
import { Network, PRODUCTION_PORT } from './network.ts';
import { WebService } from './web-service.ts';

/** What a user of Belay has: a cluster, a load balancer, one service wired for blue/green and one for rolling. */
export class ExampleStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const network = new Network(this, 'Network');
    new WebService(this, 'Web', network);
    new ApiService(this, 'Api', network);
    new CfnOutput(this, 'Url', { value: `http://${network.balancer.loadBalancerDnsName}:${PRODUCTION_PORT}` });
  }
}
