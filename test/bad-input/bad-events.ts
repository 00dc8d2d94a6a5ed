import type { AwsEvent } from '../../local/kernel/aws-event.ts';

export const GONE = `sha256:${'0'.repeat(64)}`;
const ECS = 'arn:aws:ecs:us-east-1:000000000000';

/** What is wrong, the event as it comes over the bus, the function that gets it, and what its dead letter must say. */
export type BadEvent = readonly [what: string, event: AwsEvent, functionName: string, says: RegExp];

function push(detail: object): AwsEvent {
  const good = {
    'action-type': 'PUSH',
    result: 'SUCCESS',
    'repository-name': 'lies',
    'image-digest': GONE,
    'image-tag': '1.0.0',
  };
  return { source: 'aws.ecr', detailType: 'ECR Image Action', resources: [], detail: { ...good, ...detail } };
}

function alarm(alarmName: string): AwsEvent {
  const detail = { alarmName, state: { value: 'ALARM', reason: 'so' }, previousState: { value: 'OK' } };
  return { source: 'aws.cloudwatch', detailType: 'CloudWatch Alarm State Change', resources: [], detail };
}

function task(detail: object): AwsEvent {
  const good = {
    clusterArn: `${ECS}:cluster/example`,
    group: 'service:web',
    taskArn: `${ECS}:task/example/1`,
    taskDefinitionArn: `${ECS}:task-definition/web:1`,
    lastStatus: 'STOPPED',
    stopCode: 'EssentialContainerExited',
    containers: [],
  };
  return { source: 'aws.ecs', detailType: 'ECS Task State Change', resources: [], detail: { ...good, ...detail } };
}

function rehearsal(detail: object): AwsEvent {
  return task({ group: 'family:web', startedBy: 'belay-rehearsal/rp-1', lastStatus: 'STOPPED', ...detail });
}

function hook(detail: object, resources: readonly string[] = []): AwsEvent {
  const good = { eventName: 'HOOK_AWAITING_ACTION', clusterArn: `${ECS}:cluster/example` };
  return { source: 'aws.ecs', detailType: 'ECS Hook State Change', resources, detail: { ...good, ...detail } };
}

function machine(name: unknown): AwsEvent {
  const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:belay-deploy';
  const detail = { stateMachineArn, status: 'FAILED', name };
  return { source: 'aws.states', detailType: 'Step Functions Execution Status Change', resources: [], detail };
}

export const BAD_EVENTS: readonly BadEvent[] = [
  ['a push without a digest', push({ 'image-digest': undefined }), 'on-image-pushed', /image-digest/],
  ['a push of a broken digest', push({ 'image-digest': 'sha256:xyz' }), 'on-image-pushed', /"sha256:xyz" is no digest/],
  ['a push whose digest is a number', push({ 'image-digest': 7 }), 'on-image-pushed', /image-digest/],
  ['a push of a digest that is gone', push({}), 'on-image-pushed', /ImageGone.*lies@sha256:0{64}.*Push it again/],
  ['a push without a repository', push({ 'repository-name': undefined }), 'on-image-pushed', /repository-name/],
  [
    'a push to a hostile repository',
    push({ 'repository-name': '../../x' }),
    'on-image-pushed',
    /ImageGone.*\.\.\/\.\.\/x/,
  ],
  [
    'a push to an endless repository',
    push({ 'repository-name': 'x'.repeat(300) }),
    'on-image-pushed',
    /repository-name/,
  ],
  ['a push with an endless tag', push({ 'image-tag': 'x'.repeat(129) }), 'on-image-pushed', /image-tag/],
  ['a push with tags for a tag', push({ 'image-tag': ['1.0.0'] }), 'on-image-pushed', /image-tag/],
  ['an alarm with an endless name', alarm('x'.repeat(300)), 'on-alarm', /alarmName/],
  ['an alarm with an empty name', alarm(''), 'on-alarm', /alarmName/],
  ['a task whose containers are none', task({ containers: 'web' }), 'on-ecs-event', /containers/],
  ['a task without an ARN', task({ taskArn: undefined }), 'on-ecs-event', /taskArn/],
  ['a rehearsal whose containers are none', rehearsal({ containers: 'web' }), 'on-rehearsal', /containers/],
  ['a rehearsal of no point', rehearsal({ startedBy: 'belay-rehearsal/' }), 'on-rehearsal', /started no rehearsal/],
  ['a rehearsal without an ARN', rehearsal({ taskArn: undefined }), 'on-rehearsal', /taskArn/],
  ['a hook whose service is no text', hook({ serviceArn: {} }), 'on-ecs-event', /serviceArn/],
  ['an execution with a hostile name', machine('../../x'), 'on-execution-ended', /"..\/..\/x" is no deployment id/],
  ['an execution without a name', machine(undefined), 'on-execution-ended', /name/],
];

/** What the schedule of a bake sends when the bake is over. */
export function bakeOver(change: object): object {
  const woke = { stage: 'after-shift', because: 'the bake is over', hookId: 'h-1', since: '2026-01-01T00:00:00.000Z' };
  return { service: 'staging/web', deployment: 'web-never-was', number: 1, woke, ...change };
}

/** Payloads that only somebody with the right to invoke a function can send, such as a schedule of their own. */
export const BAD_PAYLOADS: readonly (readonly [what: string, functionName: string, payload: unknown, says: RegExp])[] =
  [
    ['a schedule of no service', 'on-due', bakeOver({ service: '..' }), /"\.\." is no service/],
    ['a schedule without a deployment', 'on-due', bakeOver({ deployment: undefined }), /deployment/],
    [
      'a schedule of a hostile deployment',
      'on-due',
      bakeOver({ deployment: '__proto__' }),
      /"__proto__" is no deployment id/,
    ],
    ['a schedule that does not say what it read', 'on-due', bakeOver({ woke: {} }), /"stage"/],
    ['a schedule of a late way back to nowhere', 'on-due', { late: { service: 'staging/web' } }, /deployment/],
    ['a schedule of no rollback point', 'on-rehearsal', { point: 7 }, /point/],
    ['a schedule that starts nothing', 'on-due', { start: {} }, /service/],
    ['a schedule that starts what is no service', 'on-due', { start: { service: 'web' } }, /"web" is no service/],
    ['a schedule that says nothing', 'on-due', null, /object/],
    [
      'an alarm without a name',
      'on-alarm',
      { source: 'aws.cloudwatch', detail: { state: { value: 'ALARM' } } },
      /alarmName/,
    ],
    [
      'an alarm that is over',
      'on-alarm',
      { source: 'aws.cloudwatch', detail: { alarmName: 'a', state: { value: 'OK' } } },
      /value/,
    ],
    ['an event that is a text', 'on-ecs-event', 'SERVICE_DEPLOYMENT_COMPLETED', /object/],
    ['an event that is a list', 'on-image-pushed', [], /object/],
    [
      'a push that failed',
      'on-image-pushed',
      { ...push({ result: 'FAILURE' }), 'detail-type': 'ECR Image Action' },
      /result/,
    ],
  ];

/** Nothing is wrong with their form, but they concern nobody, or claim what the truth denies. */
export const LIES: readonly AwsEvent[] = [
  hook({}),
  hook({ serviceArn: `${ECS}:service/example/nothing` }),
  hook({ serviceArn: `${ECS}:service/example/web` }, ['x']),
  task({ group: 'service:../../web' }),
  task({ taskArn: '__proto__', taskDefinitionArn: 'constructor' }),
  rehearsal({}),
  alarm('no-such-alarm'),
  machine('web-never-was'),
];
