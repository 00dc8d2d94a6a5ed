import { createHash, randomUUID } from 'node:crypto';
import { closeSync, createReadStream, existsSync, mkdirSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Duplex, PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { hexOf } from '../ecr/digest.ts';
import { ByteReader } from './byte-reader.ts';
import { unpackLayer } from './unpack-layer.ts';

/** Bytes that the layers of one image may have together when unpacked. */
const LARGEST_IMAGE = 16 * 1024 ** 3;

export interface LayerFile {
  /** Of the file as it is, compressed or not. */
  readonly digest: string;
  /** Of the archive in it. */
  readonly diffId: string;
  readonly file: string;
}

/** Folders with unpacked images, one a manifest digest. A folder is there whole or not at all. */
export class UnpackedImages {
  readonly #images: string;
  readonly #underWay: string;
  readonly #unpacking = new Map<string, Promise<string>>();

  constructor(folder: string) {
    this.#images = join(folder, 'unpacked');
    this.#underWay = join(folder, 'unpacking');
    rmSync(this.#underWay, { recursive: true, force: true });
    mkdirSync(this.#images, { recursive: true });
    mkdirSync(this.#underWay, { recursive: true });
  }

  /** The root of an image, unpacked now unless it was before. */
  async rootOf(digest: string, layers: readonly LayerFile[]): Promise<string> {
    const root = join(this.#images, hexOf(digest));
    if (existsSync(root)) return root;
    const started = this.#unpacking.get(digest) ?? this.#unpack(root, layers);
    this.#unpacking.set(digest, started);
    try {
      return await started;
    } finally {
      this.#unpacking.delete(digest);
    }
  }

  async #unpack(root: string, layers: readonly LayerFile[]): Promise<string> {
    const draft = join(this.#underWay, randomUUID());
    mkdirSync(draft);
    try {
      let left = LARGEST_IMAGE;
      for (const layer of layers) left -= await unpackFile(layer, draft, left);
      renameSync(draft, root);
      return root;
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
}

/** Unpacks a layer's file over `root`, checking both of its digests; gives the bytes of its archive. */
async function unpackFile({ digest, diffId, file }: LayerFile, root: string, limit: number): Promise<number> {
  const outer = createHash('sha256');
  const inner = createHash('sha256');
  let size = 0;
  try {
    await pipeline(
      createReadStream(file),
      (source: AsyncIterable<Buffer>) => hashed(source, outer),
      decompressorFor(file),
      async (archive: AsyncIterable<Buffer>) => {
        const reader = new ByteReader(hashed(archive, inner), limit);
        await unpackLayer(reader, root);
        size = reader.seen;
      },
    );
    compare('digest', digest, outer.digest('hex'));
    compare('diff id', diffId, inner.digest('hex'));
  } catch (error) {
    throw new Error(`failed to extract layer ${digest}: ${(error as Error).message}`);
  }
  return size;
}

async function* hashed(source: AsyncIterable<Buffer>, hash: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for await (const piece of source) {
    hash.update(piece);
    yield piece;
  }
}

function compare(what: string, expected: string, actual: string): void {
  if (expected !== `sha256:${actual}`)
    throw new Error(`wrong ${what} on extraction: sha256:${actual}, not ${expected}`);
}

/** Media types are often wrong about the compression; the first bytes are not. */
function decompressorFor(file: string): Duplex {
  const magic = Buffer.alloc(4);
  const opened = openSync(file, 'r');
  try {
    readSync(opened, magic);
  } finally {
    closeSync(opened);
  }
  if (magic.readUInt16BE() === 0x1f8b) return createGunzip();
  if (magic.readUInt32LE() === 0xfd2fb528) return createZstdDecompress();
  return new PassThrough();
}
