import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ByteReader } from '../../../local/containers/byte-reader.ts';
import { unpackLayer } from '../../../local/containers/unpack-layer.ts';
import { type TarEntry, writeTar } from '../../../local/images/tar-writer.ts';

/** A folder that is removed after `run`. */
export async function inFolder<Result>(run: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'belay-containers-'));
  try {
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const file = (path: string, content = path): TarEntry => ({
  kind: 'file',
  path,
  mode: 0o644,
  content: Buffer.from(content),
});
export const directory = (path: string): TarEntry => ({ kind: 'directory', path, mode: 0o755 });
export const symlink = (path: string, target: string): TarEntry => ({ kind: 'symlink', path, target, mode: 0o777 });
export const hardlink = (path: string, target: string): TarEntry => ({ kind: 'hardlink', path, target, mode: 0o644 });

/** The bytes in pieces of `size`. */
export async function* pieces(bytes: Buffer, size = 1000): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

/** Unpacks layers of these entries, the lowest first. */
export async function unpack(root: string, ...layers: readonly (readonly TarEntry[])[]): Promise<void> {
  for (const entries of layers) await unpackBytes(root, writeTar(entries));
}

export async function unpackBytes(root: string, bytes: Buffer, limit = 1e6): Promise<void> {
  await unpackLayer(new ByteReader(pieces(bytes), limit), root);
}
