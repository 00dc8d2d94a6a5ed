import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVENT_NAMES } from '../../core/domain/log-line.ts';
import { until } from '../../local/story/api.ts';
import { put } from '../story/template.ts';
import { API, type ExampleWorld, startExample } from '../story/world-fixture.ts';
import { OWNER, takeFrom } from './letters.ts';

const TOKEN = 'T0KEN-nobody-may-read-XXXX';

/** A Slack that does what the test wants, and another place that it may point to. */
let slack: Server;
let elsewhere: Server;
let mood: 'well' | '500' | 'redirects' | 'hangs' | 'hangs up' = '500';
const taken: string[] = [];
let strayed = 0;

let world: ExampleWorld;
let shipped: Promise<{ readonly verdict?: string }>;

beforeAll(async () => {
  elsewhere = createServer((_, response) => {
    strayed += 1;
    response.end('ok');
  });
  slack = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    if (mood === 'hangs') return;
    if (mood === 'hangs up') return void request.socket.destroy();
    if (mood === 'redirects') return void response.writeHead(307, { location: urlOf(elsewhere) }).end();
    if (mood === '500') return void response.writeHead(500).end(`no_service ${TOKEN}`);
    taken.push(JSON.parse(body).text);
    response.end('ok');
  });
  for (const server of [slack, elsewhere]) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  world = await startExample({
    speed: 120,
    // A message that fails comes back ten seconds after the function's time is over, and is given up the first time here.
    belay(template) {
      put(template, 'AWS::Lambda::Function', 'NotifySlack', ['Timeout'], 6);
      put(template, 'AWS::SQS::Queue', 'Slack7', ['RedrivePolicy', 'maxReceiveCount'], 1);
    },
  });
  const SecretString = `${urlOf(slack)}/services/${TOKEN}`;
  await ask('secretsmanager', 'PutSecretValue', { SecretId: 'belay/slack-webhook', SecretString });
  await world.put(API, { bake: '0s' });
  shipped = world.ship('api', '1.0.0');
});
afterAll(async () => {
  await world?.stop();
  for (const server of [slack, elsewhere]) {
    server.closeAllConnections();
    server.close();
  }
});

const ask = (service: string, operation: string, input: object) =>
  world.world.wire.dispatch(service, operation, input, OWNER);
const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** Hands messages to the function, as the queue does; gives the ids of those that are to come back. */
async function tell(...bodies: readonly unknown[]): Promise<readonly string[]> {
  const Records = bodies.map((body, index) => ({
    messageId: String(index),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }));
  const Payload = Buffer.from(JSON.stringify({ Records }));
  const answer = await ask('lambda', 'Invoke', { FunctionName: 'belay-notify-slack:live', Payload });
  const { batchItemFailures } = JSON.parse(Buffer.from(answer.Payload as Uint8Array).toString());
  return batchItemFailures.map(({ itemIdentifier }: { itemIdentifier: string }) => itemIdentifier);
}

function news(text: string): object {
  const detail = { service: API, deployment: 'api-1', text };
  return { 'detail-type': 'version:update:start', detail };
}

test('a Slack that answers 500 does not touch the deployment', async () => {
  expect(await shipped).toMatchObject({ verdict: 'SUCCEEDED' });
});

test('while Slack fails, redirects, hangs up or hangs, nothing of a batch is taken for told', async () => {
  for (const bad of ['500', 'redirects', 'hangs up', 'hangs'] as const) {
    mood = bad;
    expect(await tell(news('one'), news('two')), bad).toEqual(['0', '1']);
  }
  expect([taken, strayed]).toEqual([[], 0]);
  mood = '500';
});

test('what Slack would not take lies in the last queue, and the next messages go on', async () => {
  const refused: string[] = [];
  await until('the refused messages', 25, async () => {
    refused.push(...(await takeFrom(world.world, 'SlackRefused')));
    return refused.length > 0 ? true : undefined;
  });
  const events = refused.map((body) => JSON.parse(body)['detail-type']);
  expect(events[0]).toBe('version:update:start');
  mood = 'well';
  expect(await tell(news('at last'))).toEqual([]);
  expect(taken.at(-1)).toContain('at last');
});

test('every event that Belay has is taken from the queue, and those for people are told', async () => {
  mood = 'well';
  const before = taken.length;
  for (const event of EVENT_NAMES) expect(await tell({ ...news(event), 'detail-type': event }), event).toEqual([]);
  const told = taken.slice(before).join('\n');
  for (const urgent of [
    'version:rollback:late',
    'version:rollback:command-failed',
    'version:update:approval',
    'version:update:error',
  ])
    expect(told).toContain(urgent);
});

test('a message that is none keeps the later ones back, and is not told', async () => {
  mood = 'well';
  const before = taken.length;
  for (const odd of ['no JSON', {}, { 'detail-type': 'version:update:start' }, { ...news('x'), 'detail-type': 7 }])
    expect(await tell(news('before'), odd, news('after'))).toEqual(['1', '2']);
  expect(taken.slice(before).filter((text) => text.includes('after'))).toEqual([]);
});

test('the address of the webhook is in no file but that of the secret', () => {
  const files = readdirSync(world.folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(world.folder, name)).isFile(),
  );
  const holding = files.filter((name) => readFileSync(join(world.folder, name)).includes(TOKEN));
  expect(holding).toEqual([expect.stringMatching(/^secrets\//)]);
  expect(files.filter((name) => name.endsWith('.log')).length).toBeGreaterThan(5);
  expect(JSON.stringify(world.world.wire.calls.calls())).not.toContain(TOKEN);
});
