import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  const bundles = await bundle({ one: sample, two: sample }, out);

  expect(readdirSync(out).sort()).toEqual(['one', 'two']);
  for (const [name, files] of bundles)
    expect(files.map(({ fileName }) => fileName).sort()).toEqual(readdirSync(join(out, name)).sort());
  const sources = bundles.get('one')?.flatMap(({ moduleIds }) => moduleIds) ?? [];
  expect(sources.filter((path) => /credential-provider-(ini|sso|process|web-identity)/.test(path))).toEqual([]);
  expect(readFileSync(join(out, 'one', 'index.mjs'), 'utf8')).not.toContain('none of it stays');

  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIASAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  const { handler } = await import(pathToFileURL(join(out, 'two', 'index.mjs')).href);
  expect(await handler()).toBe('AKIASAMPLE');
});

test('a bundle reads of the modules of Node only what it uses', async () => {
  const sample = join(folder, 'builtins.ts');
  writeFileSync(
    sample,
    `import { randomUUID } from 'node:crypto';
     import * as fs from 'fs';
     import process from 'node:process';
     export const handler = async () => [randomUUID().length, fs.existsSync('/'), process.version, typeof (await import('node:os')).EOL];`,
  );
  const out = join(folder, 'builtins');
  const files = (await bundle({ one: sample }, out)).get('one');

  expect(files?.flatMap(({ imports }) => imports)).toEqual([]);
  expect(files?.flatMap(({ dynamicImports }) => dynamicImports)).toEqual(['node:os']);
  const { handler } = await import(pathToFileURL(join(out, 'one', 'index.mjs')).href);
  expect(await handler()).toEqual([36, true, process.version, 'string']);
});

test('no bundle has a character that would make Node keep all of it in two bytes each', async () => {
  const sample = join(folder, 'signs.ts');
  writeFileSync(sample, `export const handler = async () => '… → ✓'.replace(/[…→]/g, '–');`);
  const out = join(folder, 'signs');
  await bundle({ one: sample }, out);
  const path = join(out, 'one', 'index.mjs');

  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant.
  expect(readFileSync(path, 'utf8')).toMatch(/^[\x00-\x7f]+$/);
  const { handler } = await import(pathToFileURL(path).href);
  expect(await handler()).toBe('– – ✓');
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

  expect(readdirSync(join(out, 'one')).sort()).toEqual([
    'index.mjs',
    expect.stringMatching(/^later-rare-[\w-]+\.mjs$/),
  ]);
  const { handler } = await import(pathToFileURL(join(out, 'one', 'index.mjs')).href);
  expect('rareWasRead' in globalThis).toBe(false);
  expect(await handler()).toBe(42);
});

test('no function reads at its start what only some of its events need', async () => {
  const out = join(folder, 'starts');
  const entries = Object.fromEntries(ENTRIES.map((name) => [name, join(root, 'functions', `${name}.ts`)]));
  const bundles = await bundle(entries, out);
  const atStart = (name: string) => bundles.get(name)?.find(({ fileName }) => fileName === 'index.mjs');
  const sourcesOf = (name: string): readonly string[] => {
    const { modules = {} } = atStart(name) ?? {};
    return Object.keys(modules).filter((source) => (modules[source]?.renderedLength ?? 0) > 0);
  };
  const reading = (part: RegExp) => ENTRIES.filter((name) => sourcesOf(name).some((source) => part.test(source)));

  // One file, then, is all that there is to look into.
  for (const name of ENTRIES) expect(atStart(name)?.imports).toEqual([]);
  expect(reading(/client-dynamodb\//)).toContain('api');
  expect(reading(/rrule-temporal/)).toEqual([]);
  expect(reading(/client-(ecs|ecr|sfn|cloudwatch|scheduler|elastic-load-balancing-v2)\//)).toEqual([]);
  expect(reading(/\/zod\//)).not.toContain('api');
  expect(reading(/core\/operations\/(make-plan|deploy|adopt|roll-back)\.ts/)).not.toContain('api');
});

test.each(ENTRIES)('the entry %s has its file', (name) => {
  expect(existsSync(join(root, 'functions', `${name}.ts`))).toBe(true);
});
