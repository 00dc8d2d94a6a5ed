import { begin } from '../../../core/operations/begin.ts';
import { aDeployment, aTaskDefinition } from '../../builders.ts';
import type { FakeSurroundings } from '../../fakes/fake-surroundings.ts';
import type { World } from '../../fakes/fake-world.ts';

export const ROLE = 'arn:aws:iam::000000000000:role/other/web';
const SECRET = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:db-AbCdEf';
const PARAMETER = 'arn:aws:ssm:us-east-1:000000000000:parameter';
const [web] = aTaskDefinition().containers;

/** The container of the fake service, but for `change`. */
export const containers = (change: object) => (web === undefined ? [] : [{ ...web, ...change }]);

/** Something that would make a deployment fail, what is refused then, and what the next move of the first refusal looks like. */
export interface Case {
  readonly name: string;
  readonly around?: Partial<Pick<FakeSurroundings, 'service' | 'taskDefinition' | 'targetGroup'>>;
  readonly found?: object;
  readonly weights?: Readonly<Record<string, number>>;
  readonly change?: (world: World) => unknown;
  readonly refused: readonly string[];
  readonly next: RegExp;
}

export const CASES: readonly Case[] = [
  {
    name: 'a service that drains',
    around: { service: { status: 'DRAINING' } },
    refused: ['service NotRunning'],
    next: /^aws ecs describe-services --cluster example --services web$/,
  },
  {
    name: 'a service of CodeDeploy',
    around: { service: { controller: 'CODE_DEPLOY' } },
    refused: ['controller Unsupported'],
    next: /CodeDeploy/,
  },
  {
    name: 'a service with task sets from outside',
    around: { service: { controller: 'EXTERNAL' } },
    refused: ['controller Unsupported'],
    next: /--deployment-controller type=ECS/,
  },
  {
    name: 'a daemon',
    around: { service: { schedulingStrategy: 'DAEMON' } },
    refused: ['scheduling Unsupported'],
    next: /^aws ecs update-service --cluster example --service web/,
  },
  {
    name: 'a service of Express Mode',
    around: { service: { keptByEcs: true } },
    refused: ['express Unsupported'],
    next: /^aws ecs update-express-gateway-service/,
  },
  {
    name: 'a service without tasks',
    around: { service: { desiredCount: 0 } },
    refused: ['tasks-wanted NotRunning'],
    next: /^aws ecs update-service --cluster example --service web --desired-count 1$/,
  },
  {
    name: 'a service without the tag',
    around: { service: { managed: false } },
    refused: ['managed-tag NotAllowed'],
    next: /^aws ecs tag-resource --resource-arn arn:\S+ --tags key=belay:managed,value=true$/,
  },
  {
    name: 'an image for another machine',
    around: { taskDefinition: { cpuArchitecture: 'ARM64' } },
    refused: ['platform Unsupported'],
    next: /--platform linux\/arm64/,
  },
  {
    name: 'an image for another system',
    around: { taskDefinition: { operatingSystem: 'WINDOWS_SERVER_2022_CORE' } },
    refused: ['platform Unsupported'],
    next: /--platform windows\/amd64/,
  },
  {
    name: 'a container that is not there',
    around: { taskDefinition: { containers: containers({ name: 'api' }) } },
    refused: ['containers BadRequest', 'container-port NotWired'],
    next: /^belay services put/,
  },
  {
    name: 'a task definition that was deregistered',
    change({ service }) {
      for (const definition of service.taskDefinitions) definition.active = false;
    },
    refused: ['task-definition NoWayBack'],
    next: /^aws ecs describe-task-definition/,
  },
  {
    name: 'a field that a copy would lose',
    around: { taskDefinition: { unknownFields: ['newField'] } },
    refused: ['unknown-field UnknownField'],
    next: /newer Belay/,
  },
  {
    name: 'a role outside the path of the stack',
    around: { taskDefinition: { taskRole: ROLE } },
    refused: ['task-roles NotAllowed'],
    next: /^npx cdk deploy -c taskRoles=arn:aws:iam::000000000000:role\/other\/web,/,
  },
  {
    name: 'Fargate without an execution role',
    around: { taskDefinition: { executionRole: undefined } },
    refused: ['execution-role Unsupported'],
    next: /executionRoleArn/,
  },
  {
    name: 'a secret that is gone',
    around: { taskDefinition: { containers: containers({ secrets: { KEY: `${SECRET}:password::` } }) } },
    change: ({ surroundings }) => surroundings.gone.add(SECRET),
    refused: ['secrets Unsupported'],
    next: /^aws secretsmanager describe-secret --secret-id arn:aws:secretsmanager:us-east-1:000000000000:secret:db-AbCdEf$/,
  },
  {
    name: 'a parameter that is gone',
    around: { taskDefinition: { containers: containers({ secrets: { KEY: `${PARAMETER}/app/key` } }) } },
    change: ({ surroundings }) => surroundings.gone.add('/app/key'),
    refused: ['parameters Unsupported'],
    next: /^aws ssm put-parameter --name \/app\/key --type SecureString --value <value>$/,
  },
  {
    name: 'too little of Fargate for both versions',
    around: { taskDefinition: { cpu: 512 } },
    change: ({ surroundings }) => {
      surroundings.vcpu = { most: 6, taken: 5.5 };
    },
    refused: ['capacity Unsupported'],
    next: /request-service-quota-increase --service-code fargate --quota-code L-3032A538 --desired-value 7$/,
  },
  {
    name: 'too few addresses for both versions',
    change: ({ surroundings }) => {
      surroundings.addresses.set('subnet-1', 1).set('subnet-2', 0);
    },
    refused: ['addresses Unsupported'],
    next: /^aws ec2 describe-subnets --subnet-ids subnet-1 subnet-2 /,
  },
  {
    name: 'a container that does not listen where the load balancer sends requests',
    around: { taskDefinition: { containers: containers({ ports: [9090] }) } },
    refused: ['container-port NotWired'],
    next: /Map 8080/,
  },
  {
    name: 'target groups that take machines and not addresses',
    around: { targetGroup: { targetType: 'instance' } },
    refused: ['target-group NotWired', 'target-group NotWired'],
    next: /^aws elbv2 describe-target-groups/,
  },
  {
    name: 'a target group that is gone',
    change: ({ surroundings }) => surroundings.gone.add('targetgroup/green'),
    refused: ['target-group NotWired'],
    next: /targetgroup\/green$/,
  },
  {
    name: 'a target group that no listener forwards to',
    around: { targetGroup: { balancer: undefined } },
    refused: ['target-group NotWired', 'target-group NotWired'],
    next: /^aws elbv2/,
  },
  {
    name: 'a test rule that is gone',
    change: ({ surroundings }) => surroundings.gone.add('listener-rule/test'),
    refused: ['listener-rule NotWired'],
    next: /^aws elbv2 describe-rules --rule-arns listener-rule\/test$/,
  },
  {
    name: 'weights that were put back to the idle group',
    weights: { 'targetgroup/blue': 0, 'targetgroup/green': 100 },
    refused: ['weights NotWired'],
    next: /modify-rule .*TargetGroupArn=targetgroup\/blue,Weight=100/,
  },
  {
    name: 'weights that are split',
    weights: { 'targetgroup/blue': 60, 'targetgroup/green': 40 },
    refused: ['weights NotWired', 'strategy NotWired'],
    next: /modify-rule/,
  },
  {
    name: 'an alarm that fires',
    change: ({ alarms }) => alarms.set('web-5xx', 'ALARM'),
    refused: ['alarms AlarmAlreadyFiring'],
    next: /^aws cloudwatch describe-alarms --alarm-names web-5xx$/,
  },
  {
    name: 'an alarm that is not there',
    change: ({ alarms }) => alarms.delete('web-5xx'),
    refused: ['alarms BadRequest'],
    next: /take it out/,
  },
  {
    name: "an alarm of the owner's that fires",
    found: { alarms: { enable: true, rollback: true, alarmNames: ['theirs'] } },
    change: ({ alarms }) => alarms.set('theirs', 'ALARM'),
    refused: ['alarms AlarmAlreadyFiring'],
    next: /theirs/,
  },
  {
    name: "a Lambda hook of the owner's",
    found: { lifecycleHooks: [{ hookTargetArn: 'arn:f', roleArn: ROLE }] },
    refused: ['hooks NotAllowed'],
    next: /lifecycleHooks=\[\]/,
  },
  {
    name: 'a hook that cannot be put back',
    found: { lifecycleHooks: [{ lifecycleStages: ['POST_SCALE_UP'] }] },
    refused: ['hooks Unsupported'],
    next: /lifecycleHooks=\[\]/,
  },
  {
    name: 'a deployment of ours that is under way',
    change: ({ kept }) => begin(kept, aDeployment()),
    refused: ['in-progress DeploymentInProgress'],
    next: /^belay watch web-/,
  },
  {
    name: "a stranger's deployment",
    change: ({ service }) =>
      service.update({
        taskDefinition: service.taskDefinition,
        deploymentConfiguration: service.configuration,
        anew: true,
      }),
    refused: ['in-progress DeploymentInProgress'],
    next: /^aws ecs list-service-deployments --cluster example --service web$/,
  },
];
