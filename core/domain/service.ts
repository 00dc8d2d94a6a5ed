import type { Check } from './check.ts';
import type { LogPattern } from './log-pattern.ts';
import type { DeploymentId, Digest, ServiceKey } from './names.ts';
import type { Retention } from './retention.ts';
import type { Severity } from './security-fix.ts';
import type { Timeouts } from './time-plan.ts';
import type { TestEndpoint } from './truth.ts';
import type { WaitingDeployment } from './waiting-deployment.ts';

/** One adopted ECS service: what Belay was told about it. */
export interface ServiceSettings {
  readonly key: ServiceKey;
  /** Cluster name, as in the service's ARN. The ECS service has the name of the key's second part. */
  readonly cluster: string;
  /** Container name → ECR repository name. The deployed image replaces that of these containers; sidecars stay. */
  readonly containers: Readonly<Record<string, string>>;
  readonly policy: Policy;
  readonly strategy: 'auto' | StrategyName;
  readonly strategies?: StrategySettings;
  /** CloudWatch alarm names that take a deployment back. */
  readonly alarms: readonly string[];
  /** The one of `alarms` that Belay made, because its owner named none. */
  readonly madeAlarm?: string;
  readonly checks: readonly Check[];
  /** What its target groups were like when the service was put. Seconds. */
  readonly pace?: Pace;
  /** Where the test rule answered when the service was put. */
  readonly test?: TestEndpoint & { readonly rule: string };
  /** Seconds under watch with the new version serving. */
  readonly bake: number;
  /** Requests that the new version must have answered before a bake can end well. 0: none are asked for. */
  readonly minimumRequests: number;
  /** What comes when a bake and its repetitions show too little to judge by. */
  readonly notEnoughData?: NotEnoughData;
  /** How often such a bake is repeated; 1 where the version before wrote nothing. */
  readonly extensions?: number;
  readonly rollback?: RollbackSettings;
  /** Who must agree before it is deployed. */
  readonly approval?: ApprovalPolicy;
  /** Seconds after success in which an alarm still rolls back. */
  readonly watch: number;
  /** Absent: the newest ten are kept. */
  readonly rollbackPoints?: Retention;
  /** After a rollback automation keeps off (`hold`, also where it is absent), or ships a newer digest as before (`newer-goes`). The bad digest is denied both ways. */
  readonly afterRollback?: 'hold' | 'newer-goes';
  /** What becomes of a deployment that is asked for while another is under way. `newest-waits` and five minutes where nothing is said. */
  readonly queue?: QueuePolicy;
  readonly notify?: NotifySettings;
  /** In place of the stack's, as far as they go. */
  readonly timeouts?: Partial<Timeouts>;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** Who hears what of a service. */
export interface NotifySettings {
  /** Seconds before it starts by the clock that a deployment is announced; 0: it is not. */
  readonly before: number;
}

/** `newest-waits`: a push waits, and a newer one takes its place. `refuse`: nothing waits. */
export interface QueuePolicy {
  readonly policy: 'newest-waits' | 'refuse';
  /** Seconds that what a person asked for waits for its turn. */
  readonly timeout: number;
}

export const QUEUE: QueuePolicy = { policy: 'newest-waits', timeout: 300 };

export const STRATEGIES = ['blue-green', 'canary', 'linear', 'rolling', 'immediate', 'graceful'] as const;
export type StrategyName = (typeof STRATEGIES)[number];

/** Does the strategy start the new version beside the old one and move traffic between them? The others replace tasks in place. */
export function isBeside(strategy: StrategyName): strategy is 'blue-green' | 'canary' | 'linear' {
  return strategy === 'blue-green' || strategy === 'canary' || strategy === 'linear';
}

/** Does the strategy keep to limits of what ECS may stop and start at a time? `immediate` has its own. */
export function hasLimits(strategy: StrategyName): boolean {
  return strategy === 'rolling' || strategy === 'graceful';
}

/** What a service says about a strategy; a request may say it anew. Durations in seconds. */
export interface StrategySettings {
  readonly rolling?: { readonly minimumHealthyPercent?: number; readonly maximumPercent?: number };
  readonly graceful?: { readonly wait?: number; readonly onTimeout?: OnTimeout };
  readonly canary?: { readonly percent?: number; readonly bake?: number };
  readonly linear?: { readonly percent?: number; readonly bake?: number };
}

/** What a graceful deployment does when work in hand took longer than its bound. */
export type OnTimeout = 'proceed' | 'ask' | 'give-up';

/** Not enough data after all repetitions: go back, or ask a person. */
export type NotEnoughData = 'give-up' | 'ask';

/** Approvals that a deployment needs. Approvers are persons, roles and groups; without any, anybody but who asked for it may approve. */
export interface ApprovalPolicy {
  /** 0: none. */
  readonly count: number;
  readonly approvers: readonly string[];
  /** Seconds. */
  readonly deadline: number;
  /** From this severity on a security fix needs so many instead, by the label of the image. Absent: as many as all others. */
  readonly securityFix?: { readonly severity: Severity; readonly count: number };
}

/** How quick the targets of a service are. Seconds. */
export interface Pace {
  /** Until a new target counts as healthy. */
  readonly untilHealthy: number;
  readonly deregistrationDelay: number;
  readonly balancer: 'application' | 'network' | 'none';
}

/** What a push may start by itself. */
export type Policy =
  | { readonly kind: 'semver'; readonly range: string; readonly prereleases: boolean }
  | { readonly kind: 'manual' };

/** When a version is taken back without a person. */
export interface RollbackSettings {
  /** `false`: a deployment that should go back stops and asks. */
  readonly automatic: boolean;
  /** Percent of 5xx at which the alarm goes off that Belay makes. */
  readonly threshold: number;
  /** Requests a minute below which that alarm says nothing. */
  readonly minimumRequests: number;
  /** What in the new tasks' logs takes them back. */
  readonly patterns?: readonly LogPattern[];
}

/** Automation keeps off this service until a person lifts the hold. */
export interface Hold {
  readonly since: string;
  readonly because: string;
  /** The deployment that went wrong; absent where a person holds the service. */
  readonly deployment?: DeploymentId;
  readonly by?: string;
}

/** Nobody but its owner deploys to this service. */
export interface Lock {
  readonly owner: string;
  readonly reason: string;
  readonly since: string;
  /** It ends by itself then. RFC 3339. */
  readonly until?: string;
}

/** The service is being worked on: nothing is deployed to it. */
export interface Maintenance {
  readonly by: string;
  readonly reason: string;
  readonly since: string;
}

/** A digest that was rolled back: no push or retag ships it again. */
export interface Denied {
  readonly digest: Digest;
  readonly since: string;
  readonly because: string;
  readonly deployment: DeploymentId;
}

/** All that the Fleet table says of one service, in one read. */
export interface ServiceState {
  readonly settings: ServiceSettings;
  readonly hold?: Hold;
  readonly lock?: Lock;
  readonly maintenance?: Maintenance;
  readonly denied: readonly Denied[];
  /** What persons asked for and waits, or waited until a short time ago. */
  readonly waiting: readonly WaitingDeployment[];
}
