import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { digestOf } from '../../../local/ecr/digest.ts';
import { machineArchitecture } from '../../../local/images/architecture.ts';
import { buildImage, type ImageDefinition } from '../../../local/images/build-image.ts';
import { buildIndex } from '../../../local/images/build-index.ts';
import type { Content } from '../../../local/images/image.ts';

const definition: ImageDefinition = {
  files: { '/app/main.js': { content: 'main' }, 'app/bin/run': { content: '#!/bin/sh\n', mode: 0o755 } },
  entrypoint: ['node', '/app/main.js'],
  command: ['--port', '80'],
  env: { COLOR: 'green' },
  workingDirectory: '/app',
  labels: { 'org.opencontainers.image.version': '1.0.0', 'org.opencontainers.image.created': '2026-11-20T10:00:00Z' },
  exposedPorts: [8080],
};
const read = ({ bytes }: Content) => JSON.parse(bytes.toString());

test('the same definition gives the same image, whatever the order of its files', () => {
  const files = Object.fromEntries(Object.entries(definition.files).reverse());
  expect(buildImage({ ...definition, files }).manifest.digest).toBe(buildImage(definition).manifest.digest);
  expect(buildImage({ ...definition, command: [] }).manifest.digest).not.toBe(buildImage(definition).manifest.digest);
});

test('config, manifest and layer refer to each other by their true digests', () => {
  const { manifest, config, layers } = buildImage(definition);
  expect(read(manifest)).toMatchObject({
    schemaVersion: 2,
    config: { digest: digestOf(config.bytes), size: config.bytes.length },
    layers: layers.map(({ bytes }) => ({ digest: digestOf(bytes), size: bytes.length })),
  });
  expect(read(config)).toMatchObject({
    created: '2026-11-20T10:00:00Z',
    architecture: machineArchitecture(),
    os: 'linux',
    config: {
      Entrypoint: ['node', '/app/main.js'],
      Cmd: ['--port', '80'],
      Env: [expect.stringMatching('^PATH='), 'COLOR=green'],
      WorkingDir: '/app',
      ExposedPorts: { '8080/tcp': {} },
      Labels: definition.labels,
    },
    rootfs: { type: 'layers', diff_ids: layers.map(({ bytes }) => digestOf(gunzipSync(bytes))) },
  });
});

test('layers of another image go below the own ones', () => {
  const base = buildImage(definition);
  const { layers } = buildImage({ files: { b: { content: 'b' } }, entrypoint: ['b'], baseLayers: base.layers });
  expect(layers.map(({ digest }) => digest).slice(0, -1)).toEqual(base.layers.map(({ digest }) => digest));
  expect(layers).toHaveLength(2);
});

test('an index names the platform of each of its images', () => {
  const images = ['amd64', 'arm64'].map((architecture) => buildImage({ ...definition, architecture }));
  expect(read(buildIndex(images).manifest).manifests).toMatchObject([
    { digest: images[0]?.manifest.digest, platform: { architecture: 'amd64', os: 'linux' } },
    { digest: images[1]?.manifest.digest, platform: { architecture: 'arm64', os: 'linux' } },
  ]);
});

test('the system’s tar reads a layer, long names and modes included', () => {
  const long = `folder/${'x'.repeat(120)}/${'é'.repeat(60)}.txt`;
  const files = { ...definition.files, [long]: { content: 'long' } };
  const [layer] = buildImage({ ...definition, files }).layers;
  const folder = mkdtempSync(join(tmpdir(), 'belay-image-'));
  execFileSync('tar', ['-xz', '-C', folder], { input: layer?.bytes });
  expect(readFileSync(join(folder, 'app/main.js'), 'utf8')).toBe('main');
  expect(readFileSync(join(folder, long), 'utf8')).toBe('long');
  expect(statSync(join(folder, 'app/bin/run')).mode & 0o777).toBe(0o755);
  rmSync(folder, { recursive: true });
});
