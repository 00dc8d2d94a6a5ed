import { gzipSync } from 'node:zlib';
import { digestOf } from '../ecr/digest.ts';
import { machineArchitecture } from './architecture.ts';
import type { Content, Layer, OciImage } from './image.ts';
import { type TarEntry, writeTar } from './tar-writer.ts';

export interface ImageFile {
  readonly content: string | Uint8Array;
  /** Permission bits; 0o644 when left out. */
  readonly mode?: number;
}

export interface ImageDefinition {
  /** By path inside the image, absolute or not. Together they are one layer. */
  readonly files: Readonly<Record<string, ImageFile>>;
  readonly entrypoint: readonly string[];
  readonly command?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  /** Such as `org.opencontainers.image.version`; `…created` (RFC 3339) is the image's own time as well. */
  readonly labels?: Readonly<Record<string, string>>;
  /** `amd64`, `arm64` …; this machine's when it is left out. */
  readonly architecture?: string;
  /** Such as `8080` or `8080/tcp`. */
  readonly exposedPorts?: readonly (number | string)[];
  /** Layers below the files, such as those of another image. */
  readonly baseLayers?: readonly Layer[];
}

/** Builds an OCI image in memory. The same definition always gives the same digest. */
export function buildImage(definition: ImageDefinition): OciImage {
  const architecture = definition.architecture ?? machineArchitecture();
  const own = Object.keys(definition.files).length === 0 ? [] : [layerOf(entriesOf(definition.files))];
  const layers = [...(definition.baseLayers ?? []), ...own];
  const config = json('application/vnd.oci.image.config.v1+json', configOf(definition, architecture, layers));
  const manifest = json('application/vnd.oci.image.manifest.v1+json', {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: descriptorOf(config),
    layers: layers.map(descriptorOf),
  });
  return { kind: 'image', architecture, manifest, config, layers };
}

/** A gzip layer of these entries. */
export function layerOf(entries: readonly TarEntry[]): Layer {
  const tar = writeTar(entries);
  const bytes = gzipSync(tar);
  // The header names the system that compressed; 255 is "unknown", the same on all.
  bytes[9] = 255;
  const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip';
  return { mediaType, digest: digestOf(bytes), bytes, diffId: digestOf(tar) };
}

export function descriptorOf({ mediaType, digest, bytes }: Content) {
  return { mediaType, digest, size: bytes.length };
}

export function json(mediaType: string, document: object): Content {
  const bytes = Buffer.from(JSON.stringify(document));
  return { mediaType, digest: digestOf(bytes), bytes };
}

function entriesOf(files: ImageDefinition['files']): TarEntry[] {
  const byPath = new Map(Object.entries(files).map(([path, file]) => [path.replace(/^\/+/, ''), file]));
  const directories = new Set([...byPath.keys()].flatMap(foldersOf));
  const entries = [
    ...[...directories].map((path): TarEntry => ({ kind: 'directory', path: `${path}/`, mode: 0o755 })),
    ...[...byPath].map(
      ([path, { content, mode = 0o644 }]): TarEntry => ({ kind: 'file', path, mode, content: Buffer.from(content) }),
    ),
  ];
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** `a/b/c` is in `a` and in `a/b`. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function configOf(definition: ImageDefinition, architecture: string, layers: readonly Layer[]): object {
  const { entrypoint, command, env = {}, workingDirectory, labels = {}, exposedPorts = [] } = definition;
  const ports = exposedPorts.map(String).map((port) => [port.includes('/') ? port : `${port}/tcp`, {}]);
  const defaultPath = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return {
    created: labels['org.opencontainers.image.created'] ?? '1970-01-01T00:00:00Z',
    architecture,
    os: 'linux',
    config: {
      Entrypoint: entrypoint,
      ...(command === undefined ? {} : { Cmd: command }),
      Env: 'PATH' in env ? variables : [defaultPath, ...variables],
      WorkingDir: workingDirectory ?? '/',
      ...(ports.length === 0 ? {} : { ExposedPorts: Object.fromEntries(ports) }),
      Labels: labels,
    },
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
  };
}
