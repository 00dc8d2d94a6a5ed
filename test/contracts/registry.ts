import { describe, expect, test } from 'vitest';
import type { Digest } from '../../core/domain/names.ts';
import type { Registry } from '../../core/ports.ts';
import { aDigest } from '../builders.ts';

/** A registry without images. */
export interface RegistryBench {
  readonly registry: Registry;
  /** Pushes the same image under a tag each time, or another for another `content`; gives its digest. */
  push(tag: string, content?: string): Promise<Digest>;
  remove(digest: Digest): Promise<void>;
  now(): string;
  pass(milliseconds: number): Promise<void>;
}

const NONE = aDigest(999);

/** What Belay reads of images. Those of these contracts have the label of their commit, `cafe`. */
export function registryContract(name: string, make: () => Promise<RegistryBench>): void {
  describe(`the registry ${name}`, () => {
    test('an image is found by its digest and by each of its tags, with its labels and its name for ECS', async () => {
      const { registry, push, now } = await make();
      const digest = await push('1.0.0');
      await push('stable');
      const image = await registry.describe('web', { digest });
      expect(image).toMatchObject({
        repository: 'web',
        digest,
        pushedAt: now(),
        size: expect.any(Number),
        platforms: ['linux/amd64'],
        labels: { commit: 'cafe', components: {} },
        uri: expect.stringMatching(new RegExp(`/web@${digest}$`)),
      });
      expect([...(image?.tags ?? [])].sort()).toEqual(['1.0.0', 'stable']);
      expect(await registry.describe('web', { tag: 'stable' })).toEqual(image);
    });

    test('a tag that moved leads to the image that was pushed with it last', async () => {
      const { registry, push } = await make();
      const first = await push('latest');
      const second = await push('latest', 'other');
      expect((await registry.describe('web', { tag: 'latest' }))?.digest).toBe(second);
      expect((await registry.describe('web', { digest: first }))?.tags).toEqual([]);
    });

    test('what is not there is none, be it the repository, the image or the tag', async () => {
      const { registry, push } = await make();
      expect(await registry.describe('web', { tag: '1.0.0' })).toBeUndefined();
      const digest = await push('1.0.0');
      expect(await registry.describe('web', { tag: '2.0.0' })).toBeUndefined();
      expect(await registry.describe('web', { digest: NONE })).toBeUndefined();
      expect(await registry.describe('nobody', { digest })).toBeUndefined();
    });

    test('of many digests those that are there are told, under the names that ECS takes', async () => {
      const { registry, push, remove } = await make();
      const [kept, gone] = [await push('1.0.0'), await push('2.0.0', 'other')];
      await remove(gone);
      const uri = (await registry.describe('web', { digest: kept }))?.uri;
      expect(await registry.which('web', [kept, gone, NONE, kept])).toEqual({ [kept]: uri });
      expect(await registry.which('nobody', [kept])).toEqual({});
    });

    test('pushes since a time come oldest first, with those of that very moment', async () => {
      const { registry, push, now, pass } = await make();
      await push('1.0.0');
      await pass(60_000);
      const since = now();
      const second = await push('1.1.0', 'second');
      await pass(60_000);
      const third = await push('1.2.0', 'third');
      const found = (await registry.pushedSince('web', since)).map(({ digest, tags }) => ({ digest, tags }));
      expect(found).toEqual([
        { digest: second, tags: ['1.1.0'] },
        { digest: third, tags: ['1.2.0'] },
      ]);
      expect(await registry.pushedSince('nobody', since)).toEqual([]);
    });

    test("a repository under AWS's own key has no key of the owner's, and nor has one that is not there", async () => {
      const { registry, push } = await make();
      await push('1.0.0');
      expect(await registry.encryptionKey('web')).toBeUndefined();
      expect(await registry.encryptionKey('nobody')).toBeUndefined();
    });
  });
}
