import {
  BatchGetImageCommand,
  DescribeImagesCommand,
  type DescribeImagesCommandOutput,
  DescribeRepositoriesCommand,
  type ECRClient,
  GetDownloadUrlForLayerCommand,
  type Image,
  type ImageDetail,
} from '@aws-sdk/client-ecr';
import { parseLabels } from '../../core/domain/labels.ts';
import { parseDigest } from '../../core/domain/names.ts';
import { Refused } from '../../core/domain/refused.ts';
import type { Labels } from '../../core/domain/version.ts';
import type { Registry } from '../../core/ports.ts';
import { type Child, parseConfig, parseManifest } from './oci-image.ts';

// Whoever loads this adapter makes its client.
export { ECRClient } from '@aws-sdk/client-ecr';

const GONE = ['ImageNotFoundException', 'RepositoryNotFoundException', 'LayersNotFoundException'];

/** Largest image configuration that is read: real ones have a few KB. */
const MAX_CONFIG = 1024 * 1024;

const MOST_PLATFORMS = 50;

/** Amazon ECR. Labels stand in the image's configuration, which ECR gives as a layer: two calls and one download. */
export function ecrRegistry(client: ECRClient): Registry {
  /** Those of the images that are there: ECR tells of the others beside them. */
  async function imagesOf(repository: string, digests: readonly string[]): Promise<readonly Image[]> {
    const imageIds = digests.map((imageDigest) => ({ imageDigest }));
    try {
      const { images = [] } = await client.send(new BatchGetImageCommand({ repositoryName: repository, imageIds }));
      return images;
    } catch (error) {
      if (error instanceof Error && GONE.includes(error.name)) return [];
      throw error;
    }
  }

  async function manifestOf(repository: string, imageDigest: string): Promise<ReturnType<typeof parseManifest>> {
    const { images = [] } = await client.send(
      new BatchGetImageCommand({ repositoryName: repository, imageIds: [{ imageDigest }] }),
    );
    const [image] = images;
    if (image === undefined)
      throw new Refused(
        'ImageGone',
        `${repository}@${imageDigest} is not in the registry. Push it, or the index that names it, again.`,
      );
    return parseManifest(image.imageManifest, `${repository}@${imageDigest}`);
  }

  async function configOf(repository: string, digest: string): Promise<{ platform: string; labels: Labels }> {
    const downloadUrl = await addressOf(repository, digest);
    const answer = await fetch(downloadUrl, { signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(`the configuration of ${repository}@${digest} could not be read: ${answer.status}`);
    const length = Number(answer.headers.get('content-length') ?? 0);
    const text = length > MAX_CONFIG ? '' : await answer.text();
    if (Math.max(length, text.length) > MAX_CONFIG)
      throw new Refused(
        'Unsupported',
        `The configuration of ${repository}@${digest} is larger than ${MAX_CONFIG} bytes. Push the image with fewer or shorter labels.`,
      );
    const { platform, labels } = parseConfig(text, `${repository}@${digest}`);
    return { platform, labels: parseLabels(labels) };
  }

  async function addressOf(repository: string, layerDigest: string): Promise<string> {
    const name = `the configuration of ${repository}@${layerDigest}`;
    try {
      const { downloadUrl } = await client.send(
        new GetDownloadUrlForLayerCommand({ repositoryName: repository, layerDigest }),
      );
      if (downloadUrl !== undefined) return downloadUrl;
      throw new Error(`ECR gave no address for ${name}`);
    } catch (error) {
      if (!(error instanceof Error) || !GONE.includes(error.name)) throw error;
      throw new Refused('ImageGone', `${name} is not in the registry. Push the image again.`);
    }
  }

  /** An index counts once: its platforms are those of its children, its labels those of the first. */
  async function factsOf(
    repository: string,
    digest: string,
  ): Promise<{ platforms: readonly string[]; labels: Labels }> {
    const manifest = await manifestOf(repository, digest);
    if (manifest.kind === 'image') {
      const { platform, labels } = await configOf(repository, manifest.config);
      return { platforms: [platform], labels };
    }
    const children = manifest.children.filter(
      (child): child is Child & { platform: string } => child.platform !== undefined,
    );
    const first = children[0] && (await manifestOf(repository, children[0].digest));
    const labels = first?.kind === 'image' ? (await configOf(repository, first.config)).labels : parseLabels({});
    const platforms = [...new Set(children.map(({ platform }) => platform))].slice(0, MOST_PLATFORMS);
    return { platforms, labels };
  }

  async function detailOf(
    repository: string,
    imageId: { imageDigest?: string; imageTag?: string },
  ): Promise<ImageDetail | undefined> {
    try {
      const { imageDetails = [] } = await client.send(
        new DescribeImagesCommand({ repositoryName: repository, imageIds: [imageId] }),
      );
      return imageDetails[0];
    } catch (error) {
      if (error instanceof Error && GONE.includes(error.name)) return undefined;
      throw error;
    }
  }

  /** A repository that is not there yet, or not any more, has no images. */
  async function pageOf(repository: string, nextToken: string | undefined): Promise<DescribeImagesCommandOutput> {
    const filter = { tagStatus: 'TAGGED' } as const;
    try {
      return await client.send(
        new DescribeImagesCommand({ repositoryName: repository, filter, maxResults: 1000, nextToken }),
      );
    } catch (error) {
      if (error instanceof Error && GONE.includes(error.name)) return { $metadata: {} };
      throw error;
    }
  }

  return {
    async describe(repository, image) {
      const detail = await detailOf(
        repository,
        'digest' in image ? { imageDigest: image.digest } : { imageTag: image.tag },
      );
      if (detail?.imageDigest === undefined || detail.registryId === undefined) return undefined;
      const digest = parseDigest(detail.imageDigest);
      const region = await client.config.region();
      return {
        repository,
        digest,
        tags: detail.imageTags ?? [],
        pushedAt: (detail.imagePushedAt ?? new Date(0)).toISOString(),
        size: detail.imageSizeInBytes ?? 0,
        uri: nameOf(detail.registryId, region, repository, digest),
        ...(await factsOf(repository, digest)),
      };
    },

    async which(repository, digests) {
      const images = await imagesOf(repository, [...new Set(digests)]);
      const region = await client.config.region();
      return Object.fromEntries(
        images.flatMap(({ imageId, registryId }) =>
          imageId?.imageDigest === undefined || registryId === undefined
            ? []
            : [[imageId.imageDigest, nameOf(registryId, region, repository, imageId.imageDigest)]],
        ),
      );
    },

    async encryptionKey(repository) {
      try {
        const { repositories = [] } = await client.send(
          new DescribeRepositoriesCommand({ repositoryNames: [repository] }),
        );
        return repositories[0]?.encryptionConfiguration?.kmsKey;
      } catch (error) {
        if (error instanceof Error && GONE.includes(error.name)) return undefined;
        throw error;
      }
    },

    async pushedSince(repository, since) {
      const found: ImageDetail[] = [];
      let nextToken: string | undefined;
      do {
        const page = await pageOf(repository, nextToken);
        found.push(
          ...(page.imageDetails ?? []).filter(({ imagePushedAt }) => (imagePushedAt?.toISOString() ?? '') >= since),
        );
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      return found
        .flatMap(({ imageDigest, imageTags = [], imagePushedAt }) =>
          imageDigest === undefined || imagePushedAt === undefined
            ? []
            : { digest: parseDigest(imageDigest), tags: imageTags, pushedAt: imagePushedAt.toISOString() },
        )
        .sort((a, b) => (a.pushedAt < b.pushedAt ? -1 : 1));
    },
  };
}

/** What a task definition calls an image. */
function nameOf(registryId: string, region: string, repository: string, digest: string): string {
  return `${registryId}.dkr.ecr.${region}.amazonaws.com/${repository}@${digest}`;
}
