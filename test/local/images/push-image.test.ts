import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildImage } from '../../../local/images/build-image.ts';
import { pushImage } from '../../../local/images/push-image.ts';
import { aRegistry, type RegistryFixture } from '../ecr/registry-fixture.ts';

let world: RegistryFixture;
beforeAll(async () => {
  world = await aRegistry();
});
afterAll(() => world.end());

const base = buildImage({ files: { base: { content: 'base' } }, entrypoint: ['a'] });
const image = buildImage({ files: { own: { content: 'own' } }, entrypoint: ['a'], baseLayers: base.layers });

test('a push gives the digest under which the image can be pulled', async () => {
  await pushImage(world.registry.url, 'web', '1.0.0', base);
  const digest = await pushImage(world.registry.url, 'web', '1.1.0', image);
  expect(world.registry.source.digestOf('web', '1.1.0')).toBe(digest);
  for (const { digest: layer } of image.layers) expect(world.registry.source.blobPath('web', layer)).toBeDefined();
});

test('a refused push is an error that tells the registry’s answer', async () => {
  await expect(pushImage(world.registry.url, 'No', '1', image)).rejects.toThrow(/answered 400: .*NAME_INVALID/);
});
