import { readFileSync } from 'node:fs';
import { digestOf } from '../ecr/digest.ts';
import type { Manifest } from '../ecr/manifest.ts';
import { type Images, type PulledImage, PullFailed } from '../ecs/ports.ts';
import { machineArchitecture } from '../images/architecture.ts';
import { ECR_HOST } from '../kernel/account.ts';
import { type ImageConfig, parseImageConfig } from './image-config.ts';
import { localReference } from './image-reference.ts';
import type { ImageSource } from './image-source.ts';
import { type LayerFile, UnpackedImages } from './unpack-image.ts';

const RETRIED = 'pull image manifest has been retried 1 time(s):';
const CONFIG_TYPES = [
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
] as const;

export interface ImagesDependencies {
  readonly source: ImageSource;
  /** The registry's own address; image names may begin with it instead of ECR's host. */
  readonly registryUrl: string;
  /** Holds the unpacked images; they are found again at the next start. */
  readonly folder: string;
}

interface Runnable {
  /** Of the manifest for this machine, which differs from the image's digest when that is an index. */
  readonly digest: string;
  readonly config: ImageConfig;
  readonly layers: readonly LayerFile[];
}

/** Pulls images from the local registry and unpacks them, once for all tasks that run them. */
export function createImages({ source, registryUrl, folder }: ImagesDependencies): Images {
  const unpacked = new UnpackedImages(folder);
  const platform = `linux/${machineArchitecture()}`;

  function find(image: string): { readonly repository: string; readonly digest: string | undefined } {
    const local = localReference(image, registryUrl);
    if (local === undefined) {
      const names = `${ECR_HOST}/<repository> or ${new URL(registryUrl).host}/<repository>`;
      throw new PullFailed(
        `${RETRIED} failed to resolve ref ${image}: only images of the local registry can be pulled, ${names}`,
      );
    }
    return { repository: local.repository, digest: source.digestOf(local.repository, local.reference) };
  }

  function manifestFor(repository: string, digest: string): { digest: string; manifest: Manifest } {
    const manifest = source.manifest(repository, digest);
    if (manifest.kind === 'image') return { digest, manifest };
    const match = manifest.manifests.find(
      (image) => `${image.platform?.os}/${image.platform?.architecture}` === platform,
    );
    if (match === undefined) throw unsuitable();
    return { digest: match.digest, manifest: source.manifest(repository, match.digest) };
  }

  function runnable(repository: string, image: string): Runnable {
    const { digest, manifest } = manifestFor(repository, image);
    if (manifest.kind === 'index') throw unsuitable();
    if (!CONFIG_TYPES.some((type) => type === manifest.config.mediaType)) {
      throw new PullFailed(`${RETRIED} ${image} is no container image: its config is ${manifest.config.mediaType}`);
    }
    const bytes = readFileSync(blob(repository, manifest.config.digest));
    if (digestOf(bytes) !== manifest.config.digest) throw new PullFailed(`${manifest.config.digest} is damaged`);
    const config = parseImageConfig(bytes);
    if (`${config.os}/${config.architecture}` !== platform) throw unsuitable();
    const layers = manifest.layers.map((layer, index) => ({
      digest: layer.digest,
      diffId: config.rootfs.diff_ids[index] ?? '',
      file: blob(repository, layer.digest),
    }));
    return { digest, config, layers };
  }

  function blob(repository: string, digest: string): string {
    const path = source.blobPath(repository, digest);
    if (path === undefined) throw new PullFailed(`${RETRIED} failed to copy: blob ${digest}: not found`);
    return path;
  }

  function unsuitable(): PullFailed {
    return new PullFailed(`${RETRIED} image Manifest does not contain descriptor matching platform '${platform}'`);
  }

  return {
    async pull(image): Promise<PulledImage> {
      const { repository, digest } = find(image);
      if (digest === undefined) throw new PullFailed(`${RETRIED} failed to resolve ref ${image}: ${image}: not found`);
      try {
        const found = runnable(repository, digest);
        const { config } = found.config;
        return {
          digest,
          root: await unpacked.rootOf(found.digest, found.layers),
          entrypoint: config.Entrypoint,
          command: config.Cmd,
          environment: config.Env,
          workingDirectory: config.WorkingDir,
          user: config.User,
        };
      } catch (error) {
        throw error instanceof PullFailed ? error : new PullFailed((error as Error).message);
      }
    },
    async resolve(image) {
      return localReference(image, registryUrl) === undefined ? undefined : find(image).digest;
    },
  };
}
