/** What the local Amazon ECS remembers. Plain JSON: times are milliseconds since 1970, records are changed in place. */
import type {
  CapacityProviderStrategyItem,
  Cluster,
  ContainerImage,
  CreateServiceRequest,
  DeploymentConfiguration,
  DeploymentLifecycleHookAction,
  DeploymentLifecycleHookStatus,
  DeploymentRolloutState,
  LaunchType,
  ServiceDeploymentRollbackMonitorsStatus,
  ServiceDeploymentStatus,
  ServiceRevisionSummary,
  Tag,
  TaskDefinition,
  TaskOverride,
  TaskStopCode,
} from '@aws-sdk/client-ecs';
import type { AwsEvent } from '../kernel/aws-event.ts';
import type { HookStage, Manner, Step } from './engine/steps.ts';

export interface DefinitionsDocument {
  readonly clusters: Record<string, Cluster>;
  readonly taskDefinitions: Record<string, TaskDefinitionRecord>;
  /** Last revision of each family. Numbers are never given twice. */
  readonly families: Record<string, number>;
  /** Properties with which a template's resource was last made, by `stack/logicalId`. */
  readonly template: Record<string, string>;
}

export interface TaskDefinitionRecord {
  readonly definition: Omit<TaskDefinition, 'registeredAt' | 'deregisteredAt'> & { taskDefinitionArn: string };
  readonly registeredAt: number;
  deregisteredAt?: number;
  tags: Tag[];
}

export interface ServicesDocument {
  readonly services: Record<string, ServiceRecord>;
  readonly revisions: Record<string, RevisionRecord>;
  readonly deployments: Record<string, DeploymentRecord>;
  readonly tasks: Record<string, TaskRecord>;
  /** Events of the last change: sent once it is saved, and again after a crash between the two. */
  outbox: { readonly number: number; readonly events: AwsEvent[] };
}

export type ServiceSettings = Omit<
  CreateServiceRequest,
  'cluster' | 'serviceName' | 'clientToken' | 'taskDefinition' | 'desiredCount' | 'tags' | 'deploymentConfiguration'
> & { deploymentConfiguration: DeploymentConfiguration };

/** Settings that a service revision fixes; the others of a service change without a deployment. */
export type RevisionSettings = Pick<
  ServiceSettings,
  'launchType' | 'capacityProviderStrategy' | 'platformVersion' | 'loadBalancers' | 'networkConfiguration'
>;

export interface ServiceRecord {
  readonly arn: string;
  readonly name: string;
  readonly clusterArn: string;
  readonly createdAt: number;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  desiredCount: number;
  taskDefinition: string;
  settings: ServiceSettings;
  tags: Tag[];
  /** ARN of the service deployment that is under way. */
  deployment?: string;
  /** ARN of the revision that fills the desired count while no deployment is under way. */
  leading?: string;
  /** Revisions of failed deployments whose tasks run on, while none are started. */
  frozen: string[];
  /** Where every rollback goes. */
  lastSuccessful?: string;
  /** Weights that deployments have set, by rule and target group. */
  weights: Record<string, Record<string, number>>;
  steady: boolean;
  events: { id: string; createdAt: number; message: string }[];
}

/** A load balancer as one revision uses it. */
export interface ServingGroup {
  readonly containerName: string;
  readonly containerPort: number;
  readonly group: string;
  /** The target group with which it changes roles. */
  readonly other?: string;
  readonly productionRule?: string;
  readonly testRule?: string;
}

export interface RevisionRecord {
  readonly arn: string;
  readonly serviceArn: string;
  /** `ecs-svc/…` of events and of `services[].deployments[]`. */
  readonly deploymentId: string;
  readonly createdAt: number;
  readonly taskDefinition: string;
  readonly settings: RevisionSettings;
  updatedAt: number;
  groups: ServingGroup[];
  containerImages: ContainerImage[];
  rollout: { state: DeploymentRolloutState; reason: string };
  failedTasks: number;
  /** Failures in a row. Tasks that were started together are one round, and fail once. */
  backoff: { round: number; failures: number; notBefore: number };
}

export interface HookRecord {
  readonly hookId: string;
  readonly targetType: 'PAUSE' | 'AWS_LAMBDA';
  readonly targetArn?: string;
  readonly stage: HookStage;
  /** The step that it belongs to, of the way forward or of the way back. */
  readonly step: number;
  readonly way: 'forward' | 'back';
  readonly expiresAt: number;
  readonly timeoutAction: DeploymentLifecycleHookAction;
  status: DeploymentLifecycleHookStatus;
  /** What an AWS_LAMBDA hook's function gets, and what it gave back with IN_PROGRESS. */
  hookDetails?: Record<string, unknown>;
  invokeAt?: number;
}

export interface DeploymentRecord {
  readonly arn: string;
  readonly serviceArn: string;
  readonly clusterArn: string;
  readonly createdAt: number;
  readonly source: readonly string[];
  readonly target: string;
  /** The source that serves until the shift. */
  readonly kept?: string;
  readonly configuration: DeploymentConfiguration;
  manner: Manner;
  startedAt?: number;
  finishedAt?: number;
  stoppedAt?: number;
  updatedAt: number;
  status: ServiceDeploymentStatus;
  statusReason?: string;
  steps: readonly Step[];
  at: number;
  phase: 'act' | 'hooks';
  enteredAt: number;
  /** End of the wait of the present step: a bake, or the time that a load balancer takes. */
  until?: number;
  hooks: HookRecord[];
  /** RECONCILE_SERVICE has moved all traffic to the revision that is kept. */
  reconciled: boolean;
  /** Share, 0…100, of the target revision. */
  productionWeight: number;
  testWeight: number;
  breaker: { status: ServiceDeploymentRollbackMonitorsStatus; failureCount: number };
  alarms: { status: ServiceDeploymentRollbackMonitorsStatus; names: string[]; triggered: string[] };
  rollback?: { reason: string; startedAt: number; revision?: string };
  /** Task counts and weights when it ended: a deployment that is over does not change any more. */
  final?: { source: ServiceRevisionSummary[]; target: ServiceRevisionSummary; threshold: number };
}

export interface ContainerRecord {
  readonly name: string;
  readonly image: string;
  readonly arn: string;
  readonly essential: boolean;
  lastStatus: 'PENDING' | 'RUNNING' | 'STOPPED';
  imageDigest?: string;
  runtimeId?: string;
  exitCode?: number;
  reason?: string;
  ports: { containerPort: number; hostPort: number }[];
}

export type TaskStatus =
  | 'PROVISIONING'
  | 'PENDING'
  | 'RUNNING'
  | 'DEACTIVATING'
  | 'STOPPING'
  | 'DEPROVISIONING'
  | 'STOPPED';

export interface TaskRecord {
  readonly arn: string;
  readonly clusterArn: string;
  /** None for a task of RunTask. */
  readonly serviceArn?: string;
  readonly revision?: string;
  readonly taskDefinition: string;
  readonly group: string;
  readonly startedBy?: string;
  /** Of a task of RunTask: the `clientToken` that it was asked for with, and the request as JSON text. */
  readonly asked?: { readonly token: string; readonly request: string };
  readonly launchType?: LaunchType;
  readonly capacityProviderStrategy?: CapacityProviderStrategyItem[];
  readonly overrides?: TaskOverride;
  readonly createdAt: number;
  /** Which round of its revision's starts it belongs to. */
  readonly round: number;
  tags: Tag[];
  lastStatus: TaskStatus;
  desiredStatus: 'RUNNING' | 'STOPPED';
  version: number;
  updatedAt: number;
  containers: ContainerRecord[];
  targets: { group: string; port: number }[];
  /** When its processes were started last: again after a restart of the local AWS. */
  launchedAt?: number;
  wasHealthy: boolean;
  pullStartedAt?: number;
  pullStoppedAt?: number;
  startedAt?: number;
  stoppingAt?: number;
  stoppedAt?: number;
  stopCode?: TaskStopCode;
  stoppedReason?: string;
  protectedUntil?: number;
}
