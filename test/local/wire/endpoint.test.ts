import { connect } from 'node:net';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AwsError } from '../../../local/kernel/aws-error.ts';
import { decodeCbor, encodeCbor } from '../../../local/wire/cbor.ts';
import type { RawService } from '../../../local/wire/raw-service.ts';
import { createWire } from '../../../local/wire/wire.ts';
import { aService, aWire, clientOf, denyAll, OWNER, post } from './a-wire.ts';

const rawDynamo: RawService = {
  name: 'dynamodb',
  targets: ['DynamoDB_20120810'],
  permissions: (operation) => [{ action: `dynamodb:${operation}`, resource: '*' }],
  forward: async (target, body) => {
    const status = target.endsWith('.DeleteTable') ? 400 : 200;
    const text = status === 200 ? '{"TableNames":["t"]}' : '{"__type":"x#ResourceNotFoundException","message":"no"}';
    return {
      status,
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-length': String(body.length) },
      body: Buffer.from(text),
    };
  },
};

test('a raw service gets the bytes and gives the answer', async () => {
  const wire = await aWire({ raw: [rawDynamo] });
  const client = new dynamodb.DynamoDBClient(clientOf(wire));
  expect((await client.send(new dynamodb.ListTablesCommand({ Limit: 1 }))).TableNames).toEqual(['t']);
  await expect(client.send(new dynamodb.DeleteTableCommand({ TableName: 'ttt' }))).rejects.toBeInstanceOf(
    dynamodb.ResourceNotFoundException,
  );
  expect(wire.calls.counts()).toEqual({ 'dynamodb:ListTables': 1, 'dynamodb:DeleteTable': 1 });
});

test('a raw service is behind IAM, too', async () => {
  const client = new dynamodb.DynamoDBClient(clientOf(await aWire({ raw: [rawDynamo], authorize: denyAll })));
  await expect(client.send(new dynamodb.ListTablesCommand({}))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
});

test('answers carry the time of the local AWS', async () => {
  const wire = await aWire({});
  const { headers } = await post(wire, { 'x-amz-target': 'a.b' }, '{}');
  expect(headers.get('date')).toBe(new Date(wire.clock.now()).toUTCString());
});

test('a port that is taken is told by name, with the variable that moves it', async () => {
  const wire = await aWire({});
  const port = Number(new URL(wire.url).port);
  await expect(aWire({ port })).rejects.toThrow(`port ${port} is taken`);
  await expect(aWire({ port })).rejects.toThrow('BELAY_AWS_PORT');
});

test('the endpoint listens on loopback alone', async () => {
  expect((await aWire({})).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test('health and calls can be asked for, but not under the name of a stranger', async () => {
  const wire = await aWire({ raw: [rawDynamo] });
  await post(wire, { 'x-amz-target': 'DynamoDB_20120810.ListTables' }, '{}');
  expect(await (await fetch(`${wire.url}/_local/health`)).json()).toEqual({ status: 'ok' });
  const calls = await (await fetch(`${wire.url}/_local/calls?service=dynamodb`)).json();
  expect(calls).toMatchObject({
    counts: { 'dynamodb:ListTables': 1 },
    calls: [{ operation: 'ListTables', caller: { arn: OWNER.arn } }],
  });
  const { port } = new URL(wire.url);
  const stranger = await raw(
    Number(port),
    'GET /_local/calls HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
  );
  expect(stranger).toMatch(/^HTTP\/1\.1 403 /);
});

test('a request that is too long is refused, and the next one is answered', async () => {
  const wire = await aWire({});
  const { port } = new URL(wire.url);
  const head = `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${17 * 1024 * 1024}\r\n\r\n`;
  expect(await raw(Number(port), head + 'x'.repeat(17 * 1024 * 1024))).toMatch(/^HTTP\/1\.1 413 /);
  expect((await fetch(`${wire.url}/_local/health`)).status).toBe(200);
});

test('hostile bytes never stop the endpoint', async () => {
  const wire = await aWire({
    services: [{ module: cloudwatch, service: aService('cloudwatch', { DescribeAlarms: () => ({}) }) }],
  });
  const targets = [
    [{ 'x-amz-target': 'GraniteServiceVersion20100801.DescribeAlarms' }, '/'],
    [{ 'content-encoding': 'gzip', 'x-amz-target': 'GraniteServiceVersion20100801.DescribeAlarms' }, '/'],
    [{ 'content-type': 'application/x-www-form-urlencoded' }, '/'],
    [{}, '/service/GraniteServiceVersion20100801/operation/DescribeAlarms'],
  ] as const;
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), fc.constantFrom(...targets), async (bytes, [headers, path]) => {
      const { status } = await post(wire, { ...headers }, bytes, path);
      expect([200, 400]).toContain(status);
    }),
    { numRuns: 150 },
  );
  expect(wire.defects).toEqual([]);
});

test('CloudWatch answers in CBOR to who asks in CBOR', async () => {
  const at = new Date('2026-11-20T10:00:00.250Z');
  const DescribeAlarms = ({ AlarmNames }: cloudwatch.DescribeAlarmsInput) => ({
    MetricAlarms: [{ AlarmName: AlarmNames?.[0], StateUpdatedTimestamp: at, Threshold: 1.5 }],
  });
  const wire = await aWire({ services: [{ module: cloudwatch, service: aService('cloudwatch', { DescribeAlarms }) }] });
  const ask = async (operation: string, body: unknown) => {
    const path = `/service/GraniteServiceVersion20100801/operation/${operation}`;
    const bytes = Buffer.from(encodeCbor(body));
    const response = await fetch(`${wire.url}${path}`, {
      method: 'POST',
      headers: { 'smithy-protocol': 'rpc-v2-cbor' },
      body: bytes,
    });
    return [response.status, decodeCbor(new Uint8Array(await response.arrayBuffer()))];
  };
  const alarm = { AlarmName: 'a', StateUpdatedTimestamp: at, Threshold: 1.5 };
  expect(await ask('DescribeAlarms', { AlarmNames: ['a'] })).toEqual([200, { MetricAlarms: [alarm] }]);
  expect(await ask('DescribeAlarms', { AlarmName: 'a' })).toMatchObject([400, { __type: 'ValidationException' }]);
});

test('CBOR gives back what it was given', () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.string({ unit: 'grapheme' }),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
      fc.boolean(),
      fc.constant(null),
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      fc.array(tie('any')),
      fc.dictionary(fc.string(), tie('any')),
    ),
  })).any;
  fc.assert(
    fc.property(value, (given) => {
      expect(decodeCbor(encodeCbor({ given }))).toEqual({ given });
    }),
    // Its seconds times 1000 are a hair below a whole number of milliseconds.
    { examples: [[new Date('1974-05-03T11:21:30.288Z')]] },
  );
});

test('bytes that are no CBOR are a SerializationException and nothing else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
      try {
        decodeCbor(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(AwsError);
      }
    }),
  );
});

test('stop ends connections that are kept alive', async () => {
  const clock = { now: () => 0, after: () => () => {} };
  const nothing = {
    services: [],
    raw: [],
    callerOf: () => OWNER,
    authorize: () => {},
    onCall: () => {},
    log: () => {},
  };
  const wire = await createWire({ port: 0, clock, ...nothing });
  await (await fetch(`${wire.url}/_local/health`)).text();
  await wire.stop();
  await expect(fetch(`${wire.url}/_local/health`)).rejects.toThrow();
});

function raw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', () => resolve(answer));
    socket.on('close', () => resolve(answer));
  });
}
