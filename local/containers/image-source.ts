import type { Manifest } from '../ecr/manifest.ts';

/** Where images are pulled from: what a registry holds, by repository. */
export interface ImageSource {
  /** The digest that a tag or a digest names, or `undefined` when there is none. */
  digestOf(repository: string, reference: string): string | undefined;
  /** A manifest whose digest was given by `digestOf` or stands in an index. */
  manifest(repository: string, digest: string): Manifest;
  /** A file with the blob's bytes, or `undefined` when the repository does not hold it. */
  blobPath(repository: string, digest: string): string | undefined;
}
