import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arn } from '../../../local/kernel/account.ts';
import { AwsError } from '../../../local/kernel/aws-error.ts';
import { call, settle } from '../sqs/call.ts';
import { afterCrash, anEvent, aQueue, aRule, aWorld, FUNCTION, MACHINE, messagesIn, ROLE } from './world.ts';

const ECS = { EventPattern: '{"source":["aws.ecs"]}' };

test('an event of a service reaches the function with all that AWS adds', async () => {
  const world = aWorld();
  await aRule(world, ECS, { Id: 'f', Arn: FUNCTION });
  world.events.emit(anEvent);
  await settle();
  expect(world.invoked).toEqual([
    {
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Changed',
      source: 'aws.ecs',
      account: '000000000000',
      time: '2026-11-20T10:00:00Z',
      region: 'us-east-1',
      resources: ['arn:x'],
      detail: { state: 'RUNNING' },
    },
  ]);
});

test('an event that no rule wants, or only a disabled one, goes nowhere', async () => {
  const world = aWorld();
  await aRule(world, { EventPattern: '{"source":["aws.ecr"]}' }, { Id: 'f', Arn: FUNCTION });
  await aRule(world, { ...ECS, Name: 'off', State: 'DISABLED' }, { Id: 'f', Arn: FUNCTION });
  world.events.emit(anEvent);
  await settle();
  expect(world.invoked).toEqual([]);
});

test('queues, FIFO queues, machines and other buses are targets', async () => {
  const world = aWorld();
  await aQueue(world, 'plain');
  await aQueue(world, 'ordered.fifo', { FifoQueue: 'true', ContentBasedDeduplication: 'true' });
  await call(world.events.service, 'CreateEventBus', { Name: 'other' });
  await aRule(
    world,
    ECS,
    { Id: 'plain', Arn: arn('sqs', 'plain'), InputPath: '$.detail' },
    { Id: 'ordered', Arn: arn('sqs', 'ordered.fifo'), SqsParameters: { MessageGroupId: 'g' }, Input: '{"a":1}' },
    { Id: 'machine', Arn: MACHINE, RoleArn: ROLE, InputPath: '$.detail.state' },
    { Id: 'bus', Arn: arn('events', 'event-bus/other'), RoleArn: ROLE },
  );
  await aRule(world, { ...ECS, EventBusName: 'other' }, { Id: 'f', Arn: FUNCTION });
  world.events.emit(anEvent);
  expect(await messagesIn(world, 'plain')).toMatchObject([{ body: { state: 'RUNNING' } }]);
  expect(await messagesIn(world, 'ordered.fifo')).toMatchObject([{ body: { a: 1 } }]);
  expect(world.started).toEqual(['RUNNING']);
  expect(world.invoked).toMatchObject([{ source: 'aws.ecs' }]);
});

test('a failing target is tried again after one second, two and four', async () => {
  const world = aWorld();
  await aRule(world, ECS, { Id: 'f', Arn: FUNCTION });
  world.outcomes.push(new Error('1'), new Error('2'), new Error('3'));
  world.events.emit(anEvent);
  await settle();
  await world.clock.advance(6_999);
  expect(world.invoked).toEqual([]);
  await world.clock.advance(1);
  expect(world.invoked).toHaveLength(1);
});

test('what is not delivered within the retry policy is in the dead-letter queue and says why', async () => {
  const world = aWorld();
  const dead = await aQueue(world, 'dead');
  const RetryPolicy = { MaximumRetryAttempts: 2 };
  await aRule(world, ECS, { Id: 'f', Arn: FUNCTION, RetryPolicy, DeadLetterConfig: { Arn: dead } });
  world.outcomes.push(...Array.from({ length: 9 }, () => new AwsError('TooManyRequestsException', 'slow down', 429)));
  world.events.emit(anEvent);
  await world.clock.advance(10_000);
  expect(await messagesIn(world, 'dead')).toEqual([
    {
      body: expect.objectContaining({ source: 'aws.ecs', detail: { state: 'RUNNING' } }),
      attributes: {
        RULE_ARN: arn('events', 'rule/rule'),
        TARGET_ARN: FUNCTION,
        ERROR_CODE: 'THROTTLING',
        ERROR_MESSAGE: 'slow down',
        RETRY_ATTEMPTS: '2',
        EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      },
    },
  ]);
});

test('an event that became too old is given up', async () => {
  const world = aWorld();
  const dead = await aQueue(world, 'dead');
  const RetryPolicy = { MaximumEventAgeInSeconds: 60 };
  await aRule(world, ECS, { Id: 'f', Arn: FUNCTION, RetryPolicy, DeadLetterConfig: { Arn: dead } });
  world.outcomes.push(...Array.from({ length: 99 }, () => new Error('down')));
  world.events.emit(anEvent);
  await world.clock.advance(60_000);
  expect(await messagesIn(world, 'dead')).toMatchObject([
    { attributes: { EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds', RETRY_ATTEMPTS: '5' } },
  ]);
});

test('by default a target is tried for a day', async () => {
  const world = aWorld();
  await aRule(world, ECS, { Id: 'f', Arn: FUNCTION });
  world.outcomes.push(...Array.from({ length: 300 }, () => new Error('down')));
  world.events.emit(anEvent);
  await world.clock.advance(23 * 3_600_000);
  expect(world.log).toEqual([]);
  await world.clock.advance(2 * 3_600_000);
  expect(world.log).toEqual([expect.stringMatching(/^dropped event .* SDK_CLIENT_ERROR: down$/)]);
  expect(300 - world.outcomes.length).toBe(186);
});

test.each([
  ['a function without a permission', FUNCTION, 'NO_PERMISSIONS'],
  ['a queue whose policy does not let it in', arn('sqs', 'closed'), 'NO_PERMISSIONS'],
  ['a queue that is not there', arn('sqs', 'missing'), 'NO_RESOURCE'],
  ['a machine that the role may not start', MACHINE, 'NO_PERMISSIONS'],
])('%s is not tried again', async (_what, target, code) => {
  const world = aWorld();
  world.allowed.clear();
  const dead = await aQueue(world, 'dead');
  await call(world.sqs.service, 'CreateQueue', { QueueName: 'closed' });
  const RoleArn = target === MACHINE ? { RoleArn: ROLE } : {};
  await aRule(world, ECS, { Id: 't', Arn: target, ...RoleArn, DeadLetterConfig: { Arn: dead } });
  world.events.emit(anEvent);
  expect(await messagesIn(world, 'dead')).toMatchObject([{ attributes: { ERROR_CODE: code, RETRY_ATTEMPTS: '0' } }]);
});

test('a dead-letter queue that does not let EventBridge in is named where the event is dropped', async () => {
  const world = aWorld();
  world.allowed.clear();
  await call(world.sqs.service, 'CreateQueue', { QueueName: 'closed' });
  await aRule(world, ECS, { Id: 'f', Arn: FUNCTION, DeadLetterConfig: { Arn: arn('sqs', 'closed') } });
  world.events.emit(anEvent);
  await settle();
  expect(world.log).toEqual([expect.stringContaining('the policy of arn:aws:sqs:us-east-1:000000000000:closed')]);
});

test('what was not delivered yet is delivered after a crash', async () => {
  const world = aWorld();
  await aRule(world, ECS, { Id: 'f', Arn: FUNCTION });
  world.outcomes.push(new Error('down'));
  world.events.emit(anEvent);
  await settle();

  const next = afterCrash(world);
  expect(next.invoked).toEqual([]);
  await next.clock.advance(1_000);
  expect(next.invoked).toMatchObject([{ source: 'aws.ecs' }]);
});

test('what comes before the start is kept and delivered once at the start', async () => {
  const world = aWorld({ start: false });
  await aRule(world, ECS, { Id: 'f', Arn: FUNCTION });
  world.events.emit(anEvent);
  world.events.start();
  await settle();
  expect(world.invoked).toHaveLength(1);
});

test('whatever fails and wherever it crashes, an accepted event is never lost', async () => {
  const step = fc.constantFrom('event', 'failure', 'crash', 'wait');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      let world = aWorld();
      await aRule(world, ECS, { Id: 'f', Arn: FUNCTION });
      const delivered = new Set<unknown>();
      const collect = (): void => {
        for (const payload of world.invoked) delivered.add(Object(payload).detail.number);
      };
      let sent = 0;
      for (const each of steps) {
        if (each === 'event') {
          world.events.emit({ ...anEvent, detail: { number: sent++ } });
          await settle();
        }
        if (each === 'failure') world.outcomes.push(new Error('down'));
        if (each === 'wait') await world.clock.advance(3_000);
        if (each === 'crash') {
          collect();
          world = afterCrash(world);
        }
      }
      await world.clock.advance(86_400_000);
      collect();
      expect(delivered.size).toBe(sent);
    }),
    { numRuns: 40 },
  );
});
