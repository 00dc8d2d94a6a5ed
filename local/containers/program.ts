import { accessSync, closeSync, constants, existsSync, openSync, readSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { NotStarted } from './not-started.ts';
import { placeInRoot } from './path-in-root.ts';

/** Where a program is looked for. */
export interface ProgramSearch {
  readonly root: string;
  /** Working directory, as a path of the image. */
  readonly directory: string;
  /** The container's own PATH, of paths in the image. */
  readonly path: string;
}

/** What to run on this machine: a file, and arguments that come before the program's own. */
export interface Program {
  readonly file: string;
  readonly before: readonly string[];
}

/** e_machine of the ELF header. */
const ELF_MACHINE: Readonly<Record<string, number>> = { x64: 0x3e, arm64: 0xb7 };

/**
 * Finds the program of a container: in the image first, and then, for a bare name such as `node` or `sh`, on this machine.
 * (There is no chroot, so an image need not bring an interpreter; `node` is the Node that runs this.)
 * Throws `NotStarted` with what Docker would say.
 */
export function findProgram(name: string, search: ProgramSearch): Program {
  if (name.includes('/')) return checked(name, inImage(name, search), search);
  for (const folder of search.path.split(':').filter(isAbsolute)) {
    const file = executableAt(search.root, join(folder, name));
    if (file !== undefined) return checked(name, file, search);
  }
  const file = onMachine(name);
  if (file === undefined) throw new NotStarted(`exec: "${name}": executable file not found in $PATH`);
  return { file, before: [] };
}

/** The PATH for a program: the image's folders under the root, then this machine's. */
export function pathFor({ root, path }: Pick<ProgramSearch, 'root' | 'path'>): string {
  const folders = path.split(':').filter(isAbsolute);
  const places = folders.flatMap((folder) => {
    const place = find(root, folder);
    return place?.stats?.isDirectory() === true ? [place.path] : [];
  });
  return [...places, dirname(process.execPath), ...(process.env.PATH ?? '').split(':')].join(':');
}

function inImage(name: string, { root, directory }: ProgramSearch): string {
  const place = find(root, isAbsolute(name) ? name : join(directory, name));
  if (place?.stats === undefined) throw new NotStarted(`exec: "${name}": stat ${name}: no such file or directory`);
  if (place.stats.isDirectory()) throw new NotStarted(`exec: "${name}": is a directory`);
  if (!isExecutable(place.path)) throw new NotStarted(`exec: "${name}": permission denied`);
  return place.path;
}

function executableAt(root: string, path: string): string | undefined {
  const place = find(root, path);
  return place?.stats?.isFile() === true && isExecutable(place.path) ? place.path : undefined;
}

function find(root: string, path: string) {
  try {
    return placeInRoot(root, path, { followLast: true });
  } catch {
    return undefined;
  }
}

function onMachine(name: string): string | undefined {
  if (name === 'node') return process.execPath;
  const files = (process.env.PATH ?? '')
    .split(':')
    .filter(isAbsolute)
    .map((folder) => join(folder, name));
  return files.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true && isExecutable(file));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The kernel's own judgement, before a shell is asked to run what is no program. */
function checked(name: string, file: string, { root }: ProgramSearch): Program {
  const head = headOf(file);
  if (head.toString('latin1', 0, 2) === '#!') return script(name, file, head, root);
  const isElf = head.toString('latin1', 0, 4) === '\x7fELF';
  const machine = ELF_MACHINE[process.arch];
  if (!isElf || head.length < 20 || (machine !== undefined && head.readUInt16LE(18) !== machine)) {
    throw new NotStarted(`exec ${name}: exec format error`);
  }
  return { file, before: [] };
}

function script(name: string, file: string, head: Buffer, root: string): Program {
  const line = head.toString('utf8', 2).split('\n')[0] ?? '';
  const [, interpreter = '', argument] = /^\s*(\S+)(?:\s+(.*\S))?\s*$/.exec(line) ?? [];
  if (basename(interpreter) === 'node') return { file: process.execPath, before: [...list(argument), file] };
  if (existsSync(interpreter)) return { file, before: [] };
  const own = executableAt(root, interpreter);
  if (own === undefined) throw new NotStarted(`exec ${name}: no such file or directory`);
  return { file: own, before: [...list(argument), file] };
}

function list(argument: string | undefined): string[] {
  return argument === undefined ? [] : [argument];
}

function headOf(file: string): Buffer {
  const head = Buffer.alloc(256);
  const opened = openSync(file, 'r');
  try {
    return head.subarray(0, readSync(opened, head));
  } finally {
    closeSync(opened);
  }
}
