import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePorts } from './free-ports.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The local mode as its own process, as `npm start` runs it. */
export interface LocalMode {
  /** Address of the HTTPS API. */
  readonly api: string;
  /** All that it has said. */
  said(): string;
  /** Sends a signal to all processes of the terminal, as Ctrl-C does; resolves with the exit status. */
  signal(name: NodeJS.Signals): Promise<number | null>;
}

/** Starts it, and waits until it is ready. */
export async function startLocalMode(
  folder: string,
  options: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<LocalMode> {
  const [aws, api, registry] = await freePorts();
  const child = spawn(process.execPath, ['bin/run.mjs', 'local/start.ts', ...options], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      BELAY_FOLDER: folder,
      BELAY_AWS_PORT: String(aws),
      BELAY_API_PORT: String(api),
      BELAY_REGISTRY_PORT: String(registry),
      ...environment,
    },
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const lines = await ready(child, ended);
  return {
    api: `http://127.0.0.1:${api}`,
    said: lines,
    signal(name) {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
        process.kill(-child.pid, name);
      return ended;
    },
  };
}

async function ready(child: ChildProcess, ended: Promise<unknown>): Promise<() => string> {
  let said = '';
  const line = new Promise<void>((resolve) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      if (said.includes('belay: ready ')) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
  });
  const outcome = await Promise.race([line.then(() => 'ready'), ended.then(() => 'ended')]);
  if (outcome === 'ended') throw new Error(`the local mode ended before it was ready:\n${said}`);
  return () => said;
}

/** Processes that run something of a folder or were given it: `<pid> <start time>` each, so that a pid given out again is no match. */
export function processesOf(folder: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const text = ['cmdline', 'environ'].map((file) => readFileSync(`/proc/${pid}/${file}`, 'utf8')).join('\0');
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return text.includes(folder) && state !== 'Z' ? [`${pid} ${rest[18]}`] : [];
      } catch {
        // It ended while we looked.
        return [];
      }
    });
}
