import type { TaskCheck } from '../core/domain/check.ts';
import type { Deployment, Live, Plan, Queued, VersionRef } from '../core/domain/deployment.ts';
import { type Digest, parseDeploymentId, parseDigest, parseServiceKey } from '../core/domain/names.ts';
import type { RollbackPoint } from '../core/domain/rollback-point.ts';
import type { ServiceSettings } from '../core/domain/service.ts';
import type { StackDefaults } from '../core/domain/stack-defaults.ts';
import type { TaskDefinitionTruth } from '../core/domain/task-definition.ts';
import type { Timeouts } from '../core/domain/time-plan.ts';
import type { ServiceDeploymentStatus, ServiceDeploymentTruth, ServiceTruth } from '../core/domain/truth.ts';
import type { Version } from '../core/domain/version.ts';

/** Things to test with: valid, and different only in what a test says. */

export const SERVICE = parseServiceKey('staging/web');
export const OTHER_SERVICE = parseServiceKey('staging/api');

export function aDigest(number: number): Digest {
  return parseDigest(`sha256:${number.toString(16).padStart(64, '0')}`);
}

export function aVersion(change: Partial<Version> = {}): Version {
  return {
    repository: 'web',
    digest: aDigest(1),
    tags: ['1.0.0'],
    pushedAt: '2026-11-20T10:00:00.000Z',
    size: 1234,
    platforms: ['linux/amd64'],
    labels: { components: {} },
    decisions: [],
    ...change,
  };
}

export function aService(change: Partial<ServiceSettings> = {}): ServiceSettings {
  return {
    key: SERVICE,
    cluster: 'example',
    containers: { web: 'web' },
    policy: { kind: 'semver', range: '>=1.0.0', prereleases: false },
    strategy: 'auto',
    alarms: ['web-5xx'],
    checks: [],
    bake: 300,
    minimumRequests: 0,
    watch: 3600,
    updatedAt: '2026-11-20T09:00:00.000Z',
    updatedBy: 'somebody',
    ...change,
  };
}

export function aCommand(change: Partial<TaskCheck> = {}): TaskCheck {
  return {
    type: 'command',
    id: 'schema',
    name: 'the schema fits',
    when: 'before',
    container: 'web',
    command: ['migrate', '--check'],
    expectedExitCodes: [0],
    timeout: 300,
    ...change,
  };
}

/** What ECS says of a service that is wired for blue/green. */
export function aServiceTruth(change: Partial<ServiceTruth> = {}): ServiceTruth {
  return {
    arn: 'service/example/web',
    name: 'web',
    status: 'ACTIVE',
    controller: 'ECS',
    taskDefinition: 'arn:aws:ecs:us-east-1:000000000000:task-definition/web:1',
    deploymentConfiguration: '{}',
    loadBalancers: [
      {
        targetGroup: 'targetgroup/blue',
        container: 'web',
        containerPort: 8080,
        alternate: 'targetgroup/green',
        productionRule: 'listener-rule/production',
        testRule: 'listener-rule/test',
      },
    ],
    managed: true,
    schedulingStrategy: 'REPLICA',
    keptByEcs: false,
    rebalances: false,
    serviceConnect: false,
    vpcLattice: false,
    desiredCount: 2,
    healthCheckGrace: 10,
    launchType: 'FARGATE',
    capacityProviders: [],
    subnets: ['subnet-1', 'subnet-2'],
    ...change,
  };
}

/** What a stack gives where its owner says nothing else. */
export const TIMEOUTS: Timeouts = { update: 300, warm: 120, cold: 600 };

export function aTaskDefinition(change: Partial<TaskDefinitionTruth> = {}): TaskDefinitionTruth {
  return {
    arn: 'arn:aws:ecs:us-east-1:000000000000:task-definition/web:1',
    status: 'ACTIVE',
    taskRole: 'arn:aws:iam::000000000000:role/example/web-task',
    executionRole: 'arn:aws:iam::000000000000:role/example/web-execution',
    networkMode: 'awsvpc',
    cpu: 256,
    containers: [
      {
        name: 'web',
        image: `000000000000.dkr.ecr.us-east-1.amazonaws.com/web@${aDigest(1)}`,
        ports: [8080],
        environment: {},
        secrets: {},
        makesLogGroup: false,
      },
    ],
    unknownFields: [],
    ...change,
  };
}

export function aDeployment(change: Partial<Omit<Deployment, 'id'>> & { id?: string } = {}): Deployment {
  return {
    service: SERVICE,
    kind: 'deploy',
    to: { version: '1.1.0', digest: aDigest(2) },
    repository: 'web',
    strategy: 'auto',
    first: false,
    by: 'somebody',
    reason: 'asked for',
    status: 'planned',
    startedAt: '2026-11-20T10:00:00.000Z',
    ...change,
    id: parseDeploymentId(change.id ?? 'web-1.0.0-1.1.0-20261120T100000Z-aaaa'),
  };
}

export function aPlan(change: Partial<Plan> = {}): Plan {
  return {
    strategy: 'blue-green',
    because: 'as asked',
    deadlines: { scaleUp: 900, shift: 900, bake: 600, finish: 1800, rollOut: 3600, rollBack: 1800, person: 86_400 },
    bake: 300,
    stepBake: 0,
    percent: 100,
    extensions: 1,
    automatic: true,
    notEnoughData: 'give-up',
    crashThreshold: 3,
    alarms: ['web-5xx'],
    checks: true,
    healthy: {},
    onTimeout: 'proceed',
    wayBack: 'warm',
    backWithin: 120,
    slowest: { part: 'bake', seconds: 300, because: '1 under watch' },
    warnings: [],
    source: 'web:1',
    approvals: 0,
    ...change,
  };
}

export function aPoint(change: Partial<RollbackPoint> = {}): RollbackPoint {
  return {
    id: 'rp-20261120T100000Z-aaaa',
    service: SERVICE,
    createdAt: '2026-11-20T10:00:00.000Z',
    deployment: aDeployment().id,
    digest: aDigest(1),
    version: '1.0.0',
    taskDefinition: 'arn:aws:ecs:us-east-1:000000000000:task-definition/web:1',
    deploymentConfiguration: '{"strategy":"BLUE_GREEN"}',
    createdBy: 'somebody',
    ...change,
  };
}

export const STATUSES: readonly ServiceDeploymentStatus[] = [
  'PENDING',
  'IN_PROGRESS',
  'STOP_REQUESTED',
  'STOPPED',
  'SUCCESSFUL',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
  'ROLLBACK_SUCCESSFUL',
  'ROLLBACK_FAILED',
];

/** What ECS says of a service deployment. */
export function truth(
  status: ServiceDeploymentStatus,
  change: Partial<ServiceDeploymentTruth> = {},
): ServiceDeploymentTruth {
  return { arn: 'arn', status, triggeredAlarms: [], sources: [], ...change };
}

/** One that waits for an answer at a stage. */
export function truthAt(stage: string, hookId = 'hook'): ServiceDeploymentTruth {
  return truth('IN_PROGRESS', { stage, pause: { hookId, stage } });
}

export function aLive({ id, kind, to }: Deployment, change: Partial<Live> = {}): Live {
  return { id, kind, phase: 'planning', digest: to.digest, dueAt: '2026-11-20T10:30:00.000Z', ...change };
}

/** A version that a push brought, waiting for its turn. */
export function aQueued(to: VersionRef, change: Partial<Queued> = {}): Queued {
  const id = parseDeploymentId(`web-1.0.0-${to.version}-20261120T100100Z-qqqq`);
  return { ...to, id, repository: 'web', by: 'push', at: '2026-11-20T10:01:00.000Z', ...change };
}

/** A service that is wired for blue/green, served from its first group. */
export function aWiredService(change: Partial<ServiceTruth> = {}): ServiceTruth {
  return aServiceTruth({
    taskDefinition: 'web:1',
    loadBalancers: [{ targetGroup: 'blue', container: 'web', alternate: 'green', productionRule: 'rule' }],
    ...change,
  });
}

/** What a stack says for services where its owner set no variable. */
export const USUAL_DEFAULTS: StackDefaults = {
  checkTimeout: 30,
  rollback: { automatic: true, threshold: 5 },
  strategy: 'auto',
  strategies: {},
  keep: 10,
  approveProduction: true,
};
