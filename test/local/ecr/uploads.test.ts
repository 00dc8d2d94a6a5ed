import { existsSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { digestOf } from '../../../local/ecr/digest.ts';
import { aRegistry, codeOf, type RegistryFixture } from './registry-fixture.ts';

let world: RegistryFixture;
beforeAll(async () => {
  world = await aRegistry();
});
afterAll(() => world.end());

const url = (path: string) => `${world.registry.url}/v2/web/blobs/${path}`;
const locationOf = (response: Response) => new URL(response.headers.get('location') ?? '', world.registry.url).href;
const begin = async () => locationOf(await fetch(url('uploads/'), { method: 'POST' }));
const patch = (upload: string, body: NonNullable<RequestInit['body']>, range?: string) =>
  fetch(upload, {
    method: 'PATCH',
    headers: range === undefined ? {} : { 'Content-Range': range },
    body,
  });
const finish = (upload: string, digest: string, body?: string) =>
  fetch(`${upload}?digest=${digest}`, { method: 'PUT', ...(body === undefined ? {} : { body }) });
const leftovers = () => readdirSync(join(world.folder, 'uploads'));

test('chunks that follow each other make the blob, and the status says how far it is', async () => {
  const upload = await begin();
  const first = await patch(upload, 'hello ', '0-5');
  expect([first.status, first.headers.get('range')]).toEqual([202, '0-5']);
  expect((await patch(upload, 'world', '6-10')).status).toBe(202);
  const status = await fetch(upload);
  expect([status.status, status.headers.get('range')]).toEqual([204, '0-10']);
  expect((await finish(upload, digestOf('hello world'))).status).toBe(201);
  expect(await (await fetch(url(digestOf('hello world')))).text()).toBe('hello world');
});

test('a chunk out of order is 416, tells where to go on, and changes nothing', async () => {
  const upload = await begin();
  await patch(upload, 'abc', '0-2');
  const response = await patch(upload, 'xyz', '5-7');
  expect([response.status, response.headers.get('range')]).toEqual([416, '0-2']);
  expect(await codeOf(response)).toBe('RANGE_INVALID');
  expect((await finish(upload, digestOf('abc'))).status).toBe(201);
});

test('a chunk whose size is not what its range says does not count', async () => {
  const upload = await begin();
  expect(await codeOf(await patch(upload, 'abcdef', '0-2'))).toBe('SIZE_INVALID');
  expect((await finish(upload, digestOf('xyz'), 'xyz')).status).toBe(201);
});

test('a whole blob goes in one request', async () => {
  const response = await fetch(url(`uploads/?digest=${digestOf('one')}`), { method: 'POST', body: 'one' });
  expect(response.status).toBe(201);
  expect(await (await fetch(url(digestOf('one')))).text()).toBe('one');
});

test('a cancelled upload is gone', async () => {
  const upload = await begin();
  await patch(upload, 'abc');
  expect((await fetch(upload, { method: 'DELETE' })).status).toBe(204);
  expect(await codeOf(await patch(upload, 'def'))).toBe('BLOB_UPLOAD_UNKNOWN');
});

test('a blob is mounted from another repository, and uploaded when it is not there', async () => {
  await fetch(url(`uploads/?digest=${digestOf('shared')}`), { method: 'POST', body: 'shared' });
  const mount = (digest: string) =>
    fetch(`${world.registry.url}/v2/other/blobs/uploads/?mount=${digest}&from=web`, { method: 'POST' });
  expect((await fetch(`${world.registry.url}/v2/other/blobs/${digestOf('shared')}`)).status).toBe(404);
  expect((await mount(digestOf('shared'))).status).toBe(201);
  expect(await (await fetch(`${world.registry.url}/v2/other/blobs/${digestOf('shared')}`)).text()).toBe('shared');
  expect((await mount(digestOf('nothing'))).status).toBe(202);
});

test.each([
  ['bytes=0-1', 206, 'ab', 'bytes 0-1/6'],
  ['bytes=4-', 206, 'ef', 'bytes 4-5/6'],
  ['bytes=-2', 206, 'ef', 'bytes 4-5/6'],
  ['bytes=2-99', 206, 'cdef', 'bytes 2-5/6'],
  ['bytes=6-', 416, '', 'bytes */6'],
  ['bytes=3-1', 200, 'abcdef', null],
  ['lines=1', 200, 'abcdef', null],
])('the range %s of a blob is answered with %i', async (range, status, text, contentRange) => {
  await fetch(url(`uploads/?digest=${digestOf('abcdef')}`), { method: 'POST', body: 'abcdef' });
  const response = await fetch(url(digestOf('abcdef')), { headers: { Range: range } });
  expect([response.status, await response.text(), response.headers.get('content-range')]).toEqual([
    status,
    text,
    contentRange,
  ]);
});

test('a chunk that the client breaks off does not count, and the upload goes on', async () => {
  const upload = await begin();
  await patch(upload, 'abc');
  const abort = new AbortController();
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(Buffer.from('lost'));
      setTimeout(() => abort.abort(), 50);
    },
  });
  await expect(fetch(upload, { method: 'PATCH', body, duplex: 'half', signal: abort.signal })).rejects.toThrow();
  await expect.poll(async () => (await patch(upload, 'def')).status).toBe(202);
  expect((await finish(upload, digestOf('abcdef'))).status).toBe(201);
});

test.runIf(existsSync('/dev/full'))('a full disk is a clear error, and nothing is left of the upload', async () => {
  const upload = await begin();
  const file = join(world.folder, 'uploads', upload.split('/').at(-1) ?? '');
  rmSync(file);
  symlinkSync('/dev/full', file);
  const response = await patch(upload, 'abc');
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({
    errors: [{ code: 'UNKNOWN', message: expect.stringContaining('disk of the local registry is full (ENOSPC)') }],
  });
  expect(leftovers()).not.toContain(upload.split('/').at(-1));
  expect((await fetch(upload)).status).toBe(404);
});

test('however uploads are cut and mixed, each blob comes out whole', async () => {
  const blob = fc.record({
    bytes: fc.uint8Array({ minLength: 1, maxLength: 200 }),
    cuts: fc.array(fc.nat(200), { maxLength: 4 }),
  });
  const order = fc.infiniteStream(fc.nat());
  await fc.assert(
    fc.asyncProperty(fc.array(blob, { minLength: 1, maxLength: 3 }), order, async (blobs, picks) => {
      const uploads = await Promise.all(
        blobs.map(async ({ bytes, cuts }) => ({ bytes, url: await begin(), chunks: chunksOf(bytes, cuts) })),
      );
      for (;;) {
        const open = uploads.filter(({ chunks }) => chunks.length > 0);
        const { url, chunks } = open[(picks.next().value ?? 0) % Math.max(1, open.length)] ?? { url: '', chunks: [] };
        const chunk = chunks.shift();
        if (chunk === undefined) break;
        expect((await patch(url, chunk.bytes, `${chunk.start}-${chunk.start + chunk.bytes.length - 1}`)).status).toBe(
          202,
        );
      }
      for (const upload of uploads) {
        expect((await finish(upload.url, digestOf(upload.bytes))).status).toBe(201);
        const stored = await (await fetch(url(digestOf(upload.bytes)))).arrayBuffer();
        expect(Buffer.from(stored)).toEqual(Buffer.from(upload.bytes));
      }
    }),
    { numRuns: 25 },
  );
});

test('content under a digest that is not its own never becomes visible, and leaves nothing behind', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.string(), fc.boolean(), async (content, other, atOnce) => {
      fc.pre(content !== other);
      const wrong = digestOf(`wrong ${other}`);
      const response = atOnce
        ? await fetch(url(`uploads/?digest=${wrong}`), { method: 'POST', body: content })
        : await finish(await begin(), wrong, content);
      expect(await codeOf(response)).toBe('DIGEST_INVALID');
      expect((await fetch(url(wrong), { method: 'HEAD' })).status).toBe(404);
    }),
    { numRuns: 25 },
  );
});

function chunksOf(bytes: Uint8Array, cuts: readonly number[]): { start: number; bytes: Uint8Array }[] {
  const ends = [...new Set([...cuts.filter((cut) => cut > 0 && cut < bytes.length), bytes.length])].sort(
    (a, b) => a - b,
  );
  return ends.map((end, index) => {
    const start = ends[index - 1] ?? 0;
    return { start, bytes: bytes.slice(start, end) };
  });
}
