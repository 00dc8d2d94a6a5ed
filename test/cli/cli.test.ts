import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { VERSION } from '../../core/version.ts';
import { crashing } from '../story/images.ts';
import { type ExampleWorld, startExample } from '../story/world-fixture.ts';
import { belay as belayAt, type Ran } from './a-cli.ts';

const SETTINGS = { cluster: 'example', containers: { api: 'api' }, bake: '0s' };
const BELAY = fileURLToPath(new URL('../../cli/belay.mjs', import.meta.url));

let world: ExampleWorld;
let folder: string;
let digest: string;

beforeAll(async () => {
  world = await startExample({ speed: 120 });
  folder = mkdtempSync(join(tmpdir(), 'belay-cli-'));
  [digest] = await Promise.all([world.push('api', '1.0.0'), world.push('api', '1.1.0', crashing(3))]);
});
afterAll(async () => {
  await world?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const belay = (...words: string[]): Promise<Ran> => belayAt(world.running.api, ...words);
function file(settings: unknown): string {
  const path = join(folder, 'service.json');
  writeFileSync(path, typeof settings === 'string' ? settings : JSON.stringify(settings));
  return path;
}

test('before any service is adopted, status says how to adopt one', async () => {
  expect(await belay('status')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('belay services put'),
    stderr: '',
  });
  expect((await belay('status', '--json')).json).toEqual({ items: [] });
});

test('services put adopts a service, and services show gives its settings back', async () => {
  const put = await belay('services', 'put', 'staging/api', '--file', file(SETTINGS), '--json');
  expect(put).toMatchObject({ exitCode: 0, json: { key: 'staging/api', cluster: 'example' }, stderr: '' });
  expect((await belay('services', 'show', 'api', '--json')).json).toMatchObject({ settings: { bake: 0 } });
  expect((await belay('services')).stdout).toMatch(/^SERVICE +RUNS.*\nstaging\/api/);
});

test('bad settings, no file and a file that is no JSON are bad usage', async () => {
  const put = (path: string): Promise<Ran> => belay('services', 'put', 'staging/api', '--file', path);
  const bad = await put(file({ ...SETTINGS, colour: 'red' }));
  expect(bad).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringMatching(/colour.*\[BadRequest]/) });
  expect(await put(file('{'))).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('service.json') });
  expect(await put(join(folder, 'none'))).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('none') });
  for (const name of ['api', '../api/x', 'a/b/c'])
    expect(await belay('services', 'put', name, '--file', file(SETTINGS))).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(`"${name}"`),
    });
});

test('versions takes a service, its short name or a repository, and gives the same', async () => {
  const of = async (...words: string[]): Promise<unknown> => (await belay('versions', ...words, '--json')).json;
  const all = await of('staging/api');
  expect(all).toMatchObject({
    items: [
      { tags: [expect.stringMatching(/^1\./)] },
      { tags: [expect.stringMatching(/^1\./)] },
      { tags: ['placeholder'] },
    ],
  });
  expect([await of('api'), Object(await of('web')).items]).toEqual([
    all,
    [expect.objectContaining({ repository: 'web' })],
  ]);
  expect((await belay('versions', 'api', '--limit', '1')).stdout).toMatch(/more: --cursor \S+$/);
  expect((await belay('versions', 'nothing')).stdout).toContain('no version of nothing');
});

test('verify says that a deployment can start, and ends with 3 and the next move where it would fail', async () => {
  const fine = await belay('verify', 'api', '1.0.0');
  expect(fine).toMatchObject({ exitCode: 0, stderr: '' });
  expect(fine.stdout).toMatch(/ok +service +example\/api: ACTIVE[\s\S]*to 1\.0\.0 can start: nothing refused/);
  const bad = await belay('verify', 'api', '9.9.9');
  expect(bad.exitCode).toBe(3);
  expect(bad.stdout).toMatch(/refused +image .*9\.9\.9.*\n +→ belay versions staging\/api\n/);
  expect(await belay('verify', 'api', '9.9.9', '--json')).toMatchObject({
    exitCode: 3,
    json: { wouldBeRefused: true, version: null, findings: expect.any(Array) },
  });
  expect(await belay('verify', 'nothing')).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('no service'),
  });
});

test('upgrade --dry-run says what it would do, and does nothing', async () => {
  const dry = await belay('upgrade', 'api', '1.0.0', '--first', '--dry-run');
  expect(dry).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/→ 1\.0\.0[\s\S]*belay deploy --plan/) });
  expect((await belay('history', 'api', '--json')).json).toMatchObject({ items: { length: 0 } });
});

test('deploy --watch tells each step and ends with the verdict: 0 where the version serves', async () => {
  const ran = await belay('deploy', 'api', '1.0.0', '--first', '--watch', '--json', '--reason', 'a test');
  expect(ran.json).toMatchObject({ verdict: 'SUCCEEDED', to: { version: '1.0.0', digest }, reason: 'a test' });
  expect(ran).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('Deploying 1.0.0') });
});

test('deploy --watch ends with 4 where the version is taken back, and a second deploy of it is refused with 3', async () => {
  const ran = await belay('deploy', 'staging/api', '1.1.0', '--watch');
  expect(ran).toMatchObject({ exitCode: 4, stdout: expect.stringMatching(/\nROLLED_BACK: .*exit code 3/), stderr: '' });
  const again = await belay('deploy', 'api', '1.1.0', '--json');
  expect(again).toMatchObject({ exitCode: 3, json: { exitCode: 3, error: expect.stringContaining('belay lift') } });
  expect(again.stderr).toMatch(/^belay: 1\.1\.0 was rolled back/);
});

test('why, history and status tell what happened', async () => {
  expect((await belay('why', 'api')).stdout).toMatch(/^hold by api-\S+: .*\n[\s\S]*\ndenied sha256:/);
  expect((await belay('history', 'api', '--json')).json).toMatchObject({
    items: [{ verdict: 'ROLLED_BACK' }, { verdict: 'SUCCEEDED' }],
  });
  expect((await belay('history', 'api', '--limit', '1')).stdout).toMatch(/ROLLED_BACK.*\nmore: --cursor/);
  expect((await belay('status', 'api')).stdout).toMatch(/runs +1\.0\.0 \(sha256:/);
});

test('lift lets automation back in, and allows an image only where it was denied', async () => {
  const other = await belay('lift', 'api', '--digest', `sha256:${'0'.repeat(64)}`);
  expect(other).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('belay why') });
  expect((await belay('lift', 'api', '--json')).json).toEqual({ service: 'staging/api', hold: null });
  expect((await belay('why', 'api', '--json')).json).toMatchObject({ hold: null });
});

test('who gives up waiting ends with 7, and is told how to go on; the deployment goes on', async () => {
  const started = await belay('rollback', 'api', '--watch', '--timeout', '0');
  expect(started).toMatchObject({
    exitCode: 7,
    stderr: expect.stringMatching(/it goes on\. `belay watch \S+` follows/),
  });
  const [id = ''] = /api-\S+-[a-z0-9]{4}(?=`)/.exec(started.stderr) ?? [];
  expect(await belay('watch', id)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('SUCCEEDED') });
});

test('a short name that two environments have is bad usage, and BELAY_ENVIRONMENT decides', async () => {
  expect((await belay('services', 'put', 'production/api', '--file', file(SETTINGS))).exitCode).toBe(0);
  const both = await belay('status', 'api');
  expect(both).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/production\/api.*BELAY_ENVIRONMENT/) });
  process.env.BELAY_ENVIRONMENT = 'production';
  onTestFinished(() => {
    delete process.env.BELAY_ENVIRONMENT;
  });
  expect((await belay('status', 'api', '--json')).json).toMatchObject({ service: 'production/api', running: null });
});

test('the command itself finds its API, prints one document and sets the exit code', async () => {
  const env = { ...process.env, BELAY_API: world.running.api };
  const command = (...words: string[]) => promisify(execFile)(process.execPath, [BELAY, ...words], { env });
  const { stdout, stderr } = await command('status', 'staging/api', '--json');
  expect([JSON.parse(stdout).service, stderr]).toEqual(['staging/api', '']);
  await expect(command('status', 'nothing', '--json')).rejects.toMatchObject({
    code: 3,
    stdout: expect.stringMatching(/^\{"error":.*\}\n$/),
    stderr: expect.stringMatching(/^belay: no service "nothing"/),
  });
  expect((await command('--version')).stdout.trim()).toBe(VERSION);
});
