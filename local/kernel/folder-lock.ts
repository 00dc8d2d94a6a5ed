import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Takes a state folder for this process alone, and gives what releases it. A lock whose process is gone (after `kill -9`) is taken
 * over. Throws, naming the process, while another one has it.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'lock');
  const own = `${process.pid} ${startOf(process.pid)}`;
  try {
    writeFileSync(path, own, { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST')
      throw new Error(`cannot write ${path}: ${error instanceof Error ? error.message : error}`);
    const [pid = '', ...start] = readFileSync(path, 'utf8').split(' ');
    if (startOf(Number(pid)) === start.join(' ') && start.length > 0)
      throw new Error(
        `another local mode (process ${pid}) uses ${folder}. Stop it first, or give this one another folder with BELAY_FOLDER.`,
      );
    writeFileSync(path, own);
  }
  return () => rmSync(path, { force: true });
}

/**
 * When a process was started, as the kernel counts it: with it, a process id that was given out again is told apart. One that is dead
 * and only not buried yet (Z) has no start.
 */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : rest[18];
  } catch {
    return undefined;
  }
}
