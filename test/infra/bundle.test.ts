import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { bundle } from '../../infra/bundle.ts';
import { defaultProvider } from '../../infra/environment-credentials.ts';
import { ENTRIES } from '../../infra/function-names.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'belay-bundle-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.unstubAllEnvs();
});

test('each entry becomes a bundle in a folder of its own, which runs, and carries no part of the credential chain', async () => {
  const sample = join(folder, 'sample.ts');
  writeFileSync(
    sample,
    `import { SFNClient } from '${join(root, 'node_modules/@aws-sdk/client-sfn/dist-es/index.js')}';
     /** @license none of it stays */
     const client = new SFNClient({ region: 'eu-west-1' });
     export const handler = async (): Promise<string> => (await client.config.credentials()).accessKeyId;`,
  );
  const out = join(folder, 'out');
  const { inputs, outputs } = await bundle({ one: sample, two: sample }, out);

  expect(readdirSync(out).sort()).toEqual(['metafile.json', 'one', 'two']);
  const paths = Object.keys(outputs).map((path) => path.split('/').slice(-2).join('/'));
  expect(paths).toEqual(expect.arrayContaining(['one/index.mjs', 'two/index.mjs']));
  for (const name of ['one', 'two'])
    expect(paths.filter((path) => path.startsWith(`${name}/`)).sort()).toEqual(
      readdirSync(join(out, name)).map((file) => `${name}/${file}`),
    );
  expect(Object.keys(inputs).filter((path) => /credential-provider-(ini|sso|process|web-identity)/.test(path))).toEqual(
    [],
  );
  const imported = Object.values(outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  expect(imported).toContain('node:https');
  expect(imported).not.toContain('node:process');

  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIASAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  const { handler } = await import(pathToFileURL(join(out, 'two', 'index.mjs')).href);
  expect(await handler()).toBe('AKIASAMPLE');
});

test('without credentials in the environment the message says which are missing', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
  await expect(defaultProvider()()).rejects.toThrow('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set');
});

test('what is imported where it is used is read then, and files of builds before are gone', async () => {
  const sample = join(folder, 'split.ts');
  writeFileSync(join(folder, 'rare.ts'), `globalThis.rareWasRead = true; export const answer = 42;`);
  writeFileSync(sample, `export const handler = async () => (await import('./rare.ts')).answer;`);
  const out = join(folder, 'split');
  await bundle({ one: sample }, out);
  writeFileSync(join(out, 'one', 'later-rare-OLD.mjs'), '');
  await bundle({ one: sample }, out);

  expect(readdirSync(join(out, 'one')).sort()).toEqual(['index.mjs', expect.stringMatching(/^later-rare-\w+\.mjs$/)]);
  const { handler } = await import(pathToFileURL(join(out, 'one', 'index.mjs')).href);
  expect('rareWasRead' in globalThis).toBe(false);
  expect(await handler()).toBe(42);
});

test('no function reads at its start what only some of its events need', async () => {
  const out = join(folder, 'starts');
  const entries = Object.fromEntries(ENTRIES.map((name) => [name, join(root, 'functions', `${name}.ts`)]));
  const { outputs } = await bundle(entries, out);
  const readAtStart = (path: string, seen = new Set<string>()): ReadonlySet<string> => {
    if (seen.has(path)) return seen;
    seen.add(path);
    for (const { path: next, kind, external } of outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && external !== true) readAtStart(next, seen);
    return seen;
  };
  const sourcesOf = (name: string): readonly string[] => {
    const index = Object.keys(outputs).find((path) => path.endsWith(`/${name}/index.mjs`)) ?? name;
    return [...readAtStart(index)].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}));
  };
  const reading = (part: RegExp) => ENTRIES.filter((name) => sourcesOf(name).some((source) => part.test(source)));

  expect(reading(/client-dynamodb\//)).toContain('api');
  expect(reading(/rrule-temporal/)).toEqual([]);
  expect(reading(/client-(ecs|ecr|sfn|cloudwatch|scheduler|elastic-load-balancing-v2)\//)).toEqual([]);
  expect(reading(/\/zod\//)).not.toContain('api');
});

test.each(ENTRIES)('the entry %s has its file', (name) => {
  expect(existsSync(join(root, 'functions', `${name}.ts`))).toBe(true);
});
