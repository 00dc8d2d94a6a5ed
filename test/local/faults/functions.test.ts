import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CallFaults } from '../../../local/faults/call-faults.ts';
import { batchFaults } from '../../../local/faults/delivery-faults.ts';
import type { WrittenFaults } from '../../../local/faults/fault-rules.ts';
import { Faults } from '../../../local/faults/faults.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { aLambdaBench, STREAM, until } from '../lambda/a-lambda.ts';
import { settle } from '../sqs/call.ts';
import { faultRules } from './rules.ts';

/** Calls AWS as often as it is told, as the SDK does: with the trace of its invocation. */
const CALLER = `export const handler = async ({ calls, url }) => {
  for (let call = 0; call < calls; call++)
    await fetch(url, { headers: { 'x-amzn-trace-id': process.env._X_AMZN_TRACE_ID } });
  return calls;
};`;

const faults = new Faults(new VirtualClock());
const bench = aLambdaBench({ isDoubled: batchFaults(faults) });
const door = new CallFaults(faults, (trace) => bench.lambda.runningWith(trace));
let server: Server;
let url: string;
let done = 0;

beforeEach(async () => {
  done = 0;
  server = createServer((request, response) => {
    const struck = door.doorOf(request.headersDistinct['x-amzn-trace-id']?.[0])?.('ecs', 'ListTasks', {});
    try {
      struck?.before();
      done += 1;
      struck?.after();
      response.end();
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  await bench.aFunction('caller', CALLER);
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function kill(rule: Omit<Extract<WrittenFaults['rules'][number], { door: 'function' }>, 'door' | 'fault'>): () => void {
  return faults.open(faultRules({ rules: [{ door: 'function', fault: 'kill', ...rule }] })).close;
}

const DIED = { ok: false, error: { errorType: 'Runtime.ExitError' } };

test.each([
  ['before', 1],
  ['after', 2],
] as const)('a function that is killed %s its second call has done %i, fails, and works again', async (when, calls) => {
  const end = kill({ function: 'caller', call: 2, when, times: 1 });
  expect(await bench.lambda.lambdas.invoke('caller', { calls: 3, url })).toMatchObject(DIED);
  expect(done).toBe(calls);
  expect(await bench.lambda.lambdas.invoke('caller', { calls: 3, url })).toEqual({ ok: true, payload: 3 });
  end();
});

test('only the run that is struck dies', async () => {
  const end = kill({ about: '"which":1' });
  const runs = [0, 1, 2].map((which) => bench.lambda.lambdas.invoke('caller', { calls: 1, url, which }));
  expect(await Promise.all(runs)).toMatchObject([{ ok: true }, DIED, { ok: true }]);
  end();
});

test('an event whose function was killed is tried again', async () => {
  bench.logs.length = 0;
  const end = kill({ times: 1 });
  await bench.lambda.lambdas.send('caller', { calls: 1, url });
  await until(() => bench.logs.some((line) => line.includes('Runtime.ExitError')));
  expect(done).toBe(0);
  await settle();
  await bench.clock.advance(60_000);
  await until(() => done === 1);
  end();
});

test('a batch of a stream that is doubled comes twice', async () => {
  const end = faults.open(
    faultRules({ rules: [{ door: 'batch', fault: 'duplicate', stream: STREAM, times: 1 }] }),
  ).close;
  await bench.aFunction('reader', 'export const handler = async ({ Records }) => console.log(Records[0].n);');
  bench.stream.push({ shard: 's', sequence: '1', createdAt: bench.clock.now(), record: { n: 'one' } });
  await bench.add('AWS::Lambda::EventSourceMapping', 'Mapping', {
    EventSourceArn: STREAM,
    FunctionName: 'reader',
    StartingPosition: 'TRIM_HORIZON',
  });
  await bench.lambda.start();
  const seen = () => bench.logs.filter((line) => line === 'reader: one').length;
  await until(() => seen() === 2);
  bench.stream.push({ shard: 's', sequence: '2', createdAt: bench.clock.now(), record: { n: 'two' } });
  bench.poke();
  await until(() => bench.logs.includes('reader: two'));
  expect(seen()).toBe(2);
  end();
});
