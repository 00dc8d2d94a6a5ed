import { expect, test } from 'vitest';
import { arn } from '../../../local/kernel/account.ts';
import { call, permissions, settle } from '../sqs/call.ts';
import { aQueue, aRule, aWorld, FUNCTION, MACHINE, messagesIn, ROLE } from './world.ts';

const entry = { Source: 'belay', DetailType: 'Noted', Detail: '{"a":1}' };

test('PutEvents answers each entry for itself', async () => {
  const { events } = aWorld();
  const answer = await call(events.service, 'PutEvents', {
    Entries: [
      entry,
      { ...entry, Source: undefined },
      { ...entry, DetailType: '' },
      { ...entry, Detail: undefined },
      { ...entry, Detail: '[1]' },
      { ...entry, Detail: '{"a":' },
      { ...entry, Source: 'aws.ecs' },
    ],
  });
  expect(answer).toMatchObject({ FailedEntryCount: 6 });
  expect(answer.Entries).toEqual([
    { EventId: expect.any(String) },
    {
      ErrorCode: 'InvalidArgument',
      ErrorMessage: 'Parameter Source is not valid. Reason: Source is a required argument.',
    },
    expect.objectContaining({ ErrorCode: 'InvalidArgument' }),
    expect.objectContaining({ ErrorCode: 'InvalidArgument' }),
    { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
    { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
    { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' },
  ]);
});

test('PutEvents to a bus that is not there is accepted and dropped, as on AWS, and the log says so', async () => {
  const { events, log } = aWorld();
  const answer = await call(events.service, 'PutEvents', { Entries: [{ ...entry, EventBusName: 'missing' }] });
  expect(answer).toMatchObject({ FailedEntryCount: 0 });
  expect(log).toEqual([expect.stringContaining('there is no event bus missing')]);
});

test.each([
  ['no entry', []],
  ['eleven entries', Array.from({ length: 11 }, () => entry)],
  ['more than 256 KB', [{ ...entry, Detail: JSON.stringify({ a: 'x'.repeat(262_144) }) }]],
])('PutEvents refuses %s as a whole', async (_what, Entries) => {
  await expect(call(aWorld().events.service, 'PutEvents', { Entries })).rejects.toMatchObject({
    name: 'ValidationException',
  });
});

test('PutEvents reaches a rule on a bus that is given by ARN, with its own time', async () => {
  const world = aWorld();
  await call(world.events.service, 'CreateEventBus', { Name: 'mine' });
  await aRule(world, { EventBusName: 'mine', EventPattern: '{"source":["belay"]}' }, { Id: 'f', Arn: FUNCTION });
  const Time = new Date('2026-01-02T03:04:05Z');
  const EventBusName = arn('events', 'event-bus/mine');
  await call(world.events.service, 'PutEvents', { Entries: [{ ...entry, EventBusName, Time }] });
  await settle();
  expect(world.invoked).toMatchObject([{ time: '2026-01-02T03:04:05Z', detail: { a: 1 } }]);
});

test('rules are made, described, listed and deleted', async () => {
  const world = aWorld();
  const { service } = world.events;
  await aRule(world, { Name: 'b', EventPattern: '{"a":[1]}', Description: 'why' }, { Id: 'f', Arn: FUNCTION });
  await call(service, 'PutRule', { Name: 'a', ScheduleExpression: 'rate(5 minutes)', State: 'DISABLED' });
  const b = {
    Arn: arn('events', 'rule/b'),
    Description: 'why',
    EventBusName: 'default',
    EventPattern: '{"a":[1]}',
    Name: 'b',
    State: 'ENABLED',
  };
  expect(await call(service, 'DescribeRule', { Name: 'b' })).toEqual({ ...b, CreatedBy: '000000000000' });
  const first = await call(service, 'ListRules', { Limit: 1 });
  expect(first).toMatchObject({ Rules: [{ Name: 'a', State: 'DISABLED' }], NextToken: 'a' });
  expect(await call(service, 'ListRules', { Limit: 1, NextToken: 'a' })).toEqual({ Rules: [b] });

  await expect(call(service, 'DeleteRule', { Name: 'b' })).rejects.toThrow(
    "Rule can't be deleted since it has targets.",
  );
  expect(await call(service, 'ListTargetsByRule', { Rule: 'b' })).toEqual({ Targets: [{ Id: 'f', Arn: FUNCTION }] });
  expect(await call(service, 'RemoveTargets', { Rule: 'b', Ids: ['f', 'g'] })).toMatchObject({ FailedEntryCount: 1 });
  await call(service, 'DeleteRule', { Name: 'b' });
  await expect(call(service, 'DescribeRule', { Name: 'b' })).rejects.toThrow(
    'Rule b does not exist on EventBus default.',
  );
});

test.each([
  ['no pattern and no schedule', {}, 'EventPattern or ScheduleExpression must be specified'],
  ['a bad pattern', { EventPattern: '{"a":1}' }, 'Reason: "a" must be an object or an array'],
  ['a bad schedule', { ScheduleExpression: 'rate(1 minutes)' }, 'Parameter ScheduleExpression is not valid.'],
  [
    'a one-time schedule',
    { ScheduleExpression: 'at(2030-01-01T00:00:00)' },
    'Parameter ScheduleExpression is not valid.',
  ],
  ['a bus that is not there', { EventPattern: '{"a":[1]}', EventBusName: 'x' }, 'Event bus x does not exist.'],
])('PutRule refuses %s', async (_what, rule, message) => {
  await expect(call(aWorld().events.service, 'PutRule', { Name: 'r', ...rule })).rejects.toThrow(message);
});

test.each([
  ['a service that is not there', { Arn: arn('kinesis', 'stream/x') }, 'reaches Lambda, SQS, Step Functions and buses'],
  ['two inputs', { Input: '{}', InputPath: '$' }, 'Only one of Input, InputPath, or InputTransformer'],
  ['input that is no JSON', { Input: 'x' }, 'JSON syntax error'],
  ['a path that is none', { InputPath: 'detail' }, 'InputPath for target t is invalid'],
  ['a stranger in a template', { InputTransformer: { InputTemplate: '"<who>"' } }, 'contains invalid placeholder who.'],
  ['a machine without a role', { Arn: MACHINE }, 'RoleArn is required'],
  ['a FIFO queue without a group', { Arn: arn('sqs', 'q.fifo') }, 'MessageGroupId must be specified'],
  ['a parameter that is not supported', { BatchParameters: {} }, 'does not support BatchParameters'],
  ['too many retries', { RetryPolicy: { MaximumRetryAttempts: 186 } }, 'must be between 0 and 185'],
])('PutTargets refuses %s', async (_what, target, message) => {
  const world = aWorld();
  await call(world.events.service, 'PutRule', { Name: 'r', EventPattern: '{"a":[1]}' });
  const Targets = [{ Id: 't', Arn: FUNCTION, ...target }];
  await expect(call(world.events.service, 'PutTargets', { Rule: 'r', Targets })).rejects.toThrow(message);
});

test('a rule has five targets at most', async () => {
  const Targets = [1, 2, 3, 4, 5, 6].map((n) => ({ Id: `t${n}`, Arn: FUNCTION }));
  await expect(aRule(aWorld(), { EventPattern: '{"a":[1]}' }, ...Targets)).rejects.toMatchObject({
    name: 'LimitExceededException',
  });
});

test('TestEventPattern tells whether an event matches', async () => {
  const { service } = aWorld().events;
  const event = { id: '1', account: '0', source: 's', time: 't', region: 'r', resources: [], 'detail-type': 'd' };
  const ask = (EventPattern: string, given: unknown): Promise<object> =>
    call(service, 'TestEventPattern', { EventPattern, Event: JSON.stringify(given) });
  expect(await ask('{"source":["s"]}', event)).toEqual({ Result: true });
  expect(await ask('{"source":["x"]}', event)).toEqual({ Result: false });
  await expect(ask('{"source":["x"]}', 'text')).rejects.toThrow('Parameter Event is not valid.');
  await expect(ask('{"source":[]}', event)).rejects.toMatchObject({ name: 'InvalidEventPatternException' });
});

test('buses are made once, described and listed', async () => {
  const { service } = aWorld().events;
  await call(service, 'CreateEventBus', { Name: 'mine' });
  await expect(call(service, 'CreateEventBus', { Name: 'mine' })).rejects.toThrow('Event bus mine already exists.');
  expect(await call(service, 'ListEventBuses', {})).toMatchObject({
    EventBuses: [{ Name: 'default' }, { Name: 'mine' }],
  });
  expect(await call(service, 'DescribeEventBus', {})).toMatchObject({ Arn: arn('events', 'event-bus/default') });
  await expect(call(service, 'DeleteEventBus', { Name: 'default' })).rejects.toThrow(
    'Cannot delete event bus default.',
  );
});

test('IAM is asked for the bus, the rule and the role that is passed', () => {
  const { service } = aWorld().events;
  expect(permissions(service, 'PutEvents', { Entries: [{ ...entry, EventBusName: 'mine' }] })).toEqual([
    {
      action: 'events:PutEvents',
      resource: arn('events', 'event-bus/mine'),
      context: { 'events:source': 'belay', 'events:detail-type': 'Noted' },
    },
  ]);
  const input = { Rule: 'r', EventBusName: 'mine', Targets: [{ Id: 't', Arn: MACHINE, RoleArn: ROLE }] };
  expect(permissions(service, 'PutTargets', input)).toEqual([
    { action: 'events:PutTargets', resource: arn('events', 'rule/mine/r'), context: { 'events:TargetArn': MACHINE } },
    { action: 'iam:PassRole', resource: ROLE, context: { 'iam:PassedToService': 'events.amazonaws.com' } },
  ]);
});

test('a rule of the template keeps its targets when it is provisioned again, and is on its bus', async () => {
  const world = aWorld();
  const context = { stack: 'Belay', logicalId: 'OnPush', metadata: {}, directory: '/', previous: undefined };
  const { provisioners } = world.events;
  const bus = await provisioners['AWS::Events::EventBus'].provision({ Name: 'mine' }, { ...context, logicalId: 'Bus' });
  expect(bus).toEqual({ ref: 'mine', attributes: { Arn: arn('events', 'event-bus/mine'), Name: 'mine' } });
  const properties = {
    EventBusName: 'mine',
    EventPattern: { source: ['belay'] },
    Targets: [{ Id: 'f', Arn: FUNCTION, RetryPolicy: { MaximumRetryAttempts: 3 } }],
  };
  for (let time = 0; time < 2; time++) {
    const rule = await provisioners['AWS::Events::Rule'].provision(properties, context);
    expect(rule).toEqual({
      ref: 'mine|Belay-OnPush',
      attributes: { Arn: arn('events', 'rule/mine/Belay-OnPush') },
    });
  }
  await call(world.events.service, 'PutEvents', { Entries: [{ ...entry, EventBusName: 'mine' }] });
  await settle();
  expect(world.invoked).toHaveLength(1);
  expect(() => provisioners['AWS::Events::Rule'].provision({ ...properties, Target: [] }, context)).toThrow('Target');
});

test('rules with a rate fire in time and go on where they were after a restart', async () => {
  const world = aWorld();
  await aQueue(world, 'ticks');
  await aRule(world, { ScheduleExpression: 'rate(5 minutes)' }, { Id: 'q', Arn: arn('sqs', 'ticks') });
  await world.clock.advance(299_000);
  expect(await messagesIn(world, 'ticks')).toEqual([]);
  await world.clock.advance(302_000);
  expect(await messagesIn(world, 'ticks')).toMatchObject([
    {
      body: {
        source: 'aws.events',
        'detail-type': 'Scheduled Event',
        resources: [arn('events', 'rule/rule')],
        time: '2026-11-20T10:05:00Z',
      },
    },
    { body: { time: '2026-11-20T10:10:00Z' } },
  ]);
  world.events.stop();
  await world.clock.advance(1_200_000);

  const next = aWorld({ clock: world.clock, state: world.state });
  await settle();
  await next.clock.advance(299_000 - 1_000);
  const [, , missed, ...more] = await messagesIn(next, 'ticks');
  expect([missed, more]).toMatchObject([{ body: { time: '2026-11-20T10:15:00Z' } }, []]);
});
