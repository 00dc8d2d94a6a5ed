import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** Real milliseconds that an engine gets to end by itself. */
const GRACE = 2000;

/**
 * Ends the engine that a killed run left behind. The process is known by its command line, so that a number that the
 * system gave to somebody else meanwhile is left alone.
 */
export async function endStaleEngine(pidFile: string, command: string, folder: string): Promise<void> {
  const pid = readPid(pidFile);
  if (pid !== undefined && isEngine(pid, command, folder)) {
    signal(pid, 'SIGTERM');
    for (let waited = 0; waited < GRACE && isEngine(pid, command, folder); waited += 20) await wait(20);
    if (isEngine(pid, command, folder)) signal(pid, 'SIGKILL');
    for (let waited = 0; waited < GRACE && isEngine(pid, command, folder); waited += 20) await wait(20);
  }
  rmSync(pidFile, { force: true });
}

function readPid(pidFile: string): number | undefined {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8'));
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isEngine(pid: number, command: string, folder: string): boolean {
  let words: readonly string[];
  try {
    words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return false;
  }
  return words[0] === command && words.some((word) => word === folder || word.startsWith(`${folder}/`));
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
