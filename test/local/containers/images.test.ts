import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createImages } from '../../../local/containers/images.ts';
import { digestOf } from '../../../local/ecr/digest.ts';
import { machineArchitecture } from '../../../local/images/architecture.ts';
import { buildImage, layerOf } from '../../../local/images/build-image.ts';
import { buildIndex } from '../../../local/images/build-index.ts';
import type { Layer } from '../../../local/images/image.ts';
import { pushImage } from '../../../local/images/push-image.ts';
import { writeTar } from '../../../local/images/tar-writer.ts';
import { ECR_HOST } from '../../../local/kernel/account.ts';
import { aRegistry, type RegistryFixture } from '../ecr/registry-fixture.ts';
import { file } from './archive.ts';

let world: RegistryFixture;
beforeEach(async () => {
  world = await aRegistry();
});
afterEach(() => world.end());

const folder = () => join(world.folder, 'images');
const images = () => createImages({ source: world.registry.source, registryUrl: world.registry.url, folder: folder() });
const other = machineArchitecture() === 'amd64' ? 'arm64' : 'amd64';
const image = (content: string, architecture?: string) =>
  buildImage({
    files: { '/app/token': { content } },
    entrypoint: ['node'],
    command: ['/app/main.js'],
    env: { COLOR: 'green' },
    workingDirectory: '/app',
    ...(architecture === undefined ? {} : { architecture }),
  });
const push = (tag: string, built: Parameters<typeof pushImage>[3]) => pushImage(world.registry.url, 'web', tag, built);

test('an image is pulled by tag, by digest and by the registry’s own address', async () => {
  const digest = await push('1.0.0', image('secret'));
  const own = new URL(world.registry.url).host;
  for (const reference of [`${ECR_HOST}/web:1.0.0`, `${ECR_HOST}/web@${digest}`, `${own}/web:1.0.0@${digest}`]) {
    const pulled = await images().pull(reference);
    expect(pulled).toMatchObject({ digest, entrypoint: ['node'], command: ['/app/main.js'], workingDirectory: '/app' });
    expect(pulled.environment).toContain('COLOR=green');
    expect(readFileSync(join(pulled.root, 'app/token'), 'utf8')).toBe('secret');
  }
  expect(await images().resolve(`${ECR_HOST}/web:1.0.0`)).toBe(digest);
  expect(await images().resolve(`${ECR_HOST}/web:none`)).toBeUndefined();
});

test('of an index the image for this machine is taken, under the digest of the index', async () => {
  const digest = await push('multi', buildIndex([image('theirs', other), image('ours')]));
  const pulled = await images().pull(`${ECR_HOST}/web:multi`);
  expect(pulled.digest).toBe(digest);
  expect(readFileSync(join(pulled.root, 'app/token'), 'utf8')).toBe('ours');
});

test('an image for another architecture fails with the reason that ECS shows', async () => {
  await push('single', image('theirs', other));
  await push('multi', buildIndex([image('theirs', other)]));
  for (const tag of ['single', 'multi']) {
    await expect(images().pull(`${ECR_HOST}/web:${tag}`)).rejects.toThrow(
      expect.objectContaining({
        name: 'CannotPullContainerError',
        message: `pull image manifest has been retried 1 time(s): image Manifest does not contain descriptor matching platform 'linux/${machineArchitecture()}'`,
      }),
    );
  }
});

test('an image that is missing, or is another registry’s, fails with a clear reason', async () => {
  const missing = `${ECR_HOST}/web:none`;
  await expect(images().pull(missing)).rejects.toThrow(
    `pull image manifest has been retried 1 time(s): failed to resolve ref ${missing}: ${missing}: not found`,
  );
  for (const reference of ['nginx', 'docker.io/library/nginx:latest', '127.0.0.1:1/web:1']) {
    await expect(images().pull(reference)).rejects.toThrow('only images of the local registry can be pulled');
  }
});

test('many tasks and later runs share one unpacked folder, and pull nothing twice', async () => {
  await push('1.0.0', image('once'));
  const one = images();
  const pulled = await Promise.all([1, 2, 3].map(() => one.pull(`${ECR_HOST}/web:1.0.0`)));
  expect(new Set(pulled.map(({ root }) => root)).size).toBe(1);
  const root = pulled[0]?.root ?? '';
  writeFileSync(join(root, 'mark'), '');
  expect((await images().pull(`${ECR_HOST}/web:1.0.0`)).root).toBe(root);
  expect(existsSync(join(root, 'mark'))).toBe(true);
});

test('layers may be gzip, zstd or plain, whatever their media type says', async () => {
  const entries = [file('plain'), file('zstd')].map((entry) => writeTar([entry]));
  const [plain, zstd] = [entries[0] ?? Buffer.alloc(0), zstdCompressSync(entries[1] ?? Buffer.alloc(0))];
  const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip';
  const layers: Layer[] = [plain, zstd].map((bytes, index) => ({
    mediaType,
    bytes,
    digest: digestOf(bytes),
    diffId: digestOf(entries[index] ?? ''),
  }));
  await push('mixed', buildImage({ files: { gzip: { content: '' } }, entrypoint: ['a'], baseLayers: layers }));
  const { root } = await images().pull(`${ECR_HOST}/web:mixed`);
  expect(readdirSync(root).sort()).toEqual(['gzip', 'plain', 'zstd']);
});

test('a hostile, a damaged and a wrong layer are refused, and nothing of the image is kept', async () => {
  const hostile = layerOf([file('../outside')]);
  const wrong = { ...layerOf([file('a')]), diffId: digestOf('another') };
  await push('hostile', buildImage({ files: {}, entrypoint: ['a'], baseLayers: [hostile] }));
  await push('wrong', buildImage({ files: {}, entrypoint: ['a'], baseLayers: [wrong] }));
  const damaged = image('damaged');
  await push('damaged', damaged);
  appendFileSync(world.registry.source.blobPath('web', damaged.layers[0]?.digest ?? '') ?? '', 'x');
  for (const [tag, reason] of [
    ['hostile', /failed to extract layer sha256:.*leads out of the image/],
    ['wrong', /wrong diff id on extraction/],
    ['damaged', /failed to extract layer/],
  ] as const) {
    await expect(images().pull(`${ECR_HOST}/web:${tag}`)).rejects.toThrow(reason);
  }
  expect(readdirSync(join(folder(), 'unpacked'))).toEqual([]);
  expect(readdirSync(join(folder(), 'unpacking'))).toEqual([]);
});

test('what a kill in the middle of unpacking left is cleared away at the next start', () => {
  mkdirSync(join(folder(), 'unpacking', 'half'), { recursive: true });
  images();
  expect(readdirSync(join(folder(), 'unpacking'))).toEqual([]);
  rmSync(folder(), { recursive: true });
});
