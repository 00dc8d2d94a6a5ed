import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What Linux says of a process in /proc. */
interface ProcessStat {
  readonly state: string;
  readonly group: number;
  readonly session: number;
  /** Clock ticks after the machine's start. */
  readonly started: string;
}

/** When a process was started: with its number and `bootId` it names one process for ever. `undefined`: there is none. */
export function startTime(pid: number): string | undefined {
  if (process.platform === 'linux') return statOf(pid)?.started;
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Differs after each start of the machine; empty where the system does not tell. */
export function bootId(): string {
  return textOf('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
}

/** Processes that are alive in the group and session that `leader` began. */
export function groupOf(leader: number): number[] {
  return processes().filter((pid) => {
    const stat = statOf(pid);
    return stat?.group === leader && stat.session === leader && !'ZX'.includes(stat.state);
  });
}

/** Whether a process was started with this text in its environment. */
export function environmentHas(pid: number, text: string): boolean {
  return textOf(`/proc/${pid}/environ`)?.includes(text) === true;
}

function processes(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function statOf(pid: number): ProcessStat | undefined {
  const text = textOf(`/proc/${pid}/stat`);
  // The name stands in parentheses and may contain anything, even parentheses.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  if (fields === undefined) return undefined;
  const [state = '', , group, session] = fields;
  return { state, group: Number(group), session: Number(session), started: fields[19] ?? '' };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
