import type { ImageFailure, ImageFailureCode, ImageIdentifier } from '@aws-sdk/client-ecr';
import { isDigest } from './digest.ts';
import { imageIn, type Repository, type StoredImage } from './repository.ts';

const REASONS = {
  MissingDigestAndTag: 'Invalid request parameters: both tag and digest cannot be null',
  InvalidImageDigest:
    "Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
  ImageNotFound: 'Requested image not found',
  ImageTagDoesNotMatchDigest: 'Requested image tag does not match the digest',
} as const satisfies Partial<Record<ImageFailureCode, string>>;

/** The image that an identifier names, or the failure that ECR reports for it in a batch. */
export function findImage(repository: Repository, imageId: ImageIdentifier): StoredImage | ImageFailure {
  const { imageDigest, imageTag } = imageId;
  const reference = imageTag ?? imageDigest;
  if (reference === undefined) return failure(imageId, 'MissingDigestAndTag');
  if (imageDigest !== undefined && !isDigest(imageDigest)) return failure(imageId, 'InvalidImageDigest');
  const image = imageTag === undefined || repository.tags.has(imageTag) ? imageIn(repository, reference) : undefined;
  if (image === undefined) return failure(imageId, 'ImageNotFound');
  if (imageDigest !== undefined && image.digest !== imageDigest) return failure(imageId, 'ImageTagDoesNotMatchDigest');
  return image;
}

function failure(imageId: ImageIdentifier, failureCode: keyof typeof REASONS): ImageFailure {
  return { imageId, failureCode, failureReason: REASONS[failureCode] };
}
