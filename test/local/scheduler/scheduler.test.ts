import { expect, test } from 'vitest';
import { arn } from '../../../local/kernel/account.ts';
import { AwsError } from '../../../local/kernel/aws-error.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { createScheduler } from '../../../local/scheduler/create-scheduler.ts';
import { createSqs } from '../../../local/sqs/create-sqs.ts';
import { call, permissions, settle } from '../sqs/call.ts';
import { crashableState } from '../sqs/crashable-state.ts';

const FUNCTION = arn('lambda', 'function:on-due');
const ROLE = 'arn:aws:iam::000000000000:role/on-due';
const CONTEXT = { stack: 'Belay', logicalId: 'Reconcile', metadata: {}, directory: '/', previous: undefined };

function aWorld({ clock = new VirtualClock(), state = crashableState() } = {}) {
  const sqs = createSqs({ clock, state, endpointUrl: 'http://127.0.0.1:4566' });
  const invoked: unknown[] = [];
  const log: string[] = [];
  const outcomes: (Error | undefined)[] = [];
  const allowed = new Set(['lambda:InvokeFunction', 'sqs:SendMessage']);
  const scheduler = createScheduler({
    clock,
    state,
    queues: sqs.queues,
    lambdas: {
      invoke: () => Promise.reject(new Error('Scheduler invokes asynchronously')),
      async send(name, payload) {
        const outcome = outcomes.shift();
        if (outcome !== undefined) throw outcome;
        invoked.push({ at: clock.now(), name, payload });
      },
    },
    mayAssume: (role) => role === ROLE,
    authorize(_role, wanted) {
      const refused = wanted.find(({ action }) => !allowed.has(action));
      if (refused !== undefined) throw new AwsError('AccessDeniedException', `not authorized: ${refused.action}`);
    },
    log: (line) => log.push(line),
  });
  scheduler.start();
  return { clock, state, sqs, scheduler, invoked, log, outcomes, allowed };
}

function aSchedule(more: object = {}) {
  return {
    Name: 'bake',
    ScheduleExpression: 'at(2026-11-20T10:05:07)',
    ActionAfterCompletion: 'DELETE',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ClientToken: 'token',
    Target: { Arn: FUNCTION, RoleArn: ROLE, Input: '{"deployment":"d1"}' },
    ...more,
  };
}

test('a one-time schedule fires at its second, once, and is gone', async () => {
  const { scheduler, clock, invoked } = aWorld();
  const answer = await call(scheduler.service, 'CreateSchedule', aSchedule());
  expect(answer).toEqual({ ScheduleArn: arn('scheduler', 'schedule/default/bake') });
  await clock.advance(306_999);
  expect(invoked).toEqual([]);
  await clock.advance(3_600_000);
  const at = Date.parse('2026-11-20T10:05:07Z');
  expect(invoked).toEqual([{ at, name: FUNCTION, payload: { deployment: 'd1' } }]);
  await expect(call(scheduler.service, 'GetSchedule', { Name: 'bake' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('a one-time schedule without DELETE stays and does not fire again, after a restart neither', async () => {
  const world = aWorld();
  await call(world.scheduler.service, 'CreateSchedule', aSchedule({ ActionAfterCompletion: 'NONE' }));
  await world.clock.advance(600_000);
  await settle();
  expect(world.invoked).toHaveLength(1);
  const next = aWorld({ clock: world.clock, state: world.state.copy() });
  await next.clock.advance(600_000);
  expect(next.invoked).toEqual([]);
  expect(await call(next.scheduler.service, 'GetSchedule', { Name: 'bake' })).toMatchObject({ State: 'ENABLED' });
});

test('a time in the past is taken and fires at once', async () => {
  const { scheduler, invoked, clock } = aWorld();
  await call(scheduler.service, 'CreateSchedule', aSchedule({ ScheduleExpression: 'at(2022-12-31T23:59:59)' }));
  await clock.advance(0);
  await settle();
  expect(invoked).toHaveLength(1);
});

test('the same request twice is one schedule; another with its name is a conflict', async () => {
  const { scheduler } = aWorld();
  const first = await call(scheduler.service, 'CreateSchedule', aSchedule());
  expect(await call(scheduler.service, 'CreateSchedule', aSchedule())).toEqual(first);
  await expect(call(scheduler.service, 'CreateSchedule', aSchedule({ ClientToken: 'other' }))).rejects.toMatchObject({
    name: 'ConflictException',
    message: 'Schedule bake already exists.',
    status: 409,
  });
});

test('a schedule that is deleted or disabled does not fire; one that is updated fires at its new time', async () => {
  const { scheduler, clock, invoked } = aWorld();
  for (const Name of ['gone', 'off', 'moved']) await call(scheduler.service, 'CreateSchedule', aSchedule({ Name }));
  await call(scheduler.service, 'DeleteSchedule', { Name: 'gone' });
  await call(scheduler.service, 'UpdateSchedule', aSchedule({ Name: 'off', State: 'DISABLED' }));
  const ScheduleExpression = 'at(2026-11-20T11:00:00)';
  await call(scheduler.service, 'UpdateSchedule', aSchedule({ Name: 'moved', ScheduleExpression }));
  await clock.advance(3_599_000);
  expect(invoked).toEqual([]);
  await clock.advance(1_000);
  expect(invoked).toHaveLength(1);
});

test('what is overdue after a crash fires at the start, and a retry goes on', async () => {
  const world = aWorld();
  await call(world.scheduler.service, 'CreateSchedule', aSchedule());
  const found = world.state.copy();
  world.scheduler.stop();
  await world.clock.advance(3_600_000);
  const next = aWorld({ clock: world.clock, state: found });
  next.outcomes.push(new Error('down'));
  await next.clock.advance(0);
  await settle();
  expect(next.invoked).toEqual([]);
  const third = aWorld({ clock: next.clock, state: next.state.copy() });
  await third.clock.advance(1_000);
  expect(third.invoked).toMatchObject([{ payload: { deployment: 'd1' } }]);
});

test('a rate without a start fires at once and then at its rate, until its end', async () => {
  const { scheduler, clock, invoked } = aWorld();
  const EndDate = new Date('2026-11-20T10:11:00Z');
  await call(scheduler.service, 'CreateSchedule', aSchedule({ ScheduleExpression: 'rate(5 minutes)', EndDate }));
  await clock.advance(3_600_000);
  const minutes = invoked.map((each) => (Object(each).at - Date.parse('2026-11-20T10:00:00Z')) / 60_000);
  expect(minutes).toEqual([0, 5, 10]);
});

test('without an Input the function gets the notification of Scheduler; placeholders are filled in', async () => {
  const { scheduler, clock, invoked } = aWorld();
  const Target = { Arn: FUNCTION, RoleArn: ROLE };
  await call(scheduler.service, 'CreateSchedule', aSchedule({ Name: 'plain', Target }));
  const Input = '{"at":"<aws.scheduler.scheduled-time>","by":"<aws.scheduler.schedule-arn>"}';
  await call(scheduler.service, 'CreateSchedule', aSchedule({ Name: 'filled', Target: { ...Target, Input } }));
  await clock.advance(600_000);
  expect(invoked).toMatchObject([
    { payload: { source: 'aws.scheduler', 'detail-type': 'Scheduled Event', detail: '{}' } },
    { payload: { at: '2026-11-20T10:05:07Z', by: arn('scheduler', 'schedule/default/filled') } },
  ]);
});

test('a role that may not invoke the function sends the invocation to the dead-letter queue, without a retry', async () => {
  const { scheduler, clock, sqs, allowed, log } = aWorld();
  await call(sqs.service, 'CreateQueue', { QueueName: 'dead' });
  allowed.delete('lambda:InvokeFunction');
  const Target = { Arn: FUNCTION, RoleArn: ROLE, Input: '{}', DeadLetterConfig: { Arn: arn('sqs', 'dead') } };
  await call(scheduler.service, 'CreateSchedule', aSchedule({ Target }));
  await clock.advance(600_000);
  const { Messages } = await call(sqs.service, 'ReceiveMessage', { QueueUrl: 'dead', MessageAttributeNames: ['All'] });
  expect(Messages).toMatchObject([
    {
      Body: '{}',
      MessageAttributes: {
        ERROR_CODE: { StringValue: 'NO_PERMISSIONS' },
        RETRY_ATTEMPTS: { StringValue: '0' },
        SCHEDULE_ARN: { StringValue: arn('scheduler', 'schedule/default/bake') },
        TARGET_ARN: { StringValue: FUNCTION },
      },
    },
  ]);
  expect(log).toEqual([]);
});

test.each([
  ['a malformed expression', { ScheduleExpression: 'at(2026-11-20)' }, 'Invalid Schedule Expression at(2026-11-20).'],
  ['a time zone that is none', { ScheduleExpressionTimezone: 'Mars' }, 'Invalid Schedule Expression Timezone Mars.'],
  ['a flexible window', { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 } }, 'Mode OFF alone'],
  [
    'a role that does not trust it',
    { Target: { Arn: FUNCTION, RoleArn: 'x' } },
    'must allow AWS EventBridge Scheduler',
  ],
  ['a target that is no function', { Target: { Arn: arn('sqs', 'q'), RoleArn: ROLE } }, 'invokes Lambda functions'],
  ['input that is no JSON', { Target: { Arn: FUNCTION, RoleArn: ROLE, Input: 'x' } }, 'is no JSON'],
  [
    'a target parameter it does not have',
    { Target: { Arn: FUNCTION, RoleArn: ROLE, EcsParameters: {} } },
    'EcsParameters',
  ],
  ['a strange name', { Name: 'a b' }, 'Schedule name a b'],
  [
    'a recurring schedule that began long ago',
    { ScheduleExpression: 'rate(1 day)', StartDate: new Date('2026-11-20T09:54:00Z') },
    'cannot be earlier than 5 minutes ago',
  ],
])('CreateSchedule refuses %s', async (_what, more, message) => {
  const created = call(aWorld().scheduler.service, 'CreateSchedule', aSchedule(more));
  await expect(created).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining(message),
  });
});

test('schedules live in groups, which are listed and take their schedules along', async () => {
  const { scheduler, clock, invoked } = aWorld();
  const { service } = scheduler;
  await expect(call(service, 'CreateSchedule', aSchedule({ GroupName: 'waits' }))).rejects.toThrow(
    'waits does not exist',
  );
  await call(service, 'CreateScheduleGroup', { Name: 'waits', Tags: [{ Key: 'a', Value: 'b' }] });
  await expect(call(service, 'CreateScheduleGroup', { Name: 'waits' })).rejects.toMatchObject({
    name: 'ConflictException',
  });
  await call(service, 'CreateSchedule', aSchedule({ GroupName: 'waits' }));
  const ResourceArn = arn('scheduler', 'schedule-group/waits');
  expect(await call(service, 'ListTagsForResource', { ResourceArn })).toEqual({ Tags: [{ Key: 'a', Value: 'b' }] });
  expect(await call(service, 'ListScheduleGroups', {})).toMatchObject({
    ScheduleGroups: [{ Name: 'default' }, { Name: 'waits', State: 'ACTIVE' }],
  });
  expect(await call(service, 'ListSchedules', { GroupName: 'default' })).toEqual({ Schedules: [] });
  expect(await call(service, 'ListSchedules', { NamePrefix: 'ba' })).toMatchObject({
    Schedules: [{ Name: 'bake', GroupName: 'waits', Target: { Arn: FUNCTION } }],
  });
  await call(service, 'DeleteScheduleGroup', { Name: 'waits' });
  await clock.advance(3_600_000);
  expect(invoked).toEqual([]);
});

test('IAM is asked for the schedule and for passing its role', () => {
  expect(permissions(aWorld().scheduler.service, 'CreateSchedule', aSchedule())).toEqual([
    { action: 'scheduler:CreateSchedule', resource: arn('scheduler', 'schedule/default/bake') },
    { action: 'iam:PassRole', resource: ROLE, context: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
  ]);
});

test('a schedule of the template goes on at its rate when the local AWS starts again', async () => {
  const world = aWorld();
  const properties = {
    ScheduleExpression: 'rate(5 minutes)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: FUNCTION, RoleArn: ROLE },
  };
  const made = await world.scheduler.provisioners['AWS::Scheduler::Schedule'].provision(properties, CONTEXT);
  const Arn = arn('scheduler', 'schedule/default/Belay-Reconcile');
  expect(made).toEqual({ ref: 'Belay-Reconcile', attributes: { Arn } });
  await world.clock.advance(360_000);
  await settle();
  expect(world.invoked).toHaveLength(2);

  const next = aWorld({ clock: world.clock, state: world.state.copy() });
  await next.scheduler.provisioners['AWS::Scheduler::Schedule'].provision(properties, CONTEXT);
  await next.clock.advance(239_000);
  expect(next.invoked).toEqual([]);
  await next.clock.advance(1_000);
  expect(next.invoked).toHaveLength(1);
});
