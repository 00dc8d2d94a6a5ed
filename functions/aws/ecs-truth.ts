import type { Service, ServiceDeployment, ServiceDeploymentBrief, ServiceRevision, Task } from '@aws-sdk/client-ecs';
import type { TaskEnd } from '../../core/domain/check-run.ts';
import { type Digest, isDigest } from '../../core/domain/names.ts';
import type {
  RevisionTraffic,
  RevisionTruth,
  ServiceDeploymentStatus,
  ServiceDeploymentTruth,
  ServiceTruth,
} from '../../core/domain/truth.ts';
import type { RecentDeployment } from '../../core/ports.ts';

/** ECS's answers in the core's words. What ECS leaves out stays out; what must be there is asked for by `required`. */

export function readService(service: Service): ServiceTruth {
  return {
    arn: required(service.serviceArn, 'serviceArn'),
    name: required(service.serviceName, 'serviceName'),
    status: service.status ?? 'UNKNOWN',
    controller: service.deploymentController?.type ?? 'ECS',
    taskDefinition: required(service.taskDefinition, 'taskDefinition'),
    deploymentConfiguration: JSON.stringify(service.deploymentConfiguration ?? {}),
    desiredCount: service.desiredCount ?? 0,
    rebalances: service.availabilityZoneRebalancing === 'ENABLED',
    loadBalancers: (service.loadBalancers ?? []).flatMap(
      ({ targetGroupArn, containerName, containerPort, advancedConfiguration: advanced }) => {
        if (targetGroupArn === undefined || containerName === undefined) return [];
        return {
          targetGroup: targetGroupArn,
          container: containerName,
          ...(containerPort !== undefined && { containerPort }),
          ...(advanced?.alternateTargetGroupArn !== undefined && { alternate: advanced.alternateTargetGroupArn }),
          ...(advanced?.productionListenerRule !== undefined && { productionRule: advanced.productionListenerRule }),
          ...(advanced?.testListenerRule !== undefined && { testRule: advanced.testListenerRule }),
        };
      },
    ),
    ...readSurroundings(service),
  };
}

/** What the possible strategies and the checks of `verify` depend on. */
function readSurroundings(service: Service) {
  const primary = service.deployments?.find(({ status }) => status === 'PRIMARY');
  return {
    managed: service.tags?.some(({ key, value }) => key === 'belay:managed' && value === 'true') ?? false,
    schedulingStrategy: service.schedulingStrategy ?? 'REPLICA',
    keptByEcs: service.resourceManagementType === 'ECS',
    serviceConnect: primary?.serviceConnectConfiguration?.enabled ?? false,
    vpcLattice: (primary?.vpcLatticeConfigurations ?? []).length > 0,
    healthCheckGrace: service.healthCheckGracePeriodSeconds ?? 0,
    ...(service.launchType !== undefined && { launchType: service.launchType }),
    capacityProviders: (service.capacityProviderStrategy ?? []).flatMap(
      ({ capacityProvider }) => capacityProvider ?? [],
    ),
    subnets: service.networkConfiguration?.awsvpcConfiguration?.subnets ?? [],
  };
}

export function readDeployment(deployment: ServiceDeployment): ServiceDeploymentTruth {
  const { status, statusReason, lifecycleStage: stage, rollback, targetServiceRevision: target } = deployment;
  const hook = deployment.lifecycleHookDetails?.find(
    (details) => details.targetType === 'PAUSE' && details.status === 'AWAITING_ACTION',
  );
  return {
    arn: required(deployment.serviceDeploymentArn, 'serviceDeploymentArn'),
    status: asStatus(status),
    ...(statusReason !== undefined && { statusReason }),
    ...(stage !== undefined && { stage }),
    ...(hook?.hookId !== undefined && { pause: { hookId: hook.hookId, ...(stage !== undefined && { stage }) } }),
    ...(rollback?.reason !== undefined && { rollbackReason: rollback.reason }),
    ...(rollback?.serviceRevisionArn !== undefined && { rolledBackTo: rollback.serviceRevisionArn }),
    ...(target?.requestedProductionTrafficWeight !== undefined && { share: target.requestedProductionTrafficWeight }),
    triggeredAlarms: deployment.alarms?.triggeredAlarmNames ?? [],
    ...(target?.arn !== undefined && { target: target.arn }),
    sources: (deployment.sourceServiceRevisions ?? []).flatMap(({ arn }) => arn ?? []),
  };
}

export function readRecent(brief: ServiceDeploymentBrief): RecentDeployment {
  return {
    arn: required(brief.serviceDeploymentArn, 'serviceDeploymentArn'),
    status: asStatus(brief.status),
    createdAt: (brief.createdAt ?? new Date(0)).toISOString(),
    ...(brief.finishedAt !== undefined && { endedAt: brief.finishedAt.toISOString() }),
    ...(brief.targetServiceRevisionArn !== undefined && { target: brief.targetServiceRevisionArn }),
  };
}

export function readRevision(revision: ServiceRevision): RevisionTruth {
  // Target groups swap roles with every blue/green deployment: the resolved ones are those that this revision really uses.
  const resolved = revision.resolvedConfiguration?.loadBalancers;
  const groups: readonly ResolvedGroup[] = resolved ?? revision.loadBalancers ?? [];
  const digests = (revision.containerImages ?? []).flatMap(({ containerName, imageDigest }): [string, Digest][] =>
    containerName !== undefined && imageDigest !== undefined && isDigest(imageDigest)
      ? [[containerName, imageDigest]]
      : [],
  );
  return {
    arn: required(revision.serviceRevisionArn, 'serviceRevisionArn'),
    taskDefinition: required(revision.taskDefinition, 'taskDefinition'),
    digests: Object.fromEntries(digests),
    traffic: groups.flatMap(trafficOf),
  };
}

interface ResolvedGroup {
  readonly targetGroupArn?: string | undefined;
  readonly productionListenerRule?: string | undefined;
}

function trafficOf({ targetGroupArn, productionListenerRule }: ResolvedGroup): readonly RevisionTraffic[] {
  if (targetGroupArn === undefined) return [];
  return [
    {
      targetGroup: targetGroupArn,
      ...(productionListenerRule !== undefined && { productionRule: productionListenerRule }),
    },
  ];
}

/** Why tasks of a task definition died, those that ended by themselves first, then newest first, at most ten. */
export function readDeaths(tasks: readonly Task[], taskDefinition: string): readonly string[] {
  return tasks
    .filter((task) => task.taskDefinitionArn === taskDefinition && !isScaledIn(task))
    .sort((a, b) => Number(diedByItself(b)) - Number(diedByItself(a)) || stoppedAt(b) - stoppedAt(a))
    .slice(0, 10)
    .map(readStoppedTask);
}

/** A healthy task that ECS stopped on the way back ends with the exit code of its signal, which explains nothing. */
function isScaledIn({ stopCode, stoppedReason = '' }: Task): boolean {
  return stopCode === 'ServiceSchedulerInitiated' && stoppedReason.startsWith('Scaling activity initiated by');
}

function diedByItself({ stopCode }: Task): boolean {
  return stopCode === 'EssentialContainerExited' || stopCode === 'TaskFailedToStart';
}

function stoppedAt(task: Task): number {
  return Number(task.stoppedAt ?? 0);
}

/** Why a task stopped, with the exit codes of its containers: "Essential container in task exited (web: exit code 1)". */
export function readStoppedTask({
  stoppedReason = 'stopped',
  containers = [],
}: Pick<Task, 'stoppedReason' | 'containers'>): string {
  const codes = containers.flatMap(({ name, exitCode, reason }) => {
    if (exitCode !== undefined) return `${name}: exit code ${exitCode}`;
    return reason === undefined ? [] : `${name}: ${reason}`;
  });
  return codes.length === 0 ? stoppedReason : `${stoppedReason} (${codes.join(', ')})`;
}

/** How a task ended, from its description or from the event of its end, which has the same fields. */
export function readEndedTask(task: Pick<Task, 'stoppedReason' | 'containers'>): TaskEnd {
  const codes = (task.containers ?? []).flatMap(({ name, exitCode }): [string, number][] =>
    name === undefined || exitCode === undefined ? [] : [[name, exitCode]],
  );
  return { codes: Object.fromEntries(codes), because: readStoppedTask(task) };
}

function asStatus(status: string | undefined): ServiceDeploymentStatus {
  return required(status, 'status') as ServiceDeploymentStatus;
}

function required(value: string | undefined, name: string): string {
  if (value !== undefined) return value;
  throw new Error(`ECS answered without ${name}`);
}
