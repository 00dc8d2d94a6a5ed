import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hexOf } from './digest.ts';

/** The bytes of blobs and manifests, by repository and digest. What has its name was verified; nothing is ever half there. */
export interface ContentStore {
  /** Folder of one repository, relative to the registry's. */
  folderOf(repository: string): string;
  blobPath(repository: string, digest: string): string;
  /** Size in bytes, or `undefined` when the repository does not hold the blob. */
  blobSize(repository: string, digest: string): number | undefined;
  /** Takes a verified file over as a blob. */
  adoptBlob(repository: string, digest: string, file: string): void;
  /** Gives a blob of one repository to another, without a copy. */
  mountBlob(from: string, to: string, digest: string): void;
  removeBlob(repository: string, digest: string): void;
  writeManifest(repository: string, digest: string, bytes: Uint8Array): void;
  readManifest(repository: string, digest: string): Buffer;
  removeManifest(repository: string, digest: string): void;
  removeRepository(repository: string): void;
}

export function contentStoreIn(folder: string): ContentStore {
  // A component of a repository name may be longer than a file name.
  const folderOf = (repository: string): string =>
    join('repositories', createHash('sha256').update(repository).digest('hex'));
  const pathOf = (repository: string, kind: string, digest: string): string =>
    join(folder, folderOf(repository), kind, hexOf(digest));
  const blobPath = (repository: string, digest: string): string => pathOf(repository, 'blobs', digest);
  const manifestPath = (repository: string, digest: string): string => pathOf(repository, 'manifests', digest);
  return {
    folderOf,
    blobPath,
    blobSize(repository, digest) {
      return statSync(blobPath(repository, digest), { throwIfNoEntry: false })?.size;
    },
    adoptBlob(repository, digest, file) {
      renameSync(file, made(blobPath(repository, digest)));
    },
    mountBlob(from, to, digest) {
      const target = made(blobPath(to, digest));
      if (!existsSync(target)) linkSync(blobPath(from, digest), target);
    },
    removeBlob(repository, digest) {
      rmSync(blobPath(repository, digest), { force: true });
    },
    writeManifest(repository, digest, bytes) {
      const path = made(manifestPath(repository, digest));
      try {
        writeFileSync(`${path}.new`, bytes);
        renameSync(`${path}.new`, path);
      } catch (error) {
        rmSync(`${path}.new`, { force: true });
        throw error;
      }
    },
    readManifest(repository, digest) {
      return readFileSync(manifestPath(repository, digest));
    },
    removeManifest(repository, digest) {
      rmSync(manifestPath(repository, digest), { force: true });
    },
    removeRepository(repository) {
      rmSync(join(folder, folderOf(repository)), { recursive: true, force: true });
    },
  };
}

function made(path: string): string {
  mkdirSync(dirname(path), { recursive: true });
  return path;
}
