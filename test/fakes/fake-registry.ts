import type { Digest } from '../../core/domain/names.ts';
import type { Labels } from '../../core/domain/version.ts';
import type { Registry, RegistryImage } from '../../core/ports.ts';

/** A registry in memory: images are pushed and deleted, and a tag moves to the image that was pushed with it last. */
export class FakeRegistry implements Registry {
  readonly #images: RegistryImage[] = [];
  readonly #now: () => number;
  /** What every repository is encrypted with. */
  key: string | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  push(repository: string, digest: Digest, tag: string, labels: Labels = { components: {} }): void {
    const before = this.#images.find((image) => image.repository === repository && image.digest === digest);
    const facts = before ?? {
      size: 1234,
      platforms: ['linux/amd64'],
      labels,
      pushedAt: new Date(this.#now()).toISOString(),
    };
    const tags = [...(before?.tags ?? []).filter((other) => other !== tag), tag];
    this.#replace(repository, (image) =>
      image.digest === digest ? [] : { ...image, tags: image.tags.filter((other) => other !== tag) },
    );
    this.#images.push({ ...facts, repository, digest, tags, uri: `registry/${repository}@${digest}` });
  }

  remove(repository: string, digest: Digest): void {
    this.#replace(repository, (image) => (image.digest === digest ? [] : image));
  }

  has(repository: string, digest: Digest, tag: string): boolean {
    return this.#images.some((one) => one.repository === repository && one.digest === digest && one.tags.includes(tag));
  }

  digests(): ReadonlySet<Digest> {
    return new Set(this.#images.map(({ digest }) => digest));
  }

  async describe(repository: string, image: { digest: Digest } | { tag: string }): Promise<RegistryImage | undefined> {
    return this.#images.find(
      (one) =>
        one.repository === repository &&
        ('digest' in image ? one.digest === image.digest : one.tags.includes(image.tag)),
    );
  }

  async which(repository: string, digests: readonly Digest[]): Promise<Readonly<Record<string, string>>> {
    const there = this.#images.filter((image) => image.repository === repository && digests.includes(image.digest));
    return Object.fromEntries(there.map(({ digest, uri }) => [digest, uri]));
  }

  async encryptionKey(): Promise<string | undefined> {
    return this.key;
  }

  async pushedSince(repository: string, since: string): Promise<readonly RegistryImage[]> {
    return this.#images
      .filter((image) => image.repository === repository && image.pushedAt >= since)
      .sort((a, b) => (a.pushedAt < b.pushedAt ? -1 : 1));
  }

  #replace(repository: string, change: (image: RegistryImage) => RegistryImage | readonly RegistryImage[]): void {
    const changed = this.#images.flatMap((image) => (image.repository === repository ? change(image) : image));
    this.#images.splice(0, this.#images.length, ...changed);
  }
}
