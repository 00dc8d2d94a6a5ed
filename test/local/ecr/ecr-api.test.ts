import type {
  BatchDeleteImageResponse,
  BatchGetImageResponse,
  DescribeImagesResponse,
  DescribeRepositoriesResponse,
  GetAuthorizationTokenResponse,
  GetDownloadUrlForLayerResponse,
  ListImagesResponse,
  PutImageResponse,
} from '@aws-sdk/client-ecr';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { digestOf } from '../../../local/ecr/digest.ts';
import { buildImage } from '../../../local/images/build-image.ts';
import { buildIndex } from '../../../local/images/build-index.ts';
import { pushImage } from '../../../local/images/push-image.ts';
import { aRegistry, ask, permissionsOf, type RegistryFixture } from './registry-fixture.ts';

let world: RegistryFixture;
beforeEach(async () => {
  world = await aRegistry();
});
afterEach(() => world.end());

const image = (content = 'hello') => buildImage({ files: { a: { content } }, entrypoint: ['a'] });
const push = (tag: string | undefined, content?: string) => pushImage(world.registry.url, 'web', tag, image(content));
const web = { repositoryName: 'web' };
const describe = async (input: object) =>
  ask<DescribeImagesResponse>(world.registry, 'DescribeImages', { ...web, ...input });

test('DescribeImages tells tags, size, time and types', async () => {
  const built = image();
  const digest = await push('1.0.0');
  await push('latest');
  const size = [built.config, ...built.layers].reduce((sum, { bytes }) => sum + bytes.length, 0);
  expect((await describe({ imageIds: [{ imageTag: 'latest' }] })).imageDetails).toEqual([
    {
      registryId: '000000000000',
      repositoryName: 'web',
      imageDigest: digest,
      imageTags: ['1.0.0', 'latest'],
      imageSizeInBytes: size,
      imagePushedAt: new Date(world.clock.now()),
      imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
      artifactMediaType: 'application/vnd.oci.image.config.v1+json',
      imageStatus: 'ACTIVE',
    },
  ]);
});

test('images are filtered by whether they have a tag, and paged', async () => {
  for (const name of ['a', 'b', 'c']) await push(name, name);
  const untagged = await push(undefined, 'd');
  const found = await describe({ filter: { tagStatus: 'UNTAGGED' } });
  expect(found.imageDetails?.map(({ imageDigest }) => imageDigest)).toEqual([untagged]);

  const seen = new Set<string | undefined>();
  let nextToken: string | undefined;
  do {
    const page = await describe({ maxResults: 3, nextToken });
    for (const { imageDigest } of page.imageDetails ?? []) seen.add(imageDigest);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  expect(seen.size).toBe(4);
  await expect(describe({ nextToken: 'x' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('what is not there is an error in ECR’s own words', async () => {
  await expect(describe({})).rejects.toMatchObject({
    name: 'RepositoryNotFoundException',
    message: "The repository with name 'web' does not exist in the registry with id '000000000000'",
  });
  await push('1.0.0');
  await expect(describe({ imageIds: [{ imageTag: '2.0.0' }] })).rejects.toMatchObject({
    name: 'ImageNotFoundException',
    message:
      "The image with imageId {imageDigest:'null', imageTag:'2.0.0'} does not exist within the repository with name 'web' in the registry with id '000000000000'",
  });
});

test('PutImage gives an image a further tag, and EventBridge hears of it', async () => {
  const digest = await push('1.0.0');
  const { images } = await ask<BatchGetImageResponse>(world.registry, 'BatchGetImage', {
    ...web,
    imageIds: [{ imageTag: '1.0.0' }],
  });
  const { imageManifest } = images?.[0] ?? {};
  const input = { ...web, imageManifest, imageTag: 'stable' };
  const put = await ask<PutImageResponse>(world.registry, 'PutImage', input);
  expect(put.image?.imageId).toEqual({ imageDigest: digest, imageTag: 'stable' });
  expect(world.events.at(-1)?.detail).toMatchObject({ 'image-tag': 'stable', 'image-digest': digest });
  await expect(ask(world.registry, 'PutImage', input)).rejects.toMatchObject({ name: 'ImageAlreadyExistsException' });
  const unknown = { ...web, imageManifest: image('other').manifest.bytes.toString(), imageTag: 'x' };
  await expect(ask(world.registry, 'PutImage', unknown)).rejects.toMatchObject({ name: 'LayersNotFoundException' });
});

test('PutImage does not move a tag of an immutable repository, unless a filter excludes it', async () => {
  await ask(world.registry, 'CreateRepository', {
    ...web,
    imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'dev-*' }],
  });
  for (const tag of ['1.0.0', 'dev-1']) await push(tag);
  await push(undefined, 'other');
  const imageManifest = image('other').manifest.bytes.toString();
  await expect(ask(world.registry, 'PutImage', { ...web, imageManifest, imageTag: '1.0.0' })).rejects.toMatchObject({
    name: 'ImageTagAlreadyExistsException',
  });
  await ask(world.registry, 'PutImage', { ...web, imageManifest, imageTag: 'dev-1' });
  expect(world.registry.source.digestOf('web', 'dev-1')).toBe(image('other').manifest.digest);
});

test('BatchGetImage answers in the types that are accepted, and reports what it has not', async () => {
  await push('1.0.0');
  const get = (imageIds: object[], acceptedMediaTypes?: string[]) =>
    ask<BatchGetImageResponse>(world.registry, 'BatchGetImage', { ...web, imageIds, acceptedMediaTypes });
  const { images, failures } = await get([{ imageTag: '1.0.0' }, { imageTag: 'x' }, { imageDigest: 'x' }, {}]);
  expect(images).toHaveLength(1);
  expect(failures?.map(({ failureCode }) => failureCode)).toEqual([
    'ImageNotFound',
    'InvalidImageDigest',
    'MissingDigestAndTag',
  ]);
  const docker = ['application/vnd.docker.distribution.manifest.v2+json'];
  expect((await get([{ imageTag: '1.0.0' }], docker)).images).toEqual([]);
});

test('BatchDeleteImage takes a tag, with the last one the image, and never an image of an index', async () => {
  const digest = await push('a');
  await push('b');
  const remove = (...imageIds: object[]) =>
    ask<BatchDeleteImageResponse>(world.registry, 'BatchDeleteImage', { ...web, imageIds });
  expect((await remove({ imageTag: 'a' })).imageIds).toEqual([{ imageDigest: digest, imageTag: 'a' }]);
  expect(world.registry.source.digestOf('web', digest)).toBe(digest);
  await remove({ imageTag: 'b' });
  expect(world.registry.source.digestOf('web', digest)).toBeUndefined();
  expect(world.events.slice(-2).map(({ detail }) => Reflect.get(detail, 'action-type'))).toEqual(['DELETE', 'DELETE']);

  await pushImage(world.registry.url, 'web', 'multi', buildIndex([image()]));
  const { failures } = await remove({ imageDigest: digest });
  expect(failures?.[0]).toMatchObject({ failureCode: 'ImageReferencedByManifestList' });
});

test('ListImages names every tag of an image once', async () => {
  const digest = await push('a');
  await push('b');
  const { imageIds } = await ask<ListImagesResponse>(world.registry, 'ListImages', web);
  expect(imageIds).toEqual([
    { imageDigest: digest, imageTag: 'a' },
    { imageDigest: digest, imageTag: 'b' },
  ]);
});

test('a layer is checked and downloaded from the registry', async () => {
  await push('a');
  const [layer] = image().layers;
  const layerDigest = layer?.digest ?? '';
  const check = { ...web, layerDigests: [layerDigest, digestOf('none'), 'x'] };
  expect(await ask(world.registry, 'BatchCheckLayerAvailability', check)).toMatchObject({
    layers: [{ layerAvailability: 'AVAILABLE', layerSize: layer?.bytes.length }, { layerAvailability: 'UNAVAILABLE' }],
    failures: [{ failureCode: 'InvalidLayerDigest' }],
  });
  const input = { ...web, layerDigest };
  const { downloadUrl } = await ask<GetDownloadUrlForLayerResponse>(world.registry, 'GetDownloadUrlForLayer', input);
  expect(Buffer.from(await (await fetch(downloadUrl ?? '')).arrayBuffer())).toEqual(layer?.bytes);
});

test('repositories are created once, described, tagged, and deleted when they are empty or it is forced', async () => {
  const created = { ...web, tags: [{ Key: 'team', Value: 'a' }] };
  await ask(world.registry, 'CreateRepository', created);
  await expect(ask(world.registry, 'CreateRepository', created)).rejects.toMatchObject({
    name: 'RepositoryAlreadyExistsException',
  });
  await expect(ask(world.registry, 'CreateRepository', { repositoryName: 'No' })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
  const { repositories } = await ask<DescribeRepositoriesResponse>(world.registry, 'DescribeRepositories', {});
  expect(repositories).toMatchObject([
    {
      repositoryArn: 'arn:aws:ecr:us-east-1:000000000000:repository/web',
      repositoryUri: '000000000000.dkr.ecr.us-east-1.amazonaws.com/web',
      imageTagMutability: 'MUTABLE',
    },
  ]);
  const resourceArn = repositories?.[0]?.repositoryArn;
  await ask(world.registry, 'TagResource', { resourceArn, tags: [{ Key: 'b', Value: '1' }] });
  await ask(world.registry, 'UntagResource', { resourceArn, tagKeys: ['team'] });
  expect(await ask(world.registry, 'ListTagsForResource', { resourceArn })).toEqual({
    tags: [{ Key: 'b', Value: '1' }],
  });
  await push('a');
  await expect(ask(world.registry, 'DeleteRepository', web)).rejects.toMatchObject({
    name: 'RepositoryNotEmptyException',
  });
  await ask(world.registry, 'DeleteRepository', { ...web, force: true });
  await expect(describe({})).rejects.toMatchObject({ name: 'RepositoryNotFoundException' });
});

test('a login is for twelve hours and names the registry', async () => {
  const { authorizationData } = await ask<GetAuthorizationTokenResponse>(world.registry, 'GetAuthorizationToken', {});
  const [{ authorizationToken = '', expiresAt, proxyEndpoint } = {}] = authorizationData ?? [];
  expect(Buffer.from(authorizationToken, 'base64').toString()).toMatch(/^AWS:.+/);
  expect(expiresAt).toEqual(new Date(world.clock.now() + 12 * 3_600_000));
  expect(proxyEndpoint).toBe(world.registry.url);
});

test('each operation asks for the permission that ECR asks for, on the repository', () => {
  const permissions = (name: string, input: object) => permissionsOf(world.registry, name, input);
  const arn = 'arn:aws:ecr:us-east-1:000000000000:repository/web';
  expect(permissions('DescribeImages', web)).toEqual([['ecr:DescribeImages', arn]]);
  expect(permissions('PutImage', web)).toEqual([['ecr:PutImage', arn]]);
  expect(permissions('DescribeRepositories', {})).toEqual([
    ['ecr:DescribeRepositories', 'arn:aws:ecr:us-east-1:000000000000:repository/*'],
  ]);
  expect(permissions('GetAuthorizationToken', {})).toEqual([['ecr:GetAuthorizationToken', '*']]);
});
