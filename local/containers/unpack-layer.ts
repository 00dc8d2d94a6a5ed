import { chmodSync, linkSync, lstatSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { ByteReader } from './byte-reader.ts';
import { placeInRoot } from './path-in-root.ts';
import { readTar, type TarEntry } from './tar-reader.ts';

const MOST_ENTRIES = 500_000;
const LONGEST_PATH = 4096;
const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

/** Unpacks one layer over those below it. Nothing is ever written, removed or linked outside `root`; what tries is an error. */
export async function unpackLayer(reader: ByteReader, root: string): Promise<void> {
  const layer = new LayerUnpacker(root);
  for await (const entry of readTar(reader)) await layer.unpack(entry);
  await reader.drain();
}

class LayerUnpacker {
  readonly #root: string;
  /** What this layer brought, and the folders above it: a whiteout hides only what lies below the layer. */
  readonly #added = new Set<string>();
  #entries = 0;

  constructor(root: string) {
    this.#root = resolve(root);
  }

  async unpack(entry: TarEntry): Promise<void> {
    this.#entries += 1;
    if (this.#entries > MOST_ENTRIES) throw new Error(`the layer has more than ${MOST_ENTRIES} entries`);
    const parts = partsOf(entry.path);
    const name = parts.pop();
    if (name === undefined) return;
    if (name.startsWith(WHITEOUT)) return this.#whiteOut(parts.join('/'), name, entry.path);
    const path = join(this.#folder(parts.join('/'), entry.path), name);
    switch (entry.kind) {
      case 'directory':
        this.#makeDirectory(path, entry.mode);
        break;
      case 'file':
        await this.#writeFile(path, entry);
        break;
      case 'symlink':
        this.#makeRoom(path);
        symlinkSync(this.#linkTarget(path, entry.target, entry.path), path);
        break;
      case 'hardlink':
        this.#link(path, entry);
        break;
      default:
        throw new Error(`entry '${entry.path}' is a device or a pipe, which an image may not bring`);
    }
    for (let at = path; at !== this.#root && !this.#added.has(at); at = dirname(at)) this.#added.add(at);
  }

  /** The real folder that an entry goes into, through links of lower layers such as `lib -> usr/lib`. */
  #folder(path: string, entry: string): string {
    const { path: folder, stats } = placeInRoot(this.#root, path, { followLast: true });
    if (stats === undefined) mkdirSync(folder, { recursive: true });
    else if (!stats.isDirectory()) throw new Error(`entry '${entry}' lies in something that is no folder`);
    return folder;
  }

  #makeDirectory(path: string, mode: number): void {
    if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
      this.#makeRoom(path);
      mkdirSync(path);
    }
    // Whoever runs this must be able to unpack into it, and to remove it.
    chmodSync(path, (mode & 0o777) | 0o700);
  }

  async #writeFile(path: string, { content, mode, modified }: TarEntry): Promise<void> {
    this.#makeRoom(path);
    const file = await open(path, 'wx');
    try {
      for await (const piece of content) await file.appendFile(piece);
      await file.chmod(mode & 0o777);
      if (Number.isFinite(modified)) await file.utimes(modified, modified);
    } finally {
      await file.close();
    }
  }

  /** A process runs without a root of its own, so an absolute link becomes a relative one: it ends where the image means. */
  #linkTarget(path: string, target: string, entry: string): string {
    if (target === '' || target.includes('\0')) throw new Error(`entry '${entry}' links to nothing`);
    const end = target.startsWith('/')
      ? resolve(this.#root, `.${resolve('/', target)}`)
      : resolve(dirname(path), target);
    if (end !== this.#root && !end.startsWith(this.#root + sep)) {
      throw new Error(`entry '${entry}' links to '${target}', outside of the image`);
    }
    return target.startsWith('/') ? relative(dirname(path), end) || '.' : target;
  }

  #link(path: string, entry: TarEntry): void {
    const source = placeInRoot(this.#root, partsOf(entry.target).join('/'), { followLast: false });
    if (source.stats === undefined || source.stats.isDirectory()) {
      throw new Error(`entry '${entry.path}' is a hard link to '${entry.target}', which is no file of the image`);
    }
    if (source.path === path) return;
    // A symbolic link under a second name leads elsewhere from there, so it is checked again.
    const target = source.stats.isSymbolicLink() ? readlinkSync(source.path) : undefined;
    this.#makeRoom(path);
    if (target === undefined) linkSync(source.path, path);
    else symlinkSync(this.#linkTarget(path, target, entry.path), path);
  }

  #makeRoom(path: string): void {
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) rmSync(path, { recursive: true });
  }

  #whiteOut(path: string, name: string, entry: string): void {
    const { path: folder, stats } = placeInRoot(this.#root, path, { followLast: true });
    const hidden = name.slice(WHITEOUT.length);
    if (['', '.', '..'].includes(hidden)) throw new Error(`entry '${entry}' hides no name`);
    if (stats?.isDirectory() !== true) return;
    if (name === OPAQUE) for (const child of readdirSync(folder)) this.#hide(join(folder, child));
    else if (!hidden.startsWith(WHITEOUT)) this.#hide(join(folder, hidden));
  }

  #hide(path: string): void {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return;
    if (!this.#added.has(path)) rmSync(path, { recursive: true });
    else if (stats.isDirectory()) for (const child of readdirSync(path)) this.#hide(join(path, child));
  }
}

/** The parts of an entry's name, which must stay below the root without any help of ours. */
function partsOf(path: string): string[] {
  if (path.startsWith('/')) throw new Error(`entry '${path}' has an absolute path`);
  if (path.includes('\0')) throw new Error('an entry has a NUL in its path');
  if (path.length > LONGEST_PATH) throw new Error(`an entry's path has ${path.length} characters`);
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw new Error(`entry '${path}' leads out of the image`);
  return parts;
}
