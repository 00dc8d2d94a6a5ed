/** Everything that the core needs from outside. Each has a fake and an AWS adapter that pass the same contract suite. */
import type {
  Approval,
  Deployment,
  Head,
  Live,
  Queued,
  ServingRef,
  StopRequest,
  Wait,
  Watch,
  Woke,
} from './domain/deployment.ts';
import type { LogLine } from './domain/log-line.ts';
import type { MadeAlarm } from './domain/made-alarm.ts';
import type { DeploymentId, Digest, ServiceKey } from './domain/names.ts';
import type { Guarded } from './domain/on-alarm.ts';
import type { PlannedDeployment } from './domain/planned-deployment.ts';
import type { Reach } from './domain/reach.ts';
import type { ServiceSettings, ServiceState } from './domain/service.ts';
import type { TaskDefinitionTruth } from './domain/task-definition.ts';
import type {
  AlarmReading,
  LoadBalancerWiring,
  RevisionTruth,
  ServiceDeploymentStatus,
  ServiceDeploymentTruth,
  ServiceTruth,
  TargetGroupTruth,
  TestEndpoint,
} from './domain/truth.ts';
import type { Decision, Version, VersionLine } from './domain/version.ts';
import type { BesideTasks, CheckRuns } from './ports/check-tasks.ts';
import type { Order, Rules } from './ports/order.ts';
import type { FoundInEcs, Logs, OutsideDeployments } from './ports/outside.ts';
import type { Notices, Rehearsals, RollbackPoints } from './ports/points.ts';
import type { Registry } from './ports/registry.ts';
import type { Schedules } from './ports/schedules.ts';
import type { Clock, Dice, Parameters, Probe, Roles, Room, Secrets, Stack } from './ports/surroundings.ts';

export type { Logs, WrittenLine } from './ports/outside.ts';
export type { Notices, Rehearsals, RollbackPoints } from './ports/points.ts';
export type { Registry, RegistryImage } from './ports/registry.ts';
export type { Clock, Dice, Parameters, Probe, Roles, Room, Secrets, Stack } from './ports/surroundings.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Hand it back to get the next page; absent on the last. */
  readonly next?: string;
}

/** The history of a repository. It never forgets, and a digest is recorded once. */
export interface Versions {
  /** Records a version, in one conditional write. `recorded: false` when the digest was there, with what is stored. */
  record(version: Version): Promise<{ readonly recorded: boolean; readonly stored: Version }>;
  /** Adds a tag to a version, and takes decisions of the same service and tag in place of older ones. */
  amend(repository: string, digest: Digest, change: { tag?: string; decisions: readonly Decision[] }): Promise<void>;
  get(repository: string, digest: Digest): Promise<Version | undefined>;
  /** Newest first, whole. */
  newest(repository: string, limit: number, cursor?: string): Promise<Page<Version>>;
  /** The same as lines, which cost a fraction: one read unit for twenty. A page of one goes on with the cursor of the other. */
  list(repository: string, limit: number, cursor?: string): Promise<Page<VersionLine>>;
}

/** The services that Belay was told about. */
export interface Services extends Order {
  put(settings: ServiceSettings): Promise<void>;
  get(key: ServiceKey): Promise<ServiceState | undefined>;
  list(cursor?: string): Promise<Page<ServiceSettings>>;
  /** Keys of the services that something concerns: a repository, an ECS service, the id of a deployment that waits. */
  concernedBy(kind: 'repository' | 'ecs-service' | 'waiting', name: string): Promise<readonly ServiceKey[]>;
  /** The services that an alarm may take back: each once, by its settings where they name the alarm. */
  guardedBy(alarm: string): Promise<readonly Guarded[]>;
  /** Lets `guardedBy` find a service by alarms that a request named, until a time (RFC 3339). At most 30; safe to repeat. */
  nameAlarms(key: ServiceKey, alarms: readonly string[], until: string): Promise<void>;
  /** Forgets a service: its hold and denied digests first, its settings last, so that it can be repeated until it is done. */
  remove(key: ServiceKey): Promise<void>;
}

/** What tells one try to start a version in ECS from another: which task definition it starts, and after which deployment. */
export interface TryOf {
  readonly taskDefinition: string;
  readonly newerThan: string | undefined;
}

/** New values of the live part; `undefined` takes a field away. */
export type LiveChange = { readonly [Field in keyof Omit<Live, 'id' | 'kind'>]?: Live[Field] | undefined };

/** A deployment that should have gone on. */
export interface Overdue {
  readonly service: ServiceKey;
  readonly deployment: DeploymentId;
}

/** Deployments, the lock of each service, and what each machine waits for. */
export interface Deployments extends OutsideDeployments {
  head(service: ServiceKey): Promise<Head>;
  /** The heads of some services, in their order: a call for a hundred. */
  heads(services: readonly ServiceKey[]): Promise<readonly Head[]>;
  get(id: DeploymentId): Promise<Deployment | undefined>;
  /** Newest first. */
  newest(service: ServiceKey, limit: number, cursor?: string): Promise<Page<Deployment>>;
  /** Writes the deployment, takes the lock (and what was queued out of the queue) and writes the first log line. `false`: somebody holds the lock, and nothing is left written. */
  begin(deployment: Deployment, live: Live, line: Omit<LogLine, 'seq'>): Promise<boolean>;
  /** Leaves a version to be deployed when the lock is free. `false`: it is free now. A newer one takes the place of an older. */
  queue(service: ServiceKey, queued: Queued): Promise<boolean>;
  /** Takes out of the queue what begins no more, on condition that it stands there and that the lock is free. */
  unqueue(service: ServiceKey, id: DeploymentId): Promise<void>;
  /**
   * Changes the live part, on condition that `id` holds the lock, and gives it as it is then. `of`: and that it is still about this task
   * definition and this try. From the way back no phase leads forward again. Throws `FenceLost`.
   */
  advance(service: ServiceKey, id: DeploymentId, change: LiveChange, of?: TryOf): Promise<Live>;
  /** Adds facts to a deployment, beside its record. */
  amend(id: DeploymentId, change: Partial<Pick<Deployment, 'plan' | 'from' | 'found' | 'wayBack'>>): Promise<void>;
  /** Adds one person's word, in place of what the same person said before, and gives all. */
  addApproval(id: DeploymentId, approval: Approval): Promise<readonly Approval[]>;
  /** Asks whoever drives `id` to go back. The first request wins; it is `cancelled` only before any traffic. `false`: `id` does not hold the lock, or its success is being written. */
  requestStop(service: ServiceKey, id: DeploymentId, request: StopRequest): Promise<boolean>;
  /** Notes a task of the new version that died, once per task, and says how many did. `undefined`: `id` does not hold the lock. */
  noteDeadTask(service: ServiceKey, id: DeploymentId, task: string, why: string): Promise<number | undefined>;
  /**
   * Writes the end with its log line and then frees the lock; `after` is what the head says from then on. What is queued stays until
   * `begin` takes it. Repeating it frees a lock that a crash left, and changes nothing else. Throws `WrongVersionServes` where a
   * deployment is to succeed that somebody asked to take back meanwhile.
   */
  end(
    deployment: Deployment,
    line: Omit<LogLine, 'seq'>,
    after: { serving?: ServingRef; watch?: Watch },
  ): Promise<void>;
  /** Live deployments whose `dueAt` has passed, oldest first. */
  overdue(now: string, limit: number): Promise<readonly Overdue[]>;
  /** Services at which something is queued though nobody has held the lock for some time (`queueDueAt`), the longest first. */
  overdueQueues(now: string, limit: number): Promise<readonly ServiceKey[]>;
  /** Appends to the log; the sequence number is the store's business and is given back. */
  log(line: Omit<LogLine, 'seq'>): Promise<number>;
  lines(id: DeploymentId): Promise<readonly LogLine[]>;
}

/** What the machines wait for: one wait a deployment, beside it. */
export interface Waits {
  /** Stores a token in place of an older one of the same deployment. */
  store(wait: Wait): Promise<void>;
  get(deployment: DeploymentId): Promise<Wait | undefined>;
}

/** Plans that somebody made, until they can no longer be run. */
export interface Plans {
  put(planned: PlannedDeployment): Promise<void>;
  get(id: string): Promise<PlannedDeployment | undefined>;
}

/** The answers to POSTs, by `Idempotency-Key`. */
export interface Answers {
  /** Claims a key for a request. Gives back the answer if the same request was answered before; refuses another request. */
  claim(key: string, fingerprint: string): Promise<{ readonly answered?: string }>;
  keep(key: string, answer: string): Promise<void>;
}

/** Amazon ECS, as far as deployments go. */
export interface Ecs extends BesideTasks, FoundInEcs {
  service(cluster: string, name: string): Promise<ServiceTruth | undefined>;
  deployment(arn: string): Promise<ServiceDeploymentTruth | undefined>;
  /** The newest service deployments of a service, newest first, without details. None where there is no such service. */
  recent(
    cluster: string,
    name: string,
    status?: readonly ServiceDeploymentStatus[],
  ): Promise<readonly RecentDeployment[]>;
  revisions(arns: readonly string[]): Promise<readonly RevisionTruth[]>;
  /**
   * Clones `from` with other images; gives the new ARN. Refuses a revision that is not as `must` says (`NoWayBack`), a container that it
   * does not have, and fields that the copy would lose. `judge` sees it before; what it throws is thrown, and nothing is registered.
   */
  registerTaskDefinition(
    from: string,
    must: 'be-active' | 'exist',
    images: Readonly<Record<string, string>>,
    tags: Readonly<Record<string, string>>,
    judge?: (original: TaskDefinitionTruth) => void,
  ): Promise<string>;
  /** `false` for one that was deleted, too. */
  taskDefinitionIsActive(arn: string): Promise<boolean>;
  /** Starts a deployment, sending the whole deploymentConfiguration (JSON text). `anew`: also of the task definition that the service has already, which starts nothing otherwise. Throws `NotRunning` where the service was deleted. */
  update(
    cluster: string,
    name: string,
    change: { taskDefinition?: string; deploymentConfiguration: string; anew?: true },
  ): Promise<void>;
  /** Answers a PAUSE. `already`: it no longer waits. */
  continue(deployment: string, hookId: string): Promise<'continued' | 'already'>;
  /** Rolls back. `ended`: the deployment was over before. */
  stop(deployment: string): Promise<'stopping' | 'ended'>;
  /** Takes the scale-in protection from the running tasks of every task definition but this one; gives how many had it. */
  endProtection(cluster: string, name: string, exceptTaskDefinition: string): Promise<number>;
  /** Why tasks of a task definition died, those that ended by themselves before those that ECS found ill, newest first, at most ten. */
  stoppedTasks(cluster: string, name: string, taskDefinition: string): Promise<readonly string[]>;
}

/** RFC 3339 `createdAt`; `target` is a service revision ARN. */
export interface RecentDeployment {
  readonly arn: string;
  readonly status: ServiceDeploymentStatus;
  readonly createdAt: string;
  /** RFC 3339: when ECS was done with it. */
  readonly endedAt?: string;
  readonly target?: string;
}

/** The load balancer, read only: Belay never moves traffic by itself. */
export interface Traffic {
  /** Share of production traffic per target group ARN, 0 to 100. */
  weights(productionRule: string): Promise<Readonly<Record<string, number>>>;
  /** Healthy and registered targets of a group. */
  health(targetGroup: string): Promise<{ readonly healthy: number; readonly registered: number }>;
  /** A target group with its load balancer. `undefined`: it is not there. */
  targetGroup(arn: string): Promise<TargetGroupTruth | undefined>;
  /** Is this listener rule (of a Network Load Balancer: this listener) there? */
  ruleIsThere(arn: string): Promise<boolean>;
  /** Where the test rule answers, and the headers that select it. `undefined`: no test rule, or an internal load balancer. */
  testEndpoint(wiring: LoadBalancerWiring): Promise<TestEndpoint | undefined>;
  /** The same for the production rule. */
  productionEndpoint(wiring: LoadBalancerWiring): Promise<TestEndpoint | undefined>;
  /** The ARN of the application load balancer in front of each target group; groups that hang on none, or on another kind, are left out. */
  balancers(
    targetGroups: readonly string[],
  ): Promise<readonly { readonly targetGroup: string; readonly balancer: string }[]>;
}

export interface Alarms {
  read(names: readonly string[]): Promise<readonly AlarmReading[]>;
  /** Requests that came to a target group since a time (RFC 3339). `through`: ARN of its application load balancer, or of a rule of that. */
  requests(to: { readonly targetGroup: string; readonly through: string }, since: string): Promise<number>;
  /** Makes an alarm, or makes it anew. */
  make(alarm: MadeAlarm): Promise<void>;
  /** Takes an alarm away that we made. One that is gone stays gone. */
  remove(name: string): Promise<void>;
}

/** Step Functions. */
export interface Machines {
  /** Starts `deploy`. One that was started before is left alone. */
  start(deployment: DeploymentId, service: ServiceKey): Promise<void>;
  /** ARN of the execution of a deployment. */
  executionOf(deployment: DeploymentId): string;
  /** Redeems a token; `woke` is what the machine is told. `closed`: nobody waits on it any more, which means that it was redeemed before. */
  redeem(token: string, woke: Woke): Promise<'redeemed' | 'closed'>;
  /** Ends a wait with an error, which its machine catches by name. */
  fail(token: string, error: string, because: string): Promise<'redeemed' | 'closed'>;
  /** Has the execution of this deployment ended? `undefined`: there is none. */
  ended(deployment: DeploymentId): Promise<boolean | undefined>;
}

/** All ports together; a step or an operation picks those that it uses. */
export interface Ports {
  readonly versions: Versions;
  readonly services: Services;
  readonly rules: Rules;
  readonly deployments: Deployments;
  readonly waits: Waits;
  readonly checkRuns: CheckRuns;
  readonly rollbackPoints: RollbackPoints;
  readonly plans: Plans;
  readonly notices: Notices;
  readonly rehearsals: Rehearsals;
  readonly answers: Answers;
  readonly registry: Registry;
  readonly ecs: Ecs;
  readonly traffic: Traffic;
  readonly alarms: Alarms;
  readonly secrets: Secrets;
  readonly parameters: Parameters;
  readonly roles: Roles;
  readonly room: Room;
  readonly stack: Stack;
  readonly logs: Logs;
  readonly machines: Machines;
  readonly schedules: Schedules;
  readonly probe: Probe;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly reach: Reach;
}
