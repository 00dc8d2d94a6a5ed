import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../kernel/clock.ts';
import { type StateFiles, stateFilesIn } from '../kernel/state-files.ts';
import type { ContentStore } from './content-store.ts';
import { hexOf } from './digest.ts';
import { DEFAULT_SETTINGS, type Repository, type RepositorySettings, type StoredImage } from './repository.ts';

/** What is saved of a repository; each image is a document of its own, so that a push costs the same however many there are. */
interface Saved extends Omit<Repository, 'images' | 'tags'> {
  readonly tags: readonly (readonly [string, string])[];
}

/** Every repository and what is in it. Each change is on disk before it can be seen. */
export class Repositories {
  readonly #content: ContentStore;
  readonly #files: StateFiles;
  readonly #clock: Clock;
  readonly #all = new Map<string, Repository>();

  constructor(folder: string, content: ContentStore, clock: Clock) {
    this.#content = content;
    this.#files = stateFilesIn(folder);
    this.#clock = clock;
    for (const entry of namesIn(join(folder, 'repositories'))) {
      const saved = this.#files.load<Saved>(join('repositories', entry, 'repository'));
      if (saved === undefined) continue;
      const images = this.#load(saved.name, namesIn(join(folder, 'repositories', entry, 'images')));
      this.#all.set(saved.name, { ...saved, images, tags: new Map(saved.tags) });
      this.#collect(saved.name);
    }
  }

  get(name: string): Repository | undefined {
    return this.#all.get(name);
  }

  /** In the order of their names. */
  list(): Repository[] {
    return [...this.#all.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  create(name: string, settings: RepositorySettings): Repository {
    const createdAt = this.#clock.now();
    return this.#put({ name, createdAt, settings, images: new Map(), tags: new Map(), leftBehind: [] });
  }

  /** ECR creates the repository when the first push to its name begins. */
  createOnPush(name: string): Repository {
    return this.#all.get(name) ?? this.create(name, DEFAULT_SETTINGS);
  }

  configure(repository: Repository, settings: RepositorySettings): Repository {
    return this.#put({ ...repository, settings });
  }

  /** Adds an image, a tag, or both. An image that was there already keeps the time of its push. */
  add(name: string, image: StoredImage, bytes: Uint8Array, tag: string | undefined): void {
    const repository = this.createOnPush(name);
    const images = new Map(repository.images);
    const tags = new Map(repository.tags);
    if (!images.has(image.digest)) {
      this.#content.writeManifest(name, image.digest, bytes);
      this.#files.save(this.#fileOf(name, image.digest), image);
      images.set(image.digest, image);
    }
    if (tag !== undefined) tags.set(tag, image.digest);
    this.#put({ ...repository, images, tags });
  }

  removeTag(repository: Repository, tag: string): void {
    const tags = new Map(repository.tags);
    tags.delete(tag);
    this.#put({ ...repository, tags });
  }

  /** Removes an image with all its tags. */
  removeImage(repository: Repository, image: StoredImage): void {
    const images = new Map(repository.images);
    images.delete(image.digest);
    const tags = new Map([...repository.tags].filter(([, digest]) => digest !== image.digest));
    this.#put({ ...repository, images, tags, leftBehind: [...repository.leftBehind, ...image.blobs] });
    this.#files.remove(this.#fileOf(repository.name, image.digest));
    this.#content.removeManifest(repository.name, image.digest);
  }

  delete(name: string): void {
    this.#files.remove(join(this.#content.folderOf(name), 'repository'));
    this.#content.removeRepository(name);
    this.#all.delete(name);
  }

  #fileOf(repository: string, digest: string): string {
    return join(this.#content.folderOf(repository), 'images', hexOf(digest));
  }

  #load(repository: string, files: readonly string[]): Map<string, StoredImage> {
    const digests = files
      .flatMap((file) => /^([0-9a-f]{64})\.json$/.exec(file)?.[1] ?? [])
      .map((hex) => `sha256:${hex}`);
    const images = digests.flatMap((digest) => this.#files.load<StoredImage>(this.#fileOf(repository, digest)) ?? []);
    return new Map(images.map((image) => [image.digest, image]));
  }

  #collect(name: string): void {
    const repository = this.#all.get(name);
    if (repository === undefined || repository.leftBehind.length === 0) return;
    const named = new Set([...repository.images.values()].flatMap((image) => image.blobs));
    for (const blob of repository.leftBehind) if (!named.has(blob)) this.#content.removeBlob(name, blob);
    this.#put({ ...repository, leftBehind: [] });
  }

  #put(repository: Repository): Repository {
    const { images: _, ...rest } = repository;
    const saved: Saved = { ...rest, tags: [...repository.tags] };
    this.#files.save(join(this.#content.folderOf(repository.name), 'repository'), saved);
    this.#all.set(repository.name, repository);
    return repository;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
