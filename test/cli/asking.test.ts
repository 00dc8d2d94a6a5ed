import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { run } from '../../cli/run.ts';
import { VERBS_THAT_WRITE } from './verbs.ts';

const FILE = join(tmpdir(), `belay-asking-${process.pid}.json`);
const FLEET = JSON.stringify({
  items: [{ service: 'staging/web', environment: 'staging', running: null, deploying: null, queued: null, held: null }],
});

/** An API that has one service, and notes what it is told to write. */
const written: string[] = [];
const server = createServer((request, response) => {
  const reads = request.method === 'GET';
  const answer = request.url?.startsWith('/v1/fleet') ? FLEET : '{"items":[]}';
  let body = '';
  request
    .on('data', (chunk) => {
      body += chunk;
    })
    .on('end', () => {
      if (!reads) written.push(`${request.method} ${request.url} ${body}`);
      response.writeHead(reads ? 200 : 409).end(answer);
    });
});

beforeAll(async () => {
  writeFileSync(FILE, '{}');
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => void written.splice(0));
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(FILE);
});

async function atTerminal(words: readonly string[], yes: boolean) {
  const [asked, said]: [string[], string[]] = [[], []];
  const { port } = server.address() as AddressInfo;
  const exitCode = await run(['--api', `http://127.0.0.1:${port}`, ...words], {
    out: (text) => void said.push(text),
    err: (line) => void said.push(line),
    ask: async (question) => {
      asked.push(question);
      return yes;
    },
  });
  return { exitCode, asked, said: said.join('\n') };
}

const filled = VERBS_THAT_WRITE.map((words) => words.map((word) => (word === 'FILE' ? FILE : word)));

test.each(filled)('belay %s %s %s … writes only after a yes', async (...words) => {
  const refused = await atTerminal(words, false);
  expect({ ...refused, written }).toMatchObject({ exitCode: 5, asked: [expect.any(String)], written: [] });
  expect(refused.said).toContain('nothing was');

  const agreed = await atTerminal(words, true);
  expect(agreed.asked).toHaveLength(1);
  expect(written).toHaveLength(1);
});

test.each(filled)('belay %s %s %s … --yes asks nothing', async (...words) => {
  const { asked } = await atTerminal([...words, '--yes'], false);
  expect({ asked, written: written.length }).toEqual({ asked: [], written: 1 });
});

test.each(filled)('belay %s %s %s … --dry-run asks nothing, and changes nothing', async (...words) => {
  const { asked, said } = await atTerminal([...words, '--dry-run'], false);
  const changes = written.filter((one) => !/^POST \/v1\/plans |\?dryRun=true |"dryRun":true/.test(one));
  expect({ asked, changes }).toEqual({ asked: [], changes: [] });
  expect(said).not.toBe('');
});

test('--dry-run says what would be asked', async () => {
  const words = ['lock', 'web', '--reason', 'a look', '--dry-run'];
  expect(await atTerminal(words, false)).toMatchObject({
    exitCode: 0,
    said: 'nothing was done: it would ask POST /v1/services/staging/web/lock {"reason":"a look"}',
  });
  expect(JSON.parse((await atTerminal([...words, '--json'], false)).said)).toEqual({
    dryRun: true,
    method: 'POST',
    path: '/v1/services/staging/web/lock',
    body: { reason: 'a look' },
  });
});

test('the question repeats what was typed', async () => {
  expect(await atTerminal(['cancel', 'web-1'], false)).toMatchObject({ exitCode: 5, asked: ['cancel web-1?'] });
});

test.each([
  [['status']],
  [['services']],
  [['freeze', 'list']],
  [['rollback-points', 'web']],
  [['rollback-point', 'check', 'rp-1']],
  [['plan', 'web', '1.0.0']],
  [['verify', 'web']],
  [['emergency', 'staging', '--reason', 'out', '--dry-run']],
  [['unadopt', 'web', '--dry-run']],
])('belay %j only looks, and asks nothing', async (words) => {
  const { asked } = await atTerminal([...words, '--json'], false);
  expect(asked).toEqual([]);
});

test.each([
  [['deploy', 'web'], 2],
  [['hold', 'nobody', '--reason', 'x'], 3],
  [['emergency', 'staging'], 2],
  [['rollback-point', 'create', 'web'], 2],
])('belay %j cannot be done, and says so before it asks', async (words, exitCode) => {
  expect(await atTerminal(words, true)).toMatchObject({ exitCode, asked: [] });
  expect(written).toEqual([]);
});
