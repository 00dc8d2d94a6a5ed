import type { TaskEnd } from './check-run.ts';
import type { Digest } from './names.ts';

/** What ECS says of one service deployment, in the words that our judgements need. Read, never remembered. */
export interface ServiceDeploymentTruth {
  readonly arn: string;
  readonly status: ServiceDeploymentStatus;
  readonly statusReason?: string;
  /** Open string: AWS adds stages. */
  readonly stage?: string;
  /** A PAUSE hook that waits for an answer. */
  readonly pause?: { readonly hookId: string; readonly stage?: string };
  /** Why ECS rolls or rolled back by itself or on request. */
  readonly rollbackReason?: string;
  /** Service revision ARN that a rollback leads to. */
  readonly rolledBackTo?: string;
  readonly triggeredAlarms: readonly string[];
  /** Percent of the production traffic that ECS was asked to send to the target. Absent where it divides none. */
  readonly share?: number;
  /** Service revision ARNs. */
  readonly target?: string;
  readonly sources: readonly string[];
}

export type ServiceDeploymentStatus =
  | 'PENDING'
  | 'IN_PROGRESS'
  | 'STOP_REQUESTED'
  | 'STOPPED'
  | 'SUCCESSFUL'
  | 'ROLLBACK_REQUESTED'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_SUCCESSFUL'
  | 'ROLLBACK_FAILED';

/** A service revision: what ECS resolved it to. */
export interface RevisionTruth {
  readonly arn: string;
  readonly taskDefinition: string;
  /** Container name → digest that ECS resolved, where it has one. */
  readonly digests: Readonly<Record<string, Digest>>;
  /** The target groups that this revision really uses, each with the rule that brings production traffic to it. */
  readonly traffic: readonly RevisionTraffic[];
}

export interface RevisionTraffic {
  readonly targetGroup: string;
  /** Absent where nothing shifts. */
  readonly productionRule?: string;
}

/** What ECS says of the service as a whole. */
export interface ServiceTruth {
  readonly arn: string;
  readonly name: string;
  readonly status: string;
  readonly controller: string;
  readonly taskDefinition: string;
  /** As JSON text, word for word. */
  readonly deploymentConfiguration: string;
  readonly loadBalancers: readonly LoadBalancerWiring[];
  /** Its owner tagged it `belay:managed=true`. */
  readonly managed: boolean;
  /** REPLICA or DAEMON. */
  readonly schedulingStrategy: string;
  /** ECS itself keeps this service, as those of Express Mode: most of it cannot be changed from outside. */
  readonly keptByEcs: boolean;
  /** Availability zone rebalancing is on. */
  readonly rebalances: boolean;
  readonly serviceConnect: boolean;
  readonly vpcLattice: boolean;
  readonly desiredCount: number;
  /** Seconds after a task's start in which failed health checks do not count. */
  readonly healthCheckGrace: number;
  /** FARGATE, EC2 or EXTERNAL; absent where capacity providers are named. */
  readonly launchType?: string;
  readonly capacityProviders: readonly string[];
  readonly subnets: readonly string[];
}

/** What a service asks of its tasks. */
export interface TaskHost extends Pick<ServiceTruth, 'launchType'> {
  readonly loadBalancers: readonly Pick<LoadBalancerWiring, 'container' | 'containerPort'>[];
}

/** How a service hangs on a load balancer. Without `alternate` and `productionRule` it is not wired for blue/green. */
export interface LoadBalancerWiring {
  readonly targetGroup: string;
  readonly container: string;
  readonly containerPort?: number;
  readonly alternate?: string;
  readonly productionRule?: string;
  readonly testRule?: string;
}

/** One task that we started. */
export interface TaskTruth {
  readonly task: string;
  /** ARN. */
  readonly taskDefinition: string;
  /** Absent while it runs. */
  readonly end?: TaskEnd;
}

/** A target group, with the load balancer before it. Times are seconds. */
export interface TargetGroupTruth {
  readonly arn: string;
  /** `ip`, `instance` or `lambda`. */
  readonly targetType: string;
  readonly protocol: string;
  /** A port, or `traffic-port`: the one that takes the traffic. */
  readonly healthCheckPort: string;
  /** Until a new target counts as healthy: interval times threshold. */
  readonly untilHealthy: number;
  readonly deregistrationDelay: number;
  /** Absent where no listener forwards to the group. */
  readonly balancer?: { readonly kind: 'application' | 'network'; readonly internal: boolean };
  readonly targets: { readonly healthy: number; readonly registered: number };
}

export interface AlarmReading {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly reason: string;
  /** RFC 3339: since when it is in this state. */
  readonly since: string;
}

/** Where the test rule of a load balancer answers, and the headers that select it. */
export interface TestEndpoint {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** An ECS service as it is found before Belay knows it. */
export interface FoundService extends ServiceTruth {
  readonly cluster: string;
  readonly tags: Readonly<Record<string, string>>;
  /** ARNs of the revisions that have running tasks, the one with most of them first. */
  readonly revisions: readonly string[];
}

/** One task of a service. ECS remembers stopped ones for about an hour. */
export interface ServiceTask {
  /** The last part of its ARN. */
  readonly id: string;
  readonly taskDefinition: string;
  /** RFC 3339. */
  readonly stoppedAt?: string;
  /** Why it stopped, with exit codes. */
  readonly why?: string;
  /** It ended by itself or never started; ECS did not stop it. */
  readonly diedByItself: boolean;
  /** Container name → digest that runs, where ECS says it. */
  readonly digests: Readonly<Record<string, Digest>>;
}
