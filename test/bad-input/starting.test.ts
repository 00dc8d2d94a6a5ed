import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { lockFolder } from '../../local/kernel/folder-lock.ts';
import { runWorld, stopWorld } from '../../local/run-world.ts';
import { readSettings } from '../../local/settings.ts';
import { readAssembly } from '../../local/template/cloud-assembly.ts';
import { createWorld } from '../../local/world.ts';
import { assemblyFolder } from '../story/assembly-folder.ts';
import { freePorts } from '../story/free-ports.ts';
import { processesOf } from '../story/local-mode.ts';

const START = fileURLToPath(new URL('../../local/start.ts', import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'belay-starting-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the local mode, which must end by itself, and gives its exit status with all that it said. */
async function refused(environment: Record<string, string>, ...words: string[]): Promise<string> {
  const env = { ...process.env, BELAY_FOLDER: folder, ...environment };
  const child = spawn(process.execPath, [START, '--no-story', ...words], { env });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk;
    });
  return new Promise((resolve) => child.once('close', (status) => resolve(`exit ${status}: ${said}`)));
}

async function takenPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return String(typeof address === 'object' && address !== null ? address.port : 0);
}

describe('the local mode does not start, says why, and leaves nothing behind', () => {
  test.each(['BELAY_AWS_PORT', 'BELAY_API_PORT', 'BELAY_REGISTRY_PORT'])('when %s is taken', async (variable) => {
    const [one, two, three] = await freePorts();
    const ports = { BELAY_AWS_PORT: String(one), BELAY_API_PORT: String(two), BELAY_REGISTRY_PORT: String(three) };
    const port = await takenPort();
    expect(await refused({ ...ports, [variable]: port })).toMatch(
      new RegExp(`^exit 2: belay: port ${port} is taken.*${variable}`),
    );
    expect(processesOf(folder)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('when another local mode uses its folder', async () => {
    const release = lockFolder(folder);
    onTestFinished(release);
    const said = await refused({});
    expect(said).toMatch(/^exit 2: belay: another local mode/);
    for (const word of [`process ${process.pid}`, folder, 'BELAY_FOLDER']) expect(said).toContain(word);
    expect(existsSync(join(folder, 'lock'))).toBe(true);
  });

  test('when its folder cannot be made', async () => {
    expect(await refused({ BELAY_FOLDER: '/dev/null/belay' })).toMatch(/^exit 2: .*\/dev\/null\/belay/);
  });

  test('when it does not know a word', async () => {
    expect(await refused({}, '--colour')).toMatch(/^exit 2: .*--colour[\s\S]*usage: npm start/);
  });
});

test.each([
  [{ BELAY_API_PORT: '4566' }, /BELAY_AWS_PORT, BELAY_API_PORT.*different/],
  [{ BELAY_AWS_PORT: 'http' }, /BELAY_AWS_PORT is "http"/],
  [{ BELAY_API_PORT: '70000' }, /BELAY_API_PORT is "70000"/],
  [{ BELAY_SPEED: '0' }, /BELAY_SPEED is "0"/],
  [{ BELAY_VISITORS: 'many' }, /BELAY_VISITORS is "many"/],
  [{ BELAY_BALANCER_ADDRESS: '0.0.0.0' }, /BELAY_BALANCER_ADDRESS is "0.0.0.0"/],
  // The address is a secret, and is not repeated.
  [{ SLACK_WEBHOOK_URL: 'hush-hush' }, /^(?!.*hush).*SLACK_WEBHOOK_URL/],
])('the setting %j is told by its name', (environment, says) => {
  expect(() => readSettings([], environment)).toThrow(says);
});

test('a lock whose process is gone is taken over', () => {
  writeFileSync(join(folder, 'lock'), '4194304 1');
  lockFolder(folder)();
  expect(readdirSync(folder)).toEqual([]);
});

describe('a damaged file is named with what to do, whichever it is', () => {
  /** What a machine that lost its power can leave of a file: half of it, nothing, or nulls. */
  const DAMAGES = [
    (bytes: Buffer) => bytes.subarray(0, bytes.length / 2),
    () => Buffer.alloc(0),
    (bytes: Buffer) => Buffer.alloc(bytes.length),
  ];

  test('every document of a run', async () => {
    await comeUp();
    const files = jsonFilesIn(folder);
    expect(files.length).toBeGreaterThan(10);
    for (const [index, path] of files.entries()) {
      const sound = readFileSync(path);
      writeFileSync(path, DAMAGES[index % DAMAGES.length]?.(sound) ?? '');
      const why = await comeUp().then(
        () => 'it came up',
        (error: Error) => error.message,
      );
      // The definitions of machines are in the template as well, and written anew.
      if (why === 'it came up') expect(readFileSync(path), path).toEqual(sound);
      else expect(why).toMatch(new RegExp(`${path} is damaged.*--reset`));
      writeFileSync(path, sound);
    }
    await comeUp();
    expect(processesOf(folder)).toEqual([]);
  });

  test('the data of the database', async () => {
    const data = readdirSync(join(folder, 'dynamodb')).map((name) => join(folder, 'dynamodb', name));
    expect(data).not.toEqual([]);
    for (const path of data) writeFileSync(path, 'no data at all');
    await expect(comeUp()).rejects.toThrow(new RegExp(`${folder}.*--reset`, 's'));
    expect(processesOf(folder)).toEqual([]);
  });
});

/** Starts a local AWS with Belay in it, in this process, and stops it. */
async function comeUp(): Promise<void> {
  const ports = { aws: 0, api: 0, registry: 0 };
  const world = await createWorld({ folder, ports, speed: 60, balancerAddress: '127.19.7.1', onProblem: () => {} });
  try {
    await runWorld(world, readAssembly(assemblyFolder()));
  } finally {
    await stopWorld(world);
  }
}

function jsonFilesIn(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => join(root, name))
    .filter((path) => path.endsWith('.json') && statSync(path).isFile())
    .sort();
}
