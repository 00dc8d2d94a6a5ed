import { afterEach, beforeEach, expect, test } from 'vitest';
import { digestOf } from '../../../local/ecr/digest.ts';
import { buildImage } from '../../../local/images/build-image.ts';
import { pushImage } from '../../../local/images/push-image.ts';
import { aRegistry, codeOf, type RegistryFixture } from './registry-fixture.ts';

let world: RegistryFixture;
beforeEach(async () => {
  world = await aRegistry();
});
afterEach(() => world.end());

const image = buildImage({ files: { a: { content: 'a' } }, entrypoint: ['a'] });
const get = (path: string) => fetch(`${world.registry.url}/v2/${path}`);

test('the registry says that it speaks version 2, to a client with a login as well', async () => {
  const response = await fetch(`${world.registry.url}/v2/`, { headers: { Authorization: 'Basic QVdTOng=' } });
  expect([response.status, response.headers.get('docker-distribution-api-version')]).toEqual([200, 'registry/2.0']);
});

test('tags come sorted, page after page', async () => {
  for (const tag of ['c', 'a', 'd', 'b', 'e']) await pushImage(world.registry.url, 'web', tag, image);
  const pages: string[][] = [];
  let path: string | undefined = 'web/tags/list?n=2';
  while (path !== undefined) {
    const response = await get(path);
    pages.push(((await response.json()) as { tags: string[] }).tags);
    path = /<\/v2\/([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
  }
  expect(pages).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  expect(await (await get('_catalog')).json()).toEqual({ repositories: ['web'] });
});

test.each([
  ['nothing/tags/list', 404, 'NAME_UNKNOWN'],
  ['web/tags/list?n=x', 400, 'PAGINATION_NUMBER_INVALID'],
  [`web/blobs/${digestOf('no')}`, 404, 'BLOB_UNKNOWN'],
  ['web/blobs/sha256:abc', 400, 'DIGEST_INVALID'],
  ['web/manifests/none', 404, 'MANIFEST_UNKNOWN'],
  ['web/manifests/!', 400, 'TAG_INVALID'],
  ['web/blobs/uploads/00000000-0000-0000-0000-000000000000', 404, 'BLOB_UPLOAD_UNKNOWN'],
])('GET %s is %i %s', async (path, status, code) => {
  await pushImage(world.registry.url, 'web', 'a', image);
  const response = await get(path);
  expect([response.status, await codeOf(response)]).toEqual([status, code]);
});

test('what names an image as its subject is listed as its referrer, by type where asked', async () => {
  const digest = await pushImage(world.registry.url, 'web', '1.0.0', image);
  const type = 'application/vnd.oci.image.manifest.v1+json';
  const { manifest, config } = image;
  const signature = JSON.stringify({
    schemaVersion: 2,
    mediaType: type,
    artifactType: 'application/x-signature',
    config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: config.digest, size: config.bytes.length },
    layers: [],
    subject: { mediaType: type, digest, size: manifest.bytes.length },
    annotations: { by: 'me' },
  });
  const put = { method: 'PUT', headers: { 'Content-Type': type }, body: signature };
  const pushed = await fetch(`${world.registry.url}/v2/web/manifests/${digestOf(signature)}`, put);
  expect([pushed.status, pushed.headers.get('oci-subject')]).toEqual([201, digest]);

  const referrers = await get(`web/referrers/${digest}?artifactType=application/x-signature`);
  expect(referrers.headers.get('oci-filters-applied')).toBe('artifactType');
  expect(await referrers.json()).toMatchObject({
    manifests: [
      {
        digest: digestOf(signature),
        size: signature.length,
        artifactType: 'application/x-signature',
        annotations: { by: 'me' },
      },
    ],
  });
  expect(await (await get(`web/referrers/${digest}?artifactType=x`)).json()).toMatchObject({ manifests: [] });
});
