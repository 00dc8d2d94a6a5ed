import { afterEach, beforeEach, expect, test } from 'vitest';
import { digestOf } from '../../../local/ecr/digest.ts';
import { buildImage } from '../../../local/images/build-image.ts';
import { buildIndex } from '../../../local/images/build-index.ts';
import { pushImage } from '../../../local/images/push-image.ts';
import { aRegistry, codeOf, type RegistryFixture } from './registry-fixture.ts';

let world: RegistryFixture;
beforeEach(async () => {
  world = await aRegistry();
});
afterEach(() => world.end());

const image = (content = 'hello', architecture = 'amd64') =>
  buildImage({ files: { '/app/main.js': { content } }, entrypoint: ['node', '/app/main.js'], architecture });

const put = (path: string, body: string, type = 'application/vnd.oci.image.manifest.v1+json') =>
  fetch(`${world.registry.url}/v2/${path}`, { method: 'PUT', headers: { 'Content-Type': type }, body });

test('a pushed image comes back byte by byte, by tag and by digest', async () => {
  const built = image();
  const digest = await pushImage(world.registry.url, 'team/web', '1.0.0', built);
  for (const reference of ['1.0.0', digest]) {
    const response = await fetch(`${world.registry.url}/v2/team/web/manifests/${reference}`);
    expect(response.headers.get('content-type')).toBe('application/vnd.oci.image.manifest.v1+json');
    expect(response.headers.get('docker-content-digest')).toBe(digest);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(built.manifest.bytes);
  }
  for (const blob of [built.config, ...built.layers]) {
    const response = await fetch(`${world.registry.url}/v2/team/web/blobs/${blob.digest}`);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(blob.bytes);
  }
});

test('a push to a new name creates the repository and tells EventBridge as ECR does', async () => {
  const digest = await pushImage(world.registry.url, 'web', '1.0.0', image());
  expect(world.registry.repositories.get('web')?.tags.get('1.0.0')).toBe(digest);
  expect(world.events).toEqual([
    {
      source: 'aws.ecr',
      detailType: 'ECR Image Action',
      resources: [],
      detail: {
        result: 'SUCCESS',
        'repository-name': 'web',
        'image-digest': digest,
        'action-type': 'PUSH',
        'image-tag': '1.0.0',
        'manifest-media-type': 'application/vnd.oci.image.manifest.v1+json',
      },
    },
  ]);
});

test('the images of an index are pushed without a tag, the index with it', async () => {
  const index = buildIndex([image('a', 'amd64'), image('b', 'arm64')]);
  await pushImage(world.registry.url, 'web', '2.0.0', index);
  const tags = world.events.map(({ detail }) => Reflect.get(detail, 'image-tag'));
  expect(tags).toEqual([undefined, undefined, '2.0.0']);
});

test('an image of Docker’s own kind is taken as well', async () => {
  const built = image();
  await pushImage(world.registry.url, 'web', 'oci', built);
  const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
  const manifest = JSON.stringify({ ...JSON.parse(built.manifest.bytes.toString()), mediaType });
  const response = await put('web/manifests/docker', manifest, mediaType);
  expect(response.status).toBe(201);
  expect(response.headers.get('docker-content-digest')).toBe(digestOf(manifest));
});

test('a manifest that names a blob which was not pushed is MANIFEST_BLOB_UNKNOWN and is not kept', async () => {
  const response = await put('web/manifests/1.0.0', image().manifest.bytes.toString());
  expect(response.status).toBe(404);
  expect(await codeOf(response)).toBe('MANIFEST_BLOB_UNKNOWN');
  expect((await fetch(`${world.registry.url}/v2/web/manifests/1.0.0`)).status).toBe(404);
  expect(world.events).toEqual([]);
});

test.each([
  ['no JSON', 'x', undefined],
  ['a list', '[]', undefined],
  ['another version', JSON.stringify({ schemaVersion: 1 }), undefined],
  ['an unknown type', '{}', 'application/vnd.docker.distribution.manifest.v1+prettyjws'],
  ['layers and manifests at once', JSON.stringify({ schemaVersion: 2, manifests: [], layers: [] }), undefined],
  ['another type than it was sent as', JSON.stringify({ schemaVersion: 2, mediaType: 'application/x' }), undefined],
])('a manifest that is %s is MANIFEST_INVALID', async (_, body, type) => {
  const response = await put('web/manifests/1.0.0', body, type);
  expect(response.status).toBe(400);
  expect(await codeOf(response)).toBe('MANIFEST_INVALID');
});

test('a manifest above 4 MB is refused', async () => {
  const response = await put('web/manifests/1.0.0', ' '.repeat(4 * 1024 * 1024 + 1));
  expect(response.status).toBe(413);
});

test('a manifest under a digest that is not its own is DIGEST_INVALID', async () => {
  const response = await put(`web/manifests/${digestOf('other')}`, image().manifest.bytes.toString());
  expect(await codeOf(response)).toBe('DIGEST_INVALID');
});

test.each(['Web', 'a', 'web/', '-web', 'we b', 'web//api', 'x'.repeat(257)])(
  '%s is no repository name',
  async (name) => {
    const url = `${world.registry.url}/v2/${encodeURIComponent(name)}/blobs/uploads/`;
    const response = await fetch(url, { method: 'POST' });
    expect(response.status).toBe(400);
    expect(await codeOf(response)).toBe('NAME_INVALID');
  },
);

test('tags named like properties of objects are tags like any other', async () => {
  for (const tag of ['constructor', '__proto__', 'toString']) {
    expect((await fetch(`${world.registry.url}/v2/web/manifests/${tag}`)).status).toBe(404);
    const digest = await pushImage(world.registry.url, 'web', tag, image(tag));
    expect(world.registry.source.digestOf('web', tag)).toBe(digest);
  }
});

test('a tag of an immutable repository stays where it is, and the same push again is no error', async () => {
  const { name } = world.registry.repositories.createOnPush('web');
  const repository = world.registry.repositories.get(name);
  if (repository === undefined) throw new Error('unreachable');
  world.registry.repositories.configure(repository, { ...repository.settings, mutability: 'IMMUTABLE' });
  const digest = await pushImage(world.registry.url, 'web', '1.0.0', image());
  await pushImage(world.registry.url, 'web', '1.0.0', image());
  await expect(pushImage(world.registry.url, 'web', '1.0.0', image('other'))).rejects.toThrow(
    "The image tag '1.0.0' already exists in the 'web' repository and cannot be overwritten because the repository is immutable.",
  );
  expect(world.registry.source.digestOf('web', '1.0.0')).toBe(digest);
});

test('deleting a tag leaves the image, deleting the digest takes all its tags, and EventBridge hears of each', async () => {
  const digest = await pushImage(world.registry.url, 'web', 'a', image());
  for (const tag of ['b', 'c']) await pushImage(world.registry.url, 'web', tag, image());
  world.events.length = 0;
  const remove = (reference: string) =>
    fetch(`${world.registry.url}/v2/web/manifests/${reference}`, { method: 'DELETE' });
  expect((await remove('a')).status).toBe(202);
  expect((await fetch(`${world.registry.url}/v2/web/manifests/${digest}`)).status).toBe(200);
  expect((await remove(digest)).status).toBe(202);
  expect((await fetch(`${world.registry.url}/v2/web/manifests/${digest}`)).status).toBe(404);
  expect(
    world.events.map(({ detail }) => [Reflect.get(detail, 'action-type'), Reflect.get(detail, 'image-tag')]),
  ).toEqual([
    ['DELETE', 'a'],
    ['DELETE', 'b'],
    ['DELETE', 'c'],
  ]);
});
