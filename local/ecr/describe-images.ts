import type {
  DescribeImagesFilter,
  DescribeImagesRequest,
  DescribeImagesResponse,
  ImageDetail,
  ImageIdentifier,
  ListImagesRequest,
  ListImagesResponse,
} from '@aws-sdk/client-ecr';
import { ACCOUNT } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import { operation } from '../kernel/aws-service.ts';
import { invalidParameter, repositoryFor } from './ecr-error.ts';
import { pageOf } from './ecr-page.ts';
import { asks } from './ecr-permission.ts';
import { findImage } from './image-ids.ts';
import type { Repositories } from './repositories.ts';
import { type Repository, type StoredImage, tagsByDigest } from './repository.ts';

/** DescribeImages and ListImages. */
export function describeOperations(repositories: Repositories) {
  return {
    DescribeImages: operation<DescribeImagesRequest, DescribeImagesResponse>({
      permissions: asks(repositories, 'DescribeImages'),
      run(input) {
        const repository = repositoryFor(repositories, input);
        if (input.imageIds !== undefined) {
          if (input.maxResults !== undefined || input.nextToken !== undefined) {
            throw invalidParameter('maxResults', 'cannot be used together with imageIds');
          }
          const images = input.imageIds.map((imageId) => wanted(repository, imageId));
          return { imageDetails: detailsOf(repository, [...new Set(images)]) };
        }
        const images = filtered(repository, input.filter);
        const { page, nextToken } = pageOf(images, ({ digest }) => digest, input);
        return { imageDetails: detailsOf(repository, page), nextToken };
      },
    }),
    ListImages: operation<ListImagesRequest, ListImagesResponse>({
      permissions: asks(repositories, 'ListImages'),
      run(input) {
        const repository = repositoryFor(repositories, input);
        const tags = tagsByDigest(repository);
        const ids = filtered(repository, input.filter).flatMap(({ digest }): ImageIdentifier[] => {
          return tags.get(digest)?.map((imageTag) => ({ imageDigest: digest, imageTag })) ?? [{ imageDigest: digest }];
        });
        const { page, nextToken } = pageOf(ids, (id) => `${id.imageDigest}:${id.imageTag ?? ''}`, input);
        return { imageIds: page, nextToken };
      },
    }),
  };
}

function wanted(repository: Repository, imageId: ImageIdentifier): StoredImage {
  const found = findImage(repository, imageId);
  if ('digest' in found) return found;
  if (found.failureCode !== 'ImageNotFound' && found.failureCode !== 'ImageTagDoesNotMatchDigest') {
    throw new AwsError('InvalidParameterException', found.failureReason ?? '');
  }
  const id = `{imageDigest:'${imageId.imageDigest ?? 'null'}', imageTag:'${imageId.imageTag ?? 'null'}'}`;
  throw new AwsError(
    'ImageNotFoundException',
    `The image with imageId ${id} does not exist within the repository with name '${repository.name}' in the registry with id '${ACCOUNT}'`,
  );
}

function filtered(repository: Repository, filter: DescribeImagesFilter | undefined): StoredImage[] {
  // Nothing is ever archived here, so every image is active.
  if (filter?.imageStatus === 'ARCHIVED' || filter?.imageStatus === 'ACTIVATING') return [];
  const tagged = new Set(repository.tags.values());
  return [...repository.images.values()].filter(({ digest }) => {
    if (filter?.tagStatus === 'TAGGED') return tagged.has(digest);
    if (filter?.tagStatus === 'UNTAGGED') return !tagged.has(digest);
    return true;
  });
}

function detailsOf(repository: Repository, images: readonly StoredImage[]): ImageDetail[] {
  const tags = tagsByDigest(repository);
  return images.map((image) => ({
    registryId: ACCOUNT,
    repositoryName: repository.name,
    imageDigest: image.digest,
    ...(tags.has(image.digest) ? { imageTags: [...(tags.get(image.digest) ?? [])] } : {}),
    imageSizeInBytes: image.size,
    imagePushedAt: new Date(image.pushedAt),
    imageManifestMediaType: image.mediaType,
    artifactMediaType: image.artifactType,
    subjectManifestDigest: image.subject,
    imageStatus: 'ACTIVE',
  }));
}
