import type {
  DescribeExecutionOutput,
  DescribeStateMachineForExecutionOutput,
  DescribeStateMachineOutput,
  GetExecutionHistoryOutput,
  ListExecutionsOutput,
  ListStateMachinesOutput,
} from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { Bench, ROLE } from '../../../local/step-functions/cases/bench.ts';

const DONE = { Done: { Type: 'Succeed', Output: { a: 1 } } };

test('executions are listed newest first, in pages, by status', async () => {
  const bench = new Bench();
  const stateMachineArn = bench.machine('machine', DONE);
  const waiting = bench.machine('waiting', { Rest: { Type: 'Wait', Seconds: 100, End: true } });
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    await bench.start(stateMachineArn, {}, name);
    await bench.seconds(1);
  }
  await bench.start(waiting, {}, 'w');

  const names: (string | undefined)[] = [];
  let nextToken: string | undefined;
  do {
    const page: ListExecutionsOutput = await bench.call('ListExecutions', {
      stateMachineArn,
      maxResults: 2,
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    names.push(...(page.executions ?? []).map(({ name }) => name));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  expect(names).toEqual(['e', 'd', 'c', 'b', 'a']);

  const running = await bench.call<ListExecutionsOutput>('ListExecutions', {
    stateMachineArn: waiting,
    statusFilter: 'RUNNING',
  });
  expect(running.executions?.map(({ name, stopDate }) => [name, stopDate])).toEqual([['w', undefined]]);
  const ended = await bench.call<ListExecutionsOutput>('ListExecutions', {
    stateMachineArn: waiting,
    statusFilter: 'SUCCEEDED',
  });
  expect(ended.executions).toEqual([]);
  await expect(bench.call('ListExecutions', { stateMachineArn, nextToken: 'x' })).rejects.toMatchObject({
    name: 'InvalidToken',
  });
});

test('a history can be read backwards, in pages, and without its data', async () => {
  const bench = new Bench();
  const executionArn = await bench.run(DONE, { secret: true });
  const first = await bench.call<GetExecutionHistoryOutput>('GetExecutionHistory', {
    executionArn,
    reverseOrder: true,
    maxResults: 3,
  });
  expect(first.events?.map(({ id }) => id)).toEqual([4, 3, 2]);
  const bare = await bench.call<GetExecutionHistoryOutput>('GetExecutionHistory', {
    executionArn,
    reverseOrder: true,
    includeExecutionData: false,
    nextToken: first.nextToken,
  });
  expect(bare).toEqual({
    events: [
      {
        id: 1,
        previousEventId: 0,
        type: 'ExecutionStarted',
        timestamp: new Date(bench.clock.now()),
        executionStartedEventDetails: { roleArn: ROLE },
      },
    ],
  });
});

test('an execution is described with its data, or without', async () => {
  const bench = new Bench();
  const executionArn = await bench.run(DONE);
  const now = new Date(bench.clock.now());
  const metadata = {
    executionArn,
    stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:machine',
    name: 'run',
    status: 'SUCCEEDED',
    startDate: now,
    stopDate: now,
    redriveCount: 0,
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
  };
  const included = (all: boolean) => ({ inputDetails: { included: all }, outputDetails: { included: all } });
  expect(await bench.describe(executionArn)).toEqual({
    ...metadata,
    ...included(true),
    input: '{}',
    output: '{"a":1}',
  });
  const bare = await bench.call<DescribeExecutionOutput>('DescribeExecution', {
    executionArn,
    includedData: 'METADATA_ONLY',
  });
  expect(bare).toEqual({ ...metadata, ...included(false) });
});

test('machines are listed and described, and an execution shows the definition that it runs', async () => {
  const bench = new Bench();
  const stateMachineArn = bench.machine('b', { Rest: { Type: 'Wait', Seconds: 100, End: true } });
  bench.machine('a', DONE);
  const listed = await bench.call<ListStateMachinesOutput>('ListStateMachines', {});
  expect(listed.stateMachines?.map(({ name, type }) => [name, type])).toEqual([
    ['a', 'STANDARD'],
    ['b', 'STANDARD'],
  ]);

  const before = await bench.call<DescribeStateMachineOutput>('DescribeStateMachine', { stateMachineArn });
  const executionArn = await bench.start(stateMachineArn);
  await bench.seconds(10);
  bench.machine('b', DONE);
  const after = await bench.call<DescribeStateMachineOutput>('DescribeStateMachine', { stateMachineArn });
  const running = await bench.call<DescribeStateMachineForExecutionOutput>('DescribeStateMachineForExecution', {
    executionArn,
  });
  expect(after.definition).toContain('Done');
  expect(running.definition).toBe(before.definition);
  expect(after.creationDate).toEqual(before.creationDate);
});

test.each([
  [
    'DescribeExecution',
    { executionArn: 'arn:aws:states:us-east-1:000000000000:execution:m:x' },
    'ExecutionDoesNotExist',
  ],
  ['GetExecutionHistory', { executionArn: 'nonsense' }, 'InvalidArn'],
  ['StopExecution', { executionArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:m' }, 'InvalidArn'],
  [
    'DescribeStateMachine',
    { stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:m' },
    'StateMachineDoesNotExist',
  ],
  [
    'ListExecutions',
    { stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:m' },
    'StateMachineDoesNotExist',
  ],
  ['RedriveExecution', { executionArn: 'x' }, 'UnknownOperationException'],
])('%s of what is not there is %s', async (operation, input, name) => {
  await expect(new Bench().call(operation, input)).rejects.toMatchObject({ name });
});

test('every operation names what it asks of IAM', () => {
  const { operations } = new Bench().stepFunctions.service;
  const input = { stateMachineArn: 'machine', executionArn: 'execution' };
  const asked = Object.entries(operations).map(([name, { permissions }]) => [name, permissions(input as never)]);
  const on = (resource: string, ...names: string[]) =>
    names.map((name) => [name, [{ action: `states:${name}`, resource }]]);
  expect(Object.fromEntries(asked)).toEqual(
    Object.fromEntries([
      ...on('machine', 'StartExecution', 'ListExecutions', 'DescribeStateMachine'),
      ...on(
        'execution',
        'DescribeExecution',
        'GetExecutionHistory',
        'StopExecution',
        'DescribeStateMachineForExecution',
      ),
      ...on('*', 'SendTaskSuccess', 'SendTaskFailure', 'SendTaskHeartbeat', 'ListStateMachines'),
    ]),
  );
});
