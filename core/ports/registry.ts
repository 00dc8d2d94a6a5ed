import type { Digest } from '../domain/names.ts';
import type { Version } from '../domain/version.ts';

/** The registry, as far as facts about images go. */
export interface Registry {
  /** Everything about an image, labels parsed. `undefined`: it is not there. */
  describe(repository: string, image: { digest: Digest } | { tag: string }): Promise<RegistryImage | undefined>;
  /** Those of the digests that are there, each with the name that a task definition gives it: `<host>/<repository>@<digest>`. */
  which(repository: string, digests: readonly Digest[]): Promise<Readonly<Record<string, string>>>;
  /** Images of a repository pushed after a time (RFC 3339), oldest first. */
  pushedSince(
    repository: string,
    since: string,
  ): Promise<readonly { digest: Digest; tags: readonly string[]; pushedAt: string }[]>;
  /** ARN of the key of the owner's that a repository is encrypted with. `undefined`: AWS's own, or no such repository. */
  encryptionKey(repository: string): Promise<string | undefined>;
}

export type RegistryImage = Omit<Version, 'decisions'> & {
  /** The name to put into a task definition: `<host>/<repository>@<digest>`. */
  readonly uri: string;
};
