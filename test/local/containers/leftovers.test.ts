import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aProcessWorld, isAlive, type ProcessWorld } from './process-fixture.ts';

let world: ProcessWorld;
beforeEach(() => {
  world = aProcessWorld();
});
afterEach(() => world.end());

/** Another run of the local mode, which starts `script` as a container and is then killed. */
async function killedRun(script: string): Promise<number[]> {
  const module = JSON.stringify(join(import.meta.dirname, '../../../local/containers/processes.ts'));
  const program = `
    import { createProcesses } from ${module};
    const image = { root: ${JSON.stringify(world.root)}, entrypoint: ['sh', '-c', ${JSON.stringify(script)}], command: [],
      environment: [], workingDirectory: '', user: '', digest: '' };
    const { pid } = createProcesses({ folder: ${JSON.stringify(world.notes)} })
      .start({ image, environment: {}, onLine: (line) => console.log(pid, line) });`;
  const run = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise<string>((resolve) => run.stdout.once('data', (text) => resolve(String(text))));
  await killed(run);
  return line.trim().split(' ').map(Number);
}

function killed(child: ChildProcess): Promise<unknown> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  return gone;
}

describe.runIf(process.platform === 'linux')('after a kill -9', () => {
  test('the containers of the former run are ended, with their children', async () => {
    const [leader = 0, child = 0] = await killedRun('sleep 100 & echo $!; wait');
    expect([isAlive(leader), isAlive(child)]).toEqual([true, true]);
    expect(await world.processes.endLeftovers()).toBe(1);
    expect([isAlive(leader), isAlive(child)]).toEqual([false, false]);
    expect(await world.processes.endLeftovers()).toBe(0);
  });

  test('children whose container is gone already are ended as well', async () => {
    const [leader = 0, child = 0] = await killedRun('sleep 100 & echo $!; wait');
    process.kill(leader, 'SIGKILL');
    await expect.poll(() => isAlive(leader)).toBe(false);
    expect(await world.processes.endLeftovers()).toBe(1);
    expect(isAlive(child)).toBe(false);
  });

  test('a process that only has the number of a former container is left alone', async () => {
    const stranger = spawn('sleep', ['100'], { detached: true });
    const orphan = spawn('sh', ['-c', 'sleep 100 & echo $!'], { detached: true });
    const child = Number(await new Promise((resolve) => orphan.stdout.once('data', resolve)));
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    mkdirSync(world.notes);
    for (const { pid } of [stranger, orphan]) {
      const note = { pid, started: '1', boot, root: world.root };
      writeFileSync(join(world.notes, `${pid}.json`), JSON.stringify(note));
    }
    expect(await world.processes.endLeftovers()).toBe(0);
    expect([isAlive(stranger.pid ?? 0), isAlive(child)]).toEqual([true, true]);
    process.kill(child, 'SIGKILL');
    await killed(stranger);
  });
});
