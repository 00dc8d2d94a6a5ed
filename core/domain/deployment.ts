import type { Expected } from './agreed.ts';
import type { AtTheEnd } from './at-the-end.ts';
import type { DeploymentId, Digest, ServiceKey } from './names.ts';
import type { Options } from './options.ts';
import type { Stage } from './progress.ts';
import type { RehearsedTime } from './rehearsal.ts';
import type { NotEnoughData, OnTimeout, StrategyName } from './service.ts';
import type { TimePart } from './time-plan.ts';
import type { RevisionTraffic, TaskHost, TestEndpoint } from './truth.ts';
import type { WatchedLog } from './watched-log.ts';

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
  /** What ran at the start. */
  readonly from?: ServingRef;
  readonly repository: string;
  /** The strategy asked for; `plan.strategy` is the one used. */
  readonly strategy: 'auto' | StrategyName;
  /** A service with no deployment that succeeded has no way back; a person said that this is known. */
  readonly first: boolean;
  readonly by: string;
  readonly reason: string;
  readonly status: 'planned' | 'ended';
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly verdict?: Verdict;
  readonly because?: string;
  readonly plan?: Plan;
  /** Rollback point id: what ran at the start, and where the way back leads. Absent for a first deployment. */
  readonly rollbackPoint?: string;
  /** Of a rollback: the id of the rollback point that it goes to. */
  readonly target?: string;
  /** The rollback that goes back from what it left, where its execution ended without a verdict. */
  readonly wayBack?: DeploymentId;
  /** The service's deploymentConfiguration as it was found, JSON text; put back when all is over. */
  readonly found?: string;
  /** Task definition ARN that this deployment registered or, for a rollback, ran again; known when it has ended. */
  readonly taskDefinition?: string;
  /** A person said to go past what may be forced. */
  readonly forced?: Forced;
  /** The plan that it must be, exactly; anything else is refused. */
  readonly expected?: Expected;
  /** Seconds that it took beyond its times under watch; known when it has ended well. */
  readonly needed?: number;
  /** Who agreed or not, oldest first. */
  readonly approvals?: readonly Approval[];
  /** What was asked about the way it goes. */
  readonly options?: Options;
}

/** Who forced a deployment, why, and past which kinds of blocks: none where nothing was in its way. */
export interface Forced {
  readonly by: string;
  readonly reason: string;
  readonly past?: readonly string[];
}

/** One person's word about a deployment that waits for approval. RFC 3339 `at`. */
export interface Approval {
  readonly by: string;
  /** The role or group that made them an approver, where it was not their name. */
  readonly role?: string;
  readonly approved: boolean;
  readonly at: string;
  readonly comment?: string;
}

/** What a deployment will do, decided before anything is touched. Durations in seconds. */
export interface Plan {
  readonly strategy: StrategyName;
  readonly because: string;
  /** Each wait of the machine ends at the latest then. */
  readonly deadlines: Deadlines;
  readonly bake: number;
  /** Of a canary or linear deployment: under watch with each share. */
  readonly stepBake: number;
  /** Share of the traffic that moves at once; 100 where there are no steps. */
  readonly percent: number;
  /** How often a bake without enough data is repeated. */
  readonly extensions: number;
  /** `false`: what would take it back asks a person. */
  readonly automatic: boolean;
  /** What comes when the repetitions did not help. */
  readonly notEnoughData: NotEnoughData;
  /** Stopped tasks of the new version that end the scale-up. */
  readonly crashThreshold: number;
  /** Requests that the new version must have answered before a bake can end well. A plan of the version before does not say. */
  readonly minimumRequests?: number;
  readonly alarms: readonly string[];
  /** Patterns in the logs of the new tasks that take it back; absent: none. */
  readonly patterns?: readonly WatchedLog[];
  /** Are the service's checks run before traffic? Never where tasks are replaced in place. */
  readonly checks: boolean;
  /** Where tasks are replaced in place: what comes when all of them are new. */
  readonly end?: AtTheEnd;
  /** The limits that ECS is given, in percent; what is left out stays the service's own. */
  readonly healthy: { readonly minimum?: number; readonly maximum?: number };
  readonly onTimeout: OnTimeout;
  /** `warm`: the old version still runs, going back is a shift of traffic. `cold`: its tasks start again. */
  readonly wayBack: 'warm' | 'cold' | 'none';
  /** Of a cold way back: how long a rehearsal of the old version took. */
  readonly rehearsed?: RehearsedTime;
  /** Seconds in which traffic is back on the old version, or a person is called. */
  readonly backWithin: number;
  /** What takes longest. */
  readonly slowest: TimePart;
  /** What a person should know before it begins. */
  readonly warnings: readonly string[];
  /** Task definition ARN that the new one is made from. */
  readonly source: string;
  /** What the service asks of its tasks. A plan of the version before has none. */
  readonly tasks?: TaskHost;
  /** The new image, as a task definition names it. */
  readonly image?: string;
  /** The target group of the new version, and the rule that brings it traffic. Absent without a load balancer. */
  readonly traffic?: RevisionTraffic;
  /** Where checks reach the new version while the old one serves too. */
  readonly test?: TestEndpoint;
  /** Approvals that it needs before it begins; 0: none. */
  readonly approvals: number;
  /** Which rule says how many; absent where the service asks for none. */
  readonly approvalsBecause?: string;
  /** Who may approve; empty: anybody but who asked. Absent where it needs none. */
  readonly approvers?: readonly string[];
  /** Tasks for which there must be room beside the old ones. A plan of the version before does not say. */
  readonly extraTasks?: number;
}

export interface Deadlines {
  readonly scaleUp: number;
  readonly shift: number;
  /** For the commands of one gate. A plan of the version before has none. */
  readonly checks?: number;
  readonly bake: number;
  readonly finish: number;
  readonly rollOut: number;
  readonly rollBack: number;
  /** For one command of the way back. A plan of the version before has none. */
  readonly command?: number;
  /** How long a person is waited for: an approval, a pause, a question. */
  readonly person: number;
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
  readonly serving?: ServingRef;
  readonly watch?: Watch;
}

/** What serves, and what in ECS made it serve: while that is still ECS's last success, nothing else needs to be read. */
export interface ServingRef extends VersionRef {
  readonly taskDefinition?: string;
  /** ARN. */
  readonly serviceDeployment?: string;
  /** The target group that it serves from, by `groupIdOf`: the head is written often, and an ARN would cost. Absent: none, or not seen. */
  readonly group?: string;
}

export interface Live {
  readonly id: DeploymentId;
  readonly kind: 'deploy' | 'rollback';
  readonly phase: Phase;
  /** Digest that is being deployed. */
  readonly digest: Digest;
  /** RFC 3339: when the reconciler looks whether it is still driven. */
  readonly dueAt: string;
  readonly taskDefinition?: string;
  /** Service deployment ARN, once it is known. */
  readonly serviceDeployment?: string;
  /** The target group that ECS chose for the new version, where it is not the one that the plan expects. */
  readonly traffic?: RevisionTraffic;
  /** When the newest service deployment before ours was created, as ECS tells it: ours is newer. Only a way back needs it. */
  readonly newerThan?: string;
  /** ECS's own rollback target is our captured point, so that StopServiceDeployment leads there. */
  readonly stopIsSafe?: boolean;
  readonly stopRequested?: StopRequest;
  /** Its success is being written: it is taken back no more, and what comes now is for a deployment of its own. */
  readonly settled?: true;
  /** Its service does not go back by itself: a person is asked. */
  readonly asks?: true;
  /** The alarms that its request named, in place of those of the settings. */
  readonly alarms?: readonly string[];
  /** A person halted it: no gate is passed until it is resumed. */
  readonly paused?: Paused;
  /** Short descriptions of tasks of the new version that died in scale-up, one a task id. */
  readonly deadTasks?: Readonly<Record<string, string>>;
}

/** Where a live deployment is, as far as others than its machine need to know. `traffic`: the new version has got some, or is about to. */
export type Phase = 'planning' | 'scale-up' | 'traffic' | 'roll-out' | 'roll-back';

export interface StopRequest {
  readonly because: string;
  readonly by: string;
  readonly at: string;
  /** A person cancelled it before it had traffic. */
  readonly cancelled?: boolean;
}

/** RFC 3339 `at`; `due` is what a bake had come to when it ended during the pause. */
export interface Paused {
  readonly by: string;
  readonly at: string;
  readonly reason?: string;
  readonly due?: Woke;
}

/** A version that waits for its turn. A newer one takes its place. */
export interface Queued extends VersionRef {
  /** That its deployment gets: whoever starts it, and however often, starts the same one. */
  readonly id: DeploymentId;
  readonly repository: string;
  readonly by: string;
  readonly at: string;
}

/** After a success: an alarm until `until` still rolls back, to `rollbackPoint`. */
export interface Watch {
  readonly deployment: DeploymentId;
  readonly rollbackPoint: string;
  readonly until: string;
  /** As in `Live`. */
  readonly asks?: true;
  readonly alarms?: readonly string[];
}

/** What a machine waits for. The token is the only way to wake it. It stands beside its deployment: whoever lost the lock disturbs nobody. */
export interface Wait {
  readonly service: ServiceKey;
  readonly deployment: DeploymentId;
  readonly awaits: Awaited;
  readonly token: string;
  /** RFC 3339. */
  readonly since: string;
  /** RFC 3339: when the machine itself stops waiting. */
  readonly dueAt: string;
  /** The gate that was answered before: the next one is another. */
  readonly answered?: string;
  /** Seconds under watch at the gate before the machine is woken: with a share of the traffic, and with all of it. */
  readonly bakes?: { readonly share: number; readonly all: number };
  /** Which wait of its machine this is; it names the schedule of its bake. */
  readonly number?: number;
}

/**
 * What ends a wait: a gate of ECS, the end of ECS's deployment (of the new version, or of a way back), the end of a watch after that, the
 * end of commands (at a gate, or of the way back), or a person.
 */
export type Awaited =
  | 'gate'
  | 'bake-over'
  | 'deployment-ended'
  | 'way-back-ended'
  | 'watch-over'
  | 'checks-done'
  | 'command-done'
  | 'person'
  | 'approval';

/**
 * What whoever woke a machine had just read, handed on with the wake. Going on is conditional on `hookId`, so that it cannot
 * be wrong about a gate; everything else is read anew.
 */
export interface Woke {
  readonly stage: Stage;
  readonly because: string;
  readonly hookId?: string;
  /** RFC 3339: since when the gate has been held. */
  readonly since?: string;
  /** Percent of the traffic on the new version, where that is a part of it. */
  readonly share?: number;
  /** Who said that it should go on now. */
  readonly person?: string;
}
