import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aProcessWorld, isAlive, type ProcessWorld } from './process-fixture.ts';

let world: ProcessWorld;
beforeEach(() => {
  world = aProcessWorld();
});
afterEach(() => world.end());

test('the image’s entrypoint, command, variables and working directory are what runs', async () => {
  const { ended } = world.start(
    { 'app/run': '#!/bin/sh\necho "$1 $COLOR $SIZE"; pwd; cat token', 'app/token': 'only in the image\n' },
    { environment: { COLOR: 'blue' } },
    {
      entrypoint: ['/app/run'],
      command: ['hello'],
      environment: ['COLOR=green', 'SIZE=a=b'],
      workingDirectory: '/app',
    },
  );
  expect(await ended).toEqual({ exitCode: 0 });
  expect(world.lines).toEqual(['hello blue a=b', join(world.root, 'app'), 'only in the image']);
});

test('an entrypoint given anew takes the image’s command away, a command alone replaces it', async () => {
  const files = { 'bin/say': '#!/bin/sh\necho "said:$*"' };
  const image = { entrypoint: ['say'], command: ['image'] };
  await world.start(files, { command: ['task'] }, image).ended;
  await world.start(files, { entrypoint: ['say', 'anew'] }, image).ended;
  expect(world.lines).toEqual(['said:task', 'said:anew']);
});

test('node may come from this machine, and absolute arguments mean the image’s files', async () => {
  const main = 'console.log(process.execPath, process.argv.slice(2).join())';
  const { ended } = world.start(
    { 'app/main.js': main, 'app/data': '' },
    { entrypoint: ['node', '/app/main.js'], command: ['/app/data', '/not/there', 'app/data', '/'] },
  );
  expect(await ended).toEqual({ exitCode: 0 });
  expect(world.lines).toEqual([`${process.execPath} ${join(world.root, 'app/data')},/not/there,app/data,/`]);
});

test('a program of the image goes before one of this machine', async () => {
  await world.start({ 'usr/bin/node': '#!/bin/sh\necho mine' }, { entrypoint: ['node'] }).ended;
  await world.start(
    { 'own/tool': '#!/usr/bin/env node\nconsole.log("tool")' },
    { entrypoint: ['tool'] },
    { environment: ['PATH=/own'] },
  ).ended;
  await world.start({}, { entrypoint: ['sh', '-c', 'tool'] }, { environment: ['PATH=/own'] }).ended;
  expect(world.lines).toEqual(['mine', 'tool', 'tool']);
});

test('nothing of this machine’s environment reaches a container but the PATH', async () => {
  process.env.BELAY_TEST_SECRET = 'secret';
  const { ended } = world.start(
    {},
    { entrypoint: ['node', '-p', 'Object.keys(process.env).sort().join()'], environment: { A: '1' } },
  );
  await ended;
  delete process.env.BELAY_TEST_SECRET;
  expect(world.lines).toEqual(['A,HOME,PATH']);
});

test.each([
  ['a bare name that is nowhere', ['nowhere'], 'exec: "nowhere": executable file not found in $PATH'],
  ['a path that is not in the image', ['/bin/sh'], 'exec: "/bin/sh": stat /bin/sh: no such file or directory'],
  ['a folder', ['/app'], 'exec: "/app": is a directory'],
  ['a file without permission', ['/app/plain'], 'exec: "/app/plain": permission denied'],
  ['a text that is no script', ['/app/text'], 'exec /app/text: exec format error'],
  ['an empty file', ['/app/empty'], 'exec /app/empty: exec format error'],
  ['a program for another machine', ['/app/elf'], 'exec /app/elf: exec format error'],
  ['a script whose interpreter is nowhere', ['/app/script'], 'exec /app/script: no such file or directory'],
  ['a link out of the image', ['/app/link'], 'exec: "/app/link": stat /app/link: no such file or directory'],
  ['nothing at all', [], 'no command specified'],
])('%s does not start, for the reason that Docker gives', async (_, entrypoint, notStarted) => {
  const elf = Buffer.from(`7f454c46020101${'00'.repeat(9)}0200f300${'00'.repeat(40)}`, 'hex');
  mkdirSync(join(world.root, 'app'));
  symlinkSync('../../../../../../bin/ls', join(world.root, 'app/link'));
  const files = {
    'app/text': 'echo',
    'app/plain': '#!/bin/sh',
    'app/empty': '',
    'app/elf': elf,
    'app/script': '#!/no/where',
  };
  world.start(files, { entrypoint: ['none'] });
  chmodSync(join(world.root, 'app/plain'), 0o644);
  const { pid, ended } = world.start({}, { entrypoint });
  expect(pid).toBeUndefined();
  expect(await ended).toEqual({ notStarted });
});

test('the exit code is the process’s own, or 128 and the signal', async () => {
  expect(await world.start({}, { entrypoint: ['sh', '-c', 'exit 7'] }).ended).toEqual({ exitCode: 7 });
  expect(await world.start({}, { entrypoint: ['sh', '-c', 'kill -9 $$'] }).ended).toEqual({ exitCode: 137 });
});

test('a stop is a SIGTERM that the process may answer', async () => {
  const code =
    'process.on("SIGTERM", () => { console.log("bye"); process.exit(3) }); console.log("up"); setInterval(() => {}, 1000)';
  const running = world.start({}, { entrypoint: ['node', '-e', code] });
  await world.said('up');
  running.stop(10_000);
  expect(await running.ended).toEqual({ exitCode: 3 });
  expect(world.lines).toEqual(['up', 'bye']);
});

test('who does not listen is killed after the grace, with all its children', async () => {
  const script = 'trap "" TERM; sleep 100 & echo "child $!"; echo up; while true; do wait; done';
  const running = world.start({}, { entrypoint: ['sh', '-c', script] });
  await world.said('up');
  const child = Number(world.lines[0]?.split(' ')[1]);
  expect(isAlive(child)).toBe(true);
  running.stop(50);
  expect(await running.ended).toEqual({ exitCode: 137 });
  // All get the signal in one call; when each is gone the system decides.
  await expect.poll(() => isAlive(child)).toBe(false);
});

test('children do not outlive the first process of a container', async () => {
  const running = world.start({}, { entrypoint: ['sh', '-c', 'sleep 100 & echo $!'] });
  expect(await running.ended).toEqual({ exitCode: 0 });
  await expect.poll(() => isAlive(Number(world.lines[0]))).toBe(false);
});

test('output comes line by line, very long lines in pieces, and the last one without an end', async () => {
  const code = 'process.stdout.write("a\\r\\n\\n" + "é".repeat(40000) + "\\nend")';
  await world.start({}, { entrypoint: ['node', '-e', code] }).ended;
  expect(world.lines.map((line) => line.length)).toEqual([1, 0, 16_384, 16_384, 7232, 3]);
  expect(world.lines.join('')).toBe(`a${'é'.repeat(40_000)}end`);
});

test('a process is noted while it runs, and no longer', async () => {
  const running = world.start({}, { entrypoint: ['sh', '-c', 'echo up; sleep 100'] });
  expect(readdirSync(world.notes)).toEqual([`${running.pid}.json`]);
  await world.processes.stopAll(1000);
  expect(readdirSync(world.notes)).toEqual([]);
  expect(existsSync(`/proc/${running.pid}`)).toBe(false);
});
