import { readdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { type StateFiles, stateFilesIn } from '../kernel/state-files.ts';
import { bootId, environmentHas, groupOf, startTime } from './process-identity.ts';

interface Note {
  readonly pid: number;
  readonly started: string | undefined;
  readonly boot: string;
  /** The image's root, which every process of the container carries in its environment. */
  readonly root: string;
}

/** A note of every process that runs, so that those which outlive a `kill -9` of ours can be told from all others. */
export class ProcessLedger {
  readonly #folder: string;
  readonly #files: StateFiles;

  constructor(folder: string) {
    this.#folder = folder;
    this.#files = stateFilesIn(folder);
  }

  note(pid: number, root: string): void {
    const note: Note = { pid, started: startTime(pid), boot: bootId(), root };
    this.#files.save(String(pid), note);
  }

  forget(pid: number): void {
    this.#files.remove(String(pid));
  }

  /** Ends the process groups that a former run left behind, and nothing else; gives how many there were. */
  async endLeftovers(): Promise<number> {
    const notes = this.#notes();
    const leftovers = notes.filter(isStillOurs);
    for (const { pid } of leftovers) killGroup(pid, 'SIGKILL');
    for (const { pid } of leftovers) await untilGone(pid);
    for (const { pid } of notes) this.forget(pid);
    return leftovers.length;
  }

  #notes(): Note[] {
    const names = namesIn(this.#folder).flatMap((file) => /^(\d+)\.json$/.exec(file)?.[1] ?? []);
    return names.flatMap((name) => this.#files.load<Note>(name) ?? []);
  }
}

/** Signals a process group; one that is gone already is no error. */
export function killGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    // macOS says EPERM of a group in which nothing is alive.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/** Numbers of processes are used again: a leader must have started when ours did, and without one its group must carry our mark. */
function isStillOurs({ pid, started, boot, root }: Note): boolean {
  if (boot !== bootId()) return false;
  const leader = startTime(pid);
  if (leader !== undefined) return leader === started;
  return groupOf(pid).some((member) => environmentHas(member, root));
}

async function untilGone(leader: number): Promise<void> {
  for (let tries = 0; tries < 100 && groupOf(leader).length > 0; tries += 1) await setTimeout(20);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
