import { afterEach, expect, test } from 'vitest';
import { stateFilesInMemory } from '../../../local/kernel/state-files.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { aLambdaBench, QUEUE, ROLE, until } from './a-lambda.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

function aBench(options?: Parameters<typeof aLambdaBench<VirtualClock>>[0]) {
  const bench = aLambdaBench<VirtualClock>(options);
  ends.push(() => bench.end());
  return bench;
}

/** Counts its runs and fails each of them. */
const FAILING = `
  let runs = 0;
  export const handler = async (event) => { console.log('run ' + ++runs); throw new Error('no ' + event.n); };`;

test('an event that keeps failing is tried three times and then kept in the failure queue, with all that is known', async () => {
  const bench = aBench();
  await bench.aFunction('failing', FAILING);
  await bench.add('AWS::Lambda::EventInvokeConfig', 'Config', {
    FunctionName: 'failing',
    Qualifier: '$LATEST',
    DestinationConfig: { OnFailure: { Destination: QUEUE } },
  });
  const started = bench.clock.now();
  await bench.lambda.lambdas.send('failing', { n: 1 });
  await until(() => bench.logs.some((line) => line.includes('Invoke Error')));
  await bench.clock.advance(59_000);
  expect(bench.logs).not.toContain('failing: run 2');
  await bench.clock.advance(1000);
  await until(() => bench.logs.filter((line) => line.includes('Invoke Error')).length === 2);
  expect(bench.logs).toContain('failing: run 2');
  await bench.clock.advance(120_000);
  await until(() => bench.sent.length > 0);

  expect(bench.logs).toContain('failing: run 3');
  expect(bench.sent).toEqual([
    {
      queue: QUEUE,
      body: {
        version: '1.0',
        timestamp: new Date(started + 180_000).toISOString(),
        requestContext: {
          requestId: expect.any(String),
          functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:failing:$LATEST',
          condition: 'RetriesExhausted',
          approximateInvokeCount: 3,
        },
        requestPayload: { n: 1 },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: { errorType: 'Error', errorMessage: 'no 1', trace: expect.any(Array) },
      },
    },
  ]);
  expect(bench.asked).toContainEqual({ role: ROLE, permissions: [{ action: 'sqs:SendMessage', resource: QUEUE }] });
  expect(bench.files.load('lambda/events')).toEqual([]);
});

test('retries and age are as the configuration of the alias says', async () => {
  const bench = aBench();
  await bench.aFunction('failing', FAILING);
  const version = await bench.add('AWS::Lambda::Version', 'V1', { FunctionName: 'failing' });
  expect(version.ref).toBe('arn:aws:lambda:us-east-1:000000000000:function:failing:1');
  const FunctionVersion = version.attributes.Version;
  const alias = await bench.add('AWS::Lambda::Alias', 'Live', {
    FunctionName: 'failing',
    Name: 'live',
    FunctionVersion,
  });
  await bench.add('AWS::Lambda::EventInvokeConfig', 'Config', {
    FunctionName: 'failing',
    Qualifier: 'live',
    MaximumRetryAttempts: 1,
    MaximumEventAgeInSeconds: 60,
    DestinationConfig: { OnFailure: { Destination: QUEUE } },
  });
  await bench.lambda.lambdas.send(alias.ref, { n: 1 });
  await until(() => bench.logs.some((line) => line.includes('Invoke Error')));
  await bench.clock.advance(60_000);
  await until(() => bench.sent.length > 0);
  expect(bench.sent[0]?.body).toMatchObject({
    requestContext: { functionArn: alias.ref, approximateInvokeCount: 2 },
    responseContext: { executedVersion: '1' },
  });
});

test('an accepted event outlives a killed run, and runs when the next one has its functions', async () => {
  const files = stateFilesInMemory();
  const killed = aBench({ files });
  await killed.aFunction('failing', FAILING);
  await killed.lambda.lambdas.send('failing', { n: 7 });
  expect(files.load('lambda/events')).toMatchObject([{ payload: '{"n":7}', attempts: 0 }]);
  await killed.lambda.stop();

  const next = aBench({ files });
  await next.aFunction('failing', `export const handler = async (event) => { console.log('got ' + event.n); };`);
  await next.lambda.start();
  await until(() => next.logs.includes('failing: got 7'));
  await until(() => files.load<unknown[]>('lambda/events')?.length === 0);
});

test('an event that waits for its next try is tried when that is due, also after a restart', async () => {
  const files = stateFilesInMemory();
  const clock = new VirtualClock();
  const killed = aBench({ files, clock });
  await killed.aFunction('failing', FAILING);
  await killed.lambda.lambdas.send('failing', { n: 1 });
  await until(() => killed.logs.some((line) => line.includes('Invoke Error')));
  await until(() => Object(files.load<unknown[]>('lambda/events')?.[0]).attempts === 1);
  await killed.lambda.stop();

  const next = aBench({ files, clock });
  await next.aFunction('failing', FAILING);
  await next.lambda.start();
  await clock.advance(59_000);
  expect(next.logs).toEqual([]);
  await clock.advance(1000);
  await until(() => next.logs.includes('failing: run 1'));
});

test('an event over 1 MB is refused at once', async () => {
  const bench = aBench();
  await bench.aFunction('failing', FAILING);
  await expect(bench.lambda.lambdas.send('failing', 'x'.repeat(1_048_577))).rejects.toMatchObject({
    name: 'RequestTooLargeException',
    status: 413,
  });
});
