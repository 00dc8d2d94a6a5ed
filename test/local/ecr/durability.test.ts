import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { digestOf } from '../../../local/ecr/digest.ts';
import { createRegistry } from '../../../local/ecr/registry.ts';
import { buildImage } from '../../../local/images/build-image.ts';
import { pushImage } from '../../../local/images/push-image.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { aRegistry, ask } from './registry-fixture.ts';

const image = (content: string) => buildImage({ files: { a: { content } }, entrypoint: ['a'] });

test('what was pushed is there after kill -9, and an upload half done is not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'belay-ecr-'));
  const program = `
    import { createRegistry } from ${JSON.stringify(join(import.meta.dirname, '../../../local/ecr/registry.ts'))};
    const clock = { now: () => 0, after: () => () => {} };
    const { url } = await createRegistry({ folder: ${JSON.stringify(folder)}, port: 0, clock, emit: () => {} });
    console.log(url);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve) => child.stdout.once('data', (line) => resolve(String(line).trim())));
  const digest = await pushImage(url, 'web', '1.0.0', image('a'));
  const blobs = `${url}/v2/web/blobs/uploads/`;
  await fetch(`${blobs}?digest=${digestOf('alone')}`, { method: 'POST', body: 'alone' });
  const upload = (await fetch(blobs, { method: 'POST' })).headers.get('location');
  await fetch(`${url}${upload}`, { method: 'PATCH', body: 'half' });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;

  const world = await aRegistry(folder);
  expect(world.registry.source.digestOf('web', '1.0.0')).toBe(digest);
  expect((await fetch(`${world.registry.url}/v2/web/manifests/1.0.0`)).status).toBe(200);
  expect((await fetch(`${world.registry.url}/v2/web/blobs/${digestOf('alone')}`)).status).toBe(200);
  expect((await fetch(`${world.registry.url}${upload}`)).status).toBe(404);
  await world.end();
});

test('blobs of a deleted image go at the next start, those of others stay', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'belay-ecr-'));
  const first = await aRegistry(folder);
  const [kept, deleted] = [image('kept'), image('deleted')];
  await pushImage(first.registry.url, 'web', 'kept', kept);
  await pushImage(first.registry.url, 'web', 'deleted', deleted);
  await ask(first.registry, 'BatchDeleteImage', { repositoryName: 'web', imageIds: [{ imageTag: 'deleted' }] });
  expect(first.registry.source.blobPath('web', deleted.config.digest)).toBeDefined();
  await first.registry.stop();

  const second = await aRegistry(folder);
  expect(second.registry.source.blobPath('web', deleted.config.digest)).toBeUndefined();
  expect(second.registry.source.blobPath('web', kept.config.digest)).toBeDefined();
  await second.end();
});

test('a taken port is an error that names it and the setting', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as { port: number };
  const folder = mkdtempSync(join(tmpdir(), 'belay-ecr-'));
  await expect(createRegistry({ folder, port, clock: new VirtualClock(), emit: () => {} })).rejects.toThrow(
    `port ${port} of the image registry is taken. Set BELAY_REGISTRY_PORT`,
  );
  taken.close();
  rmSync(folder, { recursive: true });
});
