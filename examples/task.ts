import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage, FargateTaskDefinition, LogDrivers } from 'aws-cdk-lib/aws-ecs';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { CONTAINER_PORT } from './network.ts';

// Belay may pass the roles under this path to tasks, and no others: see `taskRolePath` in the README.
const ROLE_PATH = '/example/';

/**
 * The first task definition of a service, with one container of the service's name. Its image is the tag `placeholder`;
 * from the first deployment on, Belay registers revisions that carry a digest.
 */
export function makeTask(scope: Construct, name: string): FargateTaskDefinition {
  const task = new FargateTaskDefinition(scope, 'Task', {
    family: name,
    cpu: 256,
    memoryLimitMiB: 512,
    taskRole: makeRole(scope, 'TaskRole'),
    executionRole: makeRole(scope, 'ExecutionRole'),
  });
  task.addContainer(name, {
    image: ContainerImage.fromEcrRepository(Repository.fromRepositoryName(scope, 'Repository', name), 'placeholder'),
    portMappings: [{ containerPort: CONTAINER_PORT }],
    stopTimeout: Duration.seconds(5),
    logging: LogDrivers.awsLogs({ streamPrefix: name, logGroup: makeLogs(scope, name) }),
  });
  return task;
}

function makeRole(scope: Construct, id: string): Role {
  const role = new Role(scope, id, { path: ROLE_PATH, assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'ecr:GetAuthorizationToken takes no resource.',
  });
  return role;
}

/** Under a name that Belay may read: see `logGroups` in the README. */
function makeLogs(scope: Construct, name: string): LogGroup {
  const logGroupName = `/ecs/${name}`;
  return new LogGroup(scope, 'Logs', {
    logGroupName,
    retention: RetentionDays.ONE_WEEK,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
