import { ACCOUNT } from '../kernel/account.ts';
import type { EmitEvent } from '../kernel/aws-event.ts';
import type { Clock } from '../kernel/clock.ts';
import type { ContentStore } from './content-store.ts';
import { digestOf } from './digest.ts';
import { emitImageAction } from './image-events.ts';
import type { Manifest } from './manifest.ts';
import type { Repositories } from './repositories.ts';
import { mayMove, type Repository, type StoredImage, tagsOf } from './repository.ts';

/** Why an image was not taken. The registry and the ECR API each have their own code for it. */
export interface Refusal {
  readonly because: 'blobs missing' | 'images missing' | 'sizes differ' | 'tag is immutable';
  readonly message: string;
}

export interface Push {
  readonly repository: string;
  readonly bytes: Uint8Array;
  readonly manifest: Manifest;
  readonly tag: string | undefined;
}

/** Puts images in and takes them out, for the registry and the ECR API alike, and tells EventBridge. */
export class ImageStore {
  readonly #repositories: Repositories;
  readonly #content: ContentStore;
  readonly #clock: Clock;
  readonly #emit: EmitEvent;

  constructor(repositories: Repositories, content: ContentStore, clock: Clock, emit: EmitEvent) {
    this.#repositories = repositories;
    this.#content = content;
    this.#clock = clock;
    this.#emit = emit;
  }

  /** Takes an image in; gives its digest, or why not. */
  push({ repository: name, bytes, manifest, tag }: Push): { readonly digest: string } | Refusal {
    const digest = digestOf(bytes);
    const repository = this.#repositories.get(name);
    const refusal = this.#missing(name, repository, manifest) ?? immutable(repository, tag, digest);
    if (refusal !== undefined) return refusal;
    const image = this.#describe(digest, bytes, manifest, repository);
    this.#repositories.add(name, image, bytes, tag);
    emitImageAction(this.#emit, { action: 'PUSH', repository: name, digest, tag, mediaType: manifest.mediaType });
    return { digest };
  }

  /** Removes one tag of an image that keeps existing. */
  removeTag(repository: Repository, image: StoredImage, tag: string): void {
    this.#repositories.removeTag(repository, tag);
    this.#removed(repository, image, tag);
  }

  /** Removes the image with all its tags, which it gives. */
  removeImage(repository: Repository, image: StoredImage): readonly string[] {
    const tags = tagsOf(repository, image.digest);
    this.#repositories.removeImage(repository, image);
    for (const tag of tags.length === 0 ? [undefined] : tags) this.#removed(repository, image, tag);
    return tags;
  }

  #removed({ name }: Repository, { digest, mediaType }: StoredImage, tag: string | undefined): void {
    emitImageAction(this.#emit, { action: 'DELETE', repository: name, digest, tag, mediaType });
  }

  #missing(name: string, repository: Repository | undefined, manifest: Manifest): Refusal | undefined {
    if (manifest.kind === 'index') {
      const missing = manifest.manifests.filter(({ digest }) => repository?.images.has(digest) !== true);
      if (missing.length === 0) return undefined;
      return { because: 'images missing', message: required('Images', missing, name) };
    }
    const blobs = [manifest.config, ...manifest.layers];
    const sizes = blobs.map((blob) => ({ blob, actual: this.#content.blobSize(name, blob.digest) }));
    // A foreign layer has its bytes elsewhere, at its `urls`.
    const missing = sizes.filter(({ blob, actual }) => actual === undefined && (blob.urls ?? []).length === 0);
    if (missing.length > 0) {
      return {
        because: 'blobs missing',
        message: required(
          'Layers',
          missing.map(({ blob }) => blob),
          name,
        ),
      };
    }
    const wrong = sizes.find(({ blob, actual }) => actual !== undefined && actual !== blob.size);
    if (wrong === undefined) return undefined;
    const message = `the manifest says that ${wrong.blob.digest} has ${wrong.blob.size} bytes, and it has ${wrong.actual}`;
    return { because: 'sizes differ', message };
  }

  #describe(digest: string, bytes: Uint8Array, manifest: Manifest, repository: Repository | undefined): StoredImage {
    const { mediaType, subject, annotations } = manifest;
    const common = {
      digest,
      mediaType,
      manifestSize: bytes.length,
      pushedAt: this.#clock.now(),
      subject: subject?.digest,
      annotations,
    };
    if (manifest.kind === 'index') {
      const manifests = manifest.manifests.map((image) => image.digest);
      const size = Math.max(0, ...manifests.map((image) => repository?.images.get(image)?.size ?? 0));
      return { ...common, size, artifactType: manifest.artifactType, blobs: [], manifests };
    }
    const blobs = [manifest.config, ...manifest.layers];
    return {
      ...common,
      size: blobs.reduce((sum, blob) => sum + blob.size, 0),
      artifactType: manifest.artifactType ?? manifest.config.mediaType,
      blobs: blobs.map((blob) => blob.digest),
      manifests: [],
    };
  }
}

function required(what: string, missing: readonly { digest: string }[], repository: string): string {
  const digests = missing.map(({ digest }) => digest).join(', ');
  return `${what} with digests '[${digests}]' required for pushing image into repository with name '${repository}' in the registry with id '${ACCOUNT}' do not exist`;
}

function immutable(repository: Repository | undefined, tag: string | undefined, digest: string): Refusal | undefined {
  if (repository === undefined || tag === undefined) return undefined;
  const current = repository.tags.get(tag);
  if (current === undefined || current === digest || mayMove(repository, tag)) return undefined;
  const message = `The image tag '${tag}' already exists in the '${repository.name}' repository and cannot be overwritten because the repository is immutable.`;
  return { because: 'tag is immutable', message };
}
