import type { TaskEnd } from './check-run.ts';
import type { Digest } from './names.ts';

/** What ECS says of one service deployment, in the words that our judgements need. Read, never remembered. */
export interface ServiceDeploymentTruth {
  readonly arn: string;
  readonly status: ServiceDeploymentStatus;
  readonly statusReason?: string;
  /** Open string: AWS adds stages. */
  readonly stage?: string;
  /** The task definition that this deployment brings. */
  readonly taskDefinition?: string;
  /** A PAUSE hook that waits for an answer. */
  readonly pause?: { readonly hookId: string; readonly stage?: string };
  /** Why ECS rolls or rolled back by itself or on request. */
  readonly rollbackReason?: string;
  /** Service revision ARN that a rollback leads to. */
  readonly rolledBackTo?: string;
  readonly triggeredAlarms: readonly string[];
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
  readonly desiredCount: number;
  /** Availability zone rebalancing is on. */
  readonly rebalances: boolean;
}

/** How a service hangs on a load balancer. Without `alternate` and `productionRule` it is not wired for blue/green. */
export interface LoadBalancerWiring {
  readonly targetGroup: string;
  readonly container: string;
  readonly alternate?: string;
  readonly productionRule?: string;
  readonly testRule?: string;
}

/** One task that we started. */
export interface TaskTruth {
  readonly task: string;
  /** Absent while it runs. */
  readonly end?: TaskEnd;
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
