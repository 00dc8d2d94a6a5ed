import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { ContainerStart, Processes, RunningProcess } from '../ecs/ports.ts';
import { OutputLines } from './output-lines.ts';
import { killGroup, ProcessLedger } from './process-ledger.ts';
import { processSpec } from './process-spec.ts';

/** Milliseconds for the last output after the process itself is gone. */
const LAST_OUTPUT = 1000;

type End = Awaited<RunningProcess['ended']>;

export interface LocalProcesses extends Processes {
  /** Ends what a former run left behind after a `kill -9`; gives the number of containers. To be called before the first start. */
  endLeftovers(): Promise<number>;
  /** Stops everything that runs and waits until it is gone. */
  stopAll(graceMs: number): Promise<void>;
}

export interface ProcessesDependencies {
  /** Holds the notes of what runs. */
  readonly folder: string;
}

/**
 * Runs containers as processes of this machine, each as the leader of a group of its own.
 * What a container would have and a process has not: a root of its own, its own network, and the image's user.
 */
export function createProcesses({ folder }: ProcessesDependencies): LocalProcesses {
  const ledger = new ProcessLedger(folder);
  const running = new Set<RunningProcess>();
  return {
    start(container) {
      const started = startProcess(container, ledger);
      running.add(started);
      void started.ended.then(() => running.delete(started));
      return started;
    },
    endLeftovers: () => ledger.endLeftovers(),
    async stopAll(graceMs) {
      const all = [...running];
      for (const one of all) one.stop(graceMs);
      await Promise.all(all.map(({ ended }) => ended));
    },
  };
}

function startProcess(container: ContainerStart, ledger: ProcessLedger): RunningProcess {
  let child: ChildProcess;
  try {
    child = spawned(container, ledger);
  } catch (error) {
    return { pid: undefined, ended: Promise.resolve({ notStarted: (error as Error).message }), stop: () => {} };
  }
  const { pid } = child;
  if (pid === undefined) return { pid, ended: failure(container, child), stop: () => {} };
  let gone = false;
  let deadline: NodeJS.Timeout | undefined;
  child.once('exit', () => {
    gone = true;
    clearTimeout(deadline);
    // As in a container, nothing outlives the first process.
    killGroup(pid, 'SIGKILL');
    ledger.forget(pid);
  });
  return {
    pid,
    ended: ending(container, child),
    stop(graceMs) {
      if (gone || deadline !== undefined) return;
      killGroup(pid, 'SIGTERM');
      deadline = setTimeout(() => killGroup(pid, 'SIGKILL'), graceMs);
    },
  };
}

function spawned(container: ContainerStart, ledger: ProcessLedger): ChildProcess {
  const spec = processSpec(container);
  const child = spawn(spec.file, spec.arguments, {
    cwd: spec.directory,
    env: spec.environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid === undefined) return child;
  try {
    ledger.note(child.pid, container.image.root);
  } catch (error) {
    // What is not noted could never be ended after a crash, so it must not run.
    killGroup(child.pid, 'SIGKILL');
    throw error;
  }
  return child;
}

async function failure({ image, entrypoint }: ContainerStart, child: ChildProcess): Promise<End> {
  const name = (entrypoint ?? image.entrypoint)[0] ?? image.command[0];
  return new Promise((resolve) => {
    child.once('error', ({ code, message }: NodeJS.ErrnoException) => {
      const reasons: Record<string, string> = {
        ENOENT: 'no such file or directory',
        EACCES: 'permission denied',
        ENOEXEC: 'exec format error',
      };
      resolve({ notStarted: `exec ${name}: ${reasons[code ?? ''] ?? message}` });
    });
  });
}

async function ending({ onLine }: ContainerStart, child: ChildProcess): Promise<End> {
  for (const stream of [child.stdout, child.stderr]) {
    const lines = new OutputLines(onLine);
    stream?.on('data', (piece: Buffer) => lines.add(piece));
    stream?.on('close', () => lines.end());
  }
  const closed = new Promise((resolve) => child.once('close', resolve));
  const exitCode = await new Promise<number>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
  // Somebody who left the group may hold the output open.
  const enough = new AbortController();
  await Promise.race([closed, wait(LAST_OUTPUT, undefined, { signal: enough.signal }).catch(() => {})]);
  enough.abort();
  child.stdout?.destroy();
  child.stderr?.destroy();
  return { exitCode };
}
