import { lstatSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';

const MOST_LINKS = 40;

/** Where a path of an image is on this machine. */
export interface Place {
  /** Never outside the root, and with no symbolic link in any folder of it. */
  readonly path: string;
  /** What is there; `undefined` when there is nothing. */
  readonly stats: Stats | undefined;
}

/**
 * Finds a path of an image under its unpacked root, as a container would see it: links are followed by hand, an absolute
 * one begins at the root, and `..` ends there. With `followLast: false` a link at the end is itself the answer.
 * Throws on a loop of links, and on a path that goes through a file.
 */
export function placeInRoot(root: string, path: string, { followLast }: { readonly followLast: boolean }): Place {
  let pending = partsOf(path);
  let reached: string[] = [];
  let stats: Stats | undefined = lstatSync(root);
  let links = 0;
  for (let part = pending.shift(); part !== undefined; part = pending.shift()) {
    if (part === '..') {
      reached = reached.slice(0, -1);
      stats = lstatSync(join(root, ...reached), { throwIfNoEntry: false });
      continue;
    }
    if (stats !== undefined && !stats.isDirectory()) throw new Error(`/${reached.join('/')} is not a directory`);
    const here = join(root, ...reached, part);
    stats = stats === undefined ? undefined : lstatSync(here, { throwIfNoEntry: false });
    if (stats?.isSymbolicLink() !== true || (pending.length === 0 && !followLast)) {
      reached.push(part);
      continue;
    }
    links += 1;
    if (links > MOST_LINKS) throw new Error(`${path} leads through too many links`);
    const target = readlinkSync(here);
    if (target.startsWith('/')) reached = [];
    pending = [...partsOf(target), ...pending];
    stats = lstatSync(join(root, ...reached));
  }
  return { path: join(root, ...reached), stats };
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}
