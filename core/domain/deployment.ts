import type { DeploymentId, Digest, ServiceKey } from './names.ts';
import type { StrategyName } from './service.ts';

/** How a deployment ends. It ends in exactly one of these, and the verdict is read from what runs. */
export type Verdict = 'SUCCEEDED' | 'ROLLED_BACK' | 'REFUSED' | 'CANCELLED' | 'SUPERSEDED' | 'STUCK';

/** A version as a deployment names it: the tag people know, and the digest that is deployed. */
export interface VersionRef {
  readonly version: string;
  readonly digest: Digest;
}

/** One attempt to make one service run one version. */
export interface Deployment {
  readonly id: DeploymentId;
  readonly service: ServiceKey;
  /** `deploy`: forward. `rollback`: back to a captured point, without gates and bake. */
  readonly kind: 'deploy' | 'rollback';
  readonly to: VersionRef;
  readonly from?: VersionRef;
  readonly repository: string;
  /** The strategy asked for; `plan.strategy` is the one used. */
  readonly strategy: 'auto' | StrategyName;
  /** A service with no deployment that succeeded has no way back; a person said that this is known. */
  readonly first: boolean;
  readonly by: string;
  readonly reason: string;
  readonly status: 'planned' | 'running' | 'ended';
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly verdict?: Verdict;
  readonly because?: string;
  readonly plan?: Plan;
  /** Rollback point id: what ran at the start, and where the way back leads. Absent for a first deployment. */
  readonly rollbackPoint?: string;
  /** Of a rollback: the id of the rollback point that it goes to. */
  readonly target?: string;
  /** The service's deploymentConfiguration as it was found, JSON text; put back when all is over. */
  readonly found?: string;
  /** Task definition ARN that this deployment registered or, for a rollback, runs again. */
  readonly taskDefinition?: string;
  readonly execution?: string;
}

/** What a deployment will do, decided before anything is touched. */
export interface Plan {
  readonly strategy: StrategyName;
  readonly because: string;
  /** Seconds. Each wait of the machine ends at the latest then. */
  readonly deadlines: Deadlines;
  /** Seconds under watch with the new version serving. */
  readonly bake: number;
  /** How often a bake without enough data is repeated before Belay gives up. */
  readonly extensions: number;
  /** Stopped tasks of the new version that end the scale-up. */
  readonly crashThreshold: number;
}

export interface Deadlines {
  readonly scaleUp: number;
  readonly shift: number;
  readonly bake: number;
  readonly finish: number;
  readonly rollOut: number;
  readonly rollBack: number;
}

/**
 * The head of a service: one item, and it is the lock. `live` is the deployment that holds it; every write of a step is
 * conditional on `live.id`, so that a step of a deployment that lost the lock changes nothing.
 */
export interface Head {
  readonly service: ServiceKey;
  readonly live?: Live;
  readonly queued?: Queued;
  /** What the last deployment that ended left serving. */
  readonly serving?: VersionRef;
  readonly watch?: Watch;
}

export interface Live {
  readonly id: DeploymentId;
  readonly kind: 'deploy' | 'rollback';
  readonly phase: Phase;
  /** Digest that is being deployed. */
  readonly digest: Digest;
  readonly taskDefinition?: string;
  /** Service deployment ARN, once it is known. */
  readonly serviceDeployment?: string;
  /** When the newest service deployment before ours was created, as ECS tells it: ours is newer. Only a way back needs it. */
  readonly newerThan?: string;
  /** ECS's own rollback target carries the digest of our captured point, so that StopServiceDeployment leads there. */
  readonly stopIsSafe?: boolean;
  readonly stopRequested?: StopRequest;
  /** Short descriptions of tasks of the new version that died in scale-up, one a task id. */
  readonly deadTasks?: Readonly<Record<string, string>>;
}

/** Where a live deployment is, as far as wake-ups need to know. */
export type Phase = 'planning' | 'scale-up' | 'shift' | 'bake' | 'finish' | 'roll-out' | 'roll-back';

export interface StopRequest {
  readonly because: string;
  readonly by: string;
  readonly at: string;
}

/** A version that waits for its turn. A newer one takes its place. */
export interface Queued extends VersionRef {
  readonly repository: string;
  readonly by: string;
  readonly at: string;
}

/** After a success: an alarm until `until` still rolls back, to `rollbackPoint`. */
export interface Watch {
  readonly deployment: DeploymentId;
  readonly rollbackPoint: string;
  readonly until: string;
}

/** What a machine waits for. The token is the only way to wake it; `dueAt` is when the reconciler looks after it. */
export interface Wait {
  readonly service: ServiceKey;
  readonly deployment: DeploymentId;
  readonly awaits: Awaited;
  readonly token: string;
  /** RFC 3339. */
  readonly since: string;
  readonly dueAt: string;
  /** RFC 3339; a bake alone has it: the end of the time under watch. */
  readonly until?: string;
}

/** What ends a wait, in terms of the truth that ECS tells (and, for a bake, the clock). */
export type Awaited = 'before-traffic' | 'after-shift' | 'bake-over' | 'deployment-ended';
