import { createHash, type Hash, randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContentStore } from './content-store.ts';
import { RegistryError } from './registry-error.ts';

interface Upload {
  readonly repository: string;
  readonly path: string;
  size: number;
  hash: Hash;
  busy: boolean;
}

/** Where a chunk says that it belongs: first byte, and how many bytes. */
export interface ChunkRange {
  readonly start: number;
  readonly length: number;
}

/** Blobs on their way in. A chunk counts whole or not at all; a blob appears under its digest only when that was verified. */
export class Uploads {
  readonly #folder: string;
  readonly #content: ContentStore;
  readonly #uploads = new Map<string, Upload>();

  constructor(folder: string, content: ContentStore) {
    this.#folder = join(folder, 'uploads');
    this.#content = content;
    rmSync(this.#folder, { recursive: true, force: true });
    mkdirSync(this.#folder, { recursive: true });
  }

  /** Begins an upload and gives its id. */
  begin(repository: string): string {
    const id = randomUUID();
    const path = join(this.#folder, id);
    closeSync(openSync(path, 'wx'));
    this.#uploads.set(id, { repository, path, size: 0, hash: createHash('sha256'), busy: false });
    return id;
  }

  /** Takes a whole blob at once; nothing is left of one that failed. */
  async take(repository: string, digest: string, body: AsyncIterable<Buffer>): Promise<void> {
    const id = this.begin(repository);
    try {
      await this.finish(repository, id, digest, body);
    } catch (error) {
      const upload = this.#uploads.get(id);
      if (upload !== undefined) this.#forget(id, upload);
      throw error;
    }
  }

  /** Bytes received so far. */
  size(repository: string, id: string): number {
    return this.#find(repository, id).size;
  }

  /** Adds one chunk at the end; gives the size so far. */
  async append(repository: string, id: string, body: AsyncIterable<Buffer>, range?: ChunkRange): Promise<number> {
    return this.#alone(repository, id, async (upload) => {
      await this.#receive(id, upload, body, range);
      return upload.size;
    });
  }

  /** Ends an upload: the blob is there under `digest`, or DIGEST_INVALID and nothing is left of it. */
  async finish(repository: string, id: string, digest: string, body: AsyncIterable<Buffer>, range?: ChunkRange) {
    await this.#alone(repository, id, async (upload) => {
      await this.#receive(id, upload, body, range);
      const actual = `sha256:${upload.hash.copy().digest('hex')}`;
      try {
        if (actual !== digest) {
          throw new RegistryError('DIGEST_INVALID', `the content has digest ${actual}, not ${digest}`);
        }
        this.#content.adoptBlob(repository, digest, upload.path);
      } finally {
        this.#forget(id, upload);
      }
    });
  }

  async cancel(repository: string, id: string): Promise<void> {
    await this.#alone(repository, id, async (upload) => this.#forget(id, upload));
  }

  async #alone<Result>(repository: string, id: string, run: (upload: Upload) => Promise<Result>): Promise<Result> {
    const upload = this.#find(repository, id);
    if (upload.busy) throw new RegistryError('BLOB_UPLOAD_INVALID', `another request is writing to upload ${id}`);
    upload.busy = true;
    try {
      return await run(upload);
    } finally {
      upload.busy = false;
    }
  }

  async #receive(id: string, upload: Upload, body: AsyncIterable<Buffer>, range: ChunkRange | undefined) {
    if (range !== undefined && range.start !== upload.size) {
      throw new RegistryError('RANGE_INVALID', `upload ${id} goes on at byte ${upload.size}, not ${range.start}`);
    }
    try {
      await receive(upload, body, range?.length);
    } catch (error) {
      // A chunk that the client broke off can be sent again; after a fault of the disk there is nothing to go on with.
      if (isDiskFault(error)) this.#forget(id, upload);
      throw error;
    }
  }

  #find(repository: string, id: string): Upload {
    const upload = this.#uploads.get(id);
    if (upload?.repository === repository) return upload;
    throw new RegistryError('BLOB_UPLOAD_UNKNOWN', `there is no upload ${id} to ${repository}; begin a new one`);
  }

  #forget(id: string, upload: Upload): void {
    this.#uploads.delete(id);
    rmSync(upload.path, { force: true });
  }
}

function isDiskFault(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).syscall !== undefined;
}

async function receive(upload: Upload, body: AsyncIterable<Buffer>, length: number | undefined): Promise<void> {
  const hash = upload.hash.copy();
  let size = upload.size;
  const file = await open(upload.path, 'r+');
  try {
    for await (const piece of body) {
      await writeWhole(file, piece, size);
      hash.update(piece);
      size += piece.length;
    }
    if (length !== undefined && size - upload.size !== length) {
      throw new RegistryError('SIZE_INVALID', `the chunk has ${size - upload.size} bytes, its range says ${length}`);
    }
    upload.hash = hash;
    upload.size = size;
  } catch (error) {
    if (!isDiskFault(error)) await file.truncate(upload.size);
    throw error;
  } finally {
    await file.close();
  }
}

async function writeWhole(file: FileHandle, piece: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < piece.length) {
    const { bytesWritten } = await file.write(piece, written, piece.length - written, position + written);
    written += bytesWritten;
  }
}
