import type { ImageTagMutability, Tag } from '@aws-sdk/client-ecr';
import { ACCOUNT, arn, ECR_HOST } from '../kernel/account.ts';
import { matchesPattern } from './names.ts';

/** An image as a repository holds it: everything that is asked of it without opening its manifest. */
export interface StoredImage {
  readonly digest: string;
  readonly mediaType: string;
  readonly manifestSize: number;
  /** Milliseconds since 1970. */
  readonly pushedAt: number;
  /** Compressed bytes of config and layers; of an index the largest of its images, as ECR counts. */
  readonly size: number;
  readonly artifactType: string | undefined;
  readonly subject: string | undefined;
  readonly annotations: Readonly<Record<string, string>> | undefined;
  /** Config and layers. */
  readonly blobs: readonly string[];
  /** The images of an index. */
  readonly manifests: readonly string[];
}

export interface RepositorySettings {
  readonly mutability: ImageTagMutability;
  /** Tag patterns with `*` for which the opposite of the mutability holds. */
  readonly exclusions: readonly string[];
  readonly scanOnPush: boolean;
  readonly resourceTags: readonly Tag[];
  /** The policy's JSON text, as it was put. */
  readonly lifecyclePolicy: string | undefined;
}

export interface Repository {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly settings: RepositorySettings;
  readonly images: ReadonlyMap<string, StoredImage>;
  /** Digest by tag. A map, for `constructor` is a valid tag. */
  readonly tags: ReadonlyMap<string, string>;
  /** Blobs that a deleted image named; they go at the next start, when no push can be counting on them. */
  readonly leftBehind: readonly string[];
}

export const DEFAULT_SETTINGS: RepositorySettings = {
  mutability: 'MUTABLE',
  exclusions: [],
  scanOnPush: false,
  resourceTags: [],
  lifecyclePolicy: undefined,
};

export function repositoryArn(name: string): string {
  return arn('ecr', `repository/${name}`);
}

export function repositoryUri(name: string): string {
  return `${ECR_HOST}/${name}`;
}

export function noSuchRepository(name: string, registryId = ACCOUNT): string {
  return `The repository with name '${name}' does not exist in the registry with id '${registryId}'`;
}

/** Tags by digest, for whoever asks about many images; an image without a tag is not in it. */
export function tagsByDigest({ tags }: Repository): ReadonlyMap<string, readonly string[]> {
  const byDigest = new Map<string, string[]>();
  for (const [tag, digest] of tags) {
    const others = byDigest.get(digest);
    if (others === undefined) byDigest.set(digest, [tag]);
    else others.push(tag);
  }
  return byDigest;
}

export function tagsOf(repository: Repository, digest: string): string[] {
  return [...repository.tags].filter(([, tagged]) => tagged === digest).map(([tag]) => tag);
}

/** The image that a tag or a digest names. */
export function imageIn(repository: Repository, reference: string): StoredImage | undefined {
  return repository.images.get(repository.tags.get(reference) ?? reference);
}

/** Indexes that contain this image. */
export function indexesOf(repository: Repository, digest: string): StoredImage[] {
  return [...repository.images.values()].filter((image) => image.manifests.includes(digest));
}

/** Whether a tag that exists may be given to another image. */
export function mayMove({ settings }: Repository, tag: string): boolean {
  const excluded = settings.exclusions.some((pattern) => matchesPattern(pattern, tag));
  const mutable = settings.mutability.startsWith('MUTABLE');
  return excluded ? !mutable : mutable;
}
