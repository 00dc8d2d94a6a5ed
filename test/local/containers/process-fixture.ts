import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createProcesses, type LocalProcesses } from '../../../local/containers/processes.ts';
import type { ContainerStart, PulledImage, RunningProcess } from '../../../local/ecs/ports.ts';

type Files = Readonly<Record<string, string | Buffer>>;

const EMPTY: PulledImage = {
  digest: 'sha256:0',
  root: '/',
  entrypoint: [],
  command: [],
  environment: [],
  workingDirectory: '',
  user: '',
};

export interface ProcessWorld {
  readonly processes: LocalProcesses;
  /** Where the notes of processes are. */
  readonly notes: string;
  readonly root: string;
  readonly lines: string[];
  /** Starts a container whose image has `files`, all of them executable. */
  start(files: Files, container?: Partial<ContainerStart>, image?: Partial<PulledImage>): RunningProcess;
  /** Resolves when the container has said this. */
  said(line: string): Promise<void>;
  end(): Promise<void>;
}

export function aProcessWorld(): ProcessWorld {
  const folder = mkdtempSync(join(tmpdir(), 'belay-processes-'));
  const root = join(folder, 'root');
  mkdirSync(root);
  const notes = join(folder, 'notes');
  const processes = createProcesses({ folder: notes });
  const lines: string[] = [];
  return {
    processes,
    notes,
    root,
    lines,
    start(files, container = {}, image = {}) {
      for (const [path, content] of Object.entries(files)) write(join(root, path), content);
      return processes.start({
        image: { ...EMPTY, root, ...image },
        environment: {},
        onLine: (line) => lines.push(line),
        ...container,
      });
    },
    async said(line) {
      for (let tries = 0; tries < 500 && !lines.includes(line); tries += 1) await pause();
      if (!lines.includes(line)) throw new Error(`nobody said ${line}, only ${lines.join(' | ')}`);
    },
    async end() {
      await processes.stopAll(0);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function pause(milliseconds = 10): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Whether a process is there and no zombie. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

function write(path: string, content: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  chmodSync(path, 0o755);
}
