import { executionOf } from '../core/domain/console-link.ts';
import type { Machines, Ports } from '../core/ports.ts';
import { documentClient } from './aws/document-client.ts';
import { documentsOf } from './aws/documents.ts';
import { dynamoAnswers } from './aws/dynamo-answers.ts';
import { dynamoCheckRuns } from './aws/dynamo-check-runs.ts';
import { dynamoDeployments } from './aws/dynamo-deployments.ts';
import { dynamoNotices } from './aws/dynamo-notices.ts';
import { dynamoPlans } from './aws/dynamo-plans.ts';
import { dynamoRollbackPoints } from './aws/dynamo-rollback-points.ts';
import { dynamoRules } from './aws/dynamo-rules.ts';
import { dynamoServices } from './aws/dynamo-services.ts';
import { dynamoVersions } from './aws/dynamo-versions.ts';
import { dynamoWaits } from './aws/dynamo-waits.ts';
import { httpProbe } from './aws/http-probe.ts';
import { readReach } from './aws/read-reach.ts';
import type { SignedPost } from './aws/signed-post.ts';
import { systemClock, systemDice } from './aws/system.ts';
import { configuredEndpoint, variable } from './environment.ts';
import { later } from './later.ts';
import { stackFromEnvironment } from './stack-from-environment.ts';

/** The composition root: every port on AWS. A function is given only the variables that it reads, so each port is made when it is first used. */
export function productionPorts(): Ports {
  const clock = systemClock;
  const documents = once(() => documentsOf(documentClient()));
  return lazily<Ports>({
    clock: () => clock,
    dice: () => systemDice,
    probe: () => httpProbe,
    versions: () => dynamoVersions(documents(), variable('VERSION_HISTORY_TABLE')),
    services: () => dynamoServices(documents(), variable('FLEET_TABLE')),
    rules: () => dynamoRules(documents(), variable('FLEET_TABLE')),
    deployments: () => dynamoDeployments(documents(), variable('DEPLOYMENTS_TABLE')),
    waits: () => dynamoWaits(documents(), variable('DEPLOYMENTS_TABLE')),
    checkRuns: () => dynamoCheckRuns(documents(), variable('DEPLOYMENTS_TABLE')),
    rollbackPoints: () => dynamoRollbackPoints(documents(), variable('ROLLBACK_POINTS_TABLE')),
    plans: () => dynamoPlans(documents(), variable('FLEET_TABLE')),
    notices: () => dynamoNotices(documents(), variable('DEPLOYMENTS_TABLE')),
    rehearsals: () =>
      later(async () => {
        const { ecsRehearsals, ECSClient } = await import('./aws/ecs-rehearsals.ts');
        return ecsRehearsals(new ECSClient({}));
      }, {}),
    answers: () => dynamoAnswers(documents(), variable('FLEET_TABLE'), clock),
    registry: () =>
      later(async () => {
        const { ecrRegistry, ECRClient } = await import('./aws/ecr-registry.ts');
        return ecrRegistry(new ECRClient({}));
      }, {}),
    ecs: () =>
      later(async () => {
        const { awsEcs, ECSClient } = await import('./aws/ecs.ts');
        return awsEcs(new ECSClient({}));
      }, {}),
    secrets: () =>
      later(async () => {
        const { awsSecrets, SecretsManagerClient } = await import('./aws/aws-secrets.ts');
        return awsSecrets(new SecretsManagerClient({}));
      }, {}),
    roles: () =>
      later(async () => {
        const { iamRoles, IAMClient } = await import('./aws/iam-roles.ts');
        return iamRoles(new IAMClient({}));
      }, {}),
    // No clients for Systems Manager, EC2 and CloudWatch Logs are bundled.
    parameters: () =>
      later(async () => {
        const [{ ssmParameters }, { jsonCaller }] = await Promise.all([
          import('./aws/ssm-parameters.ts'),
          import('./aws/json-caller.ts'),
        ]);
        return ssmParameters(jsonCaller(await postTo('ssm'), 'AmazonSSM'));
      }, {}),
    room: () =>
      later(async () => {
        const { awsRoom, CloudWatchClient } = await import('./aws/aws-room.ts');
        return awsRoom(new CloudWatchClient({}), await postTo('ec2'), clock);
      }, {}),
    stack: () => stackFromEnvironment,
    logs: () =>
      later(async () => {
        const [{ cloudWatchLogs }, { jsonCaller }] = await Promise.all([
          import('./aws/cloudwatch-logs.ts'),
          import('./aws/json-caller.ts'),
        ]);
        return cloudWatchLogs(jsonCaller(await postTo('logs'), 'Logs_20140328'));
      }, {}),
    reach: () => readReach(variable('CLUSTERS'), variable('TASK_ROLES'), variable('LOG_GROUPS')),
    traffic: () =>
      later(async () => {
        const { elbTraffic, ElasticLoadBalancingV2Client } = await import('./aws/elb-traffic.ts');
        return elbTraffic(new ElasticLoadBalancingV2Client({}));
      }, {}),
    alarms: () =>
      later(async () => {
        const { cloudWatchAlarms, CloudWatchClient } = await import('./aws/cloudwatch-alarms.ts');
        return cloudWatchAlarms(new CloudWatchClient({}), clock);
      }, {}),
    machines: () =>
      later<Machines, 'executionOf'>(
        async () => {
          const { sfnMachines, SFNClient } = await import('./aws/sfn-machines.ts');
          return sfnMachines(new SFNClient({}), variable('DEPLOY_MACHINE_ARN'));
        },
        { executionOf: (deployment) => executionOf(variable('DEPLOY_MACHINE_ARN'), deployment) },
      ),
    schedules: () =>
      later(async () => {
        const { eventBridgeSchedules, SchedulerClient } = await import('./aws/eventbridge-schedules.ts');
        return eventBridgeSchedules(new SchedulerClient({}), {
          group: variable('SCHEDULE_GROUP'),
          role: variable('SCHEDULE_ROLE_ARN'),
          onDue: variable('ON_DUE_ARN'),
          onRehearsal: variable('ON_REHEARSAL_ARN'),
        });
      }, {}),
  });
}

/** To a service without a client: Region, credentials and signer are borrowed from a client that is there. */
async function postTo(service: string): Promise<SignedPost> {
  const [{ signedPost }, { ECSClient }] = await Promise.all([import('./aws/signed-post.ts'), import('./aws/ecs.ts')]);
  return signedPost(new ECSClient({}).config, service, configuredEndpoint());
}

type Makers<Whole> = { readonly [Key in keyof Whole]: () => Whole[Key] };

/** An object whose parts are made at their first use, and then kept. */
function lazily<Whole extends object>(makers: Makers<Whole>): Whole {
  const whole = {};
  for (const key of Object.keys(makers) as (keyof Whole)[])
    Object.defineProperty(whole, key, { get: once(makers[key]), enumerable: true });
  return whole as Whole;
}

function once<Thing>(make: () => Thing): () => Thing {
  let made: { readonly thing: Thing } | undefined;
  return () => {
    made ??= { thing: make() };
    return made.thing;
  };
}
