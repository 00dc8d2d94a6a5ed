import type {
  BatchDeleteImageRequest,
  BatchDeleteImageResponse,
  BatchGetImageRequest,
  BatchGetImageResponse,
  Image,
  ImageFailure,
  ImageIdentifier,
  PutImageRequest,
  PutImageResponse,
} from '@aws-sdk/client-ecr';
import { ACCOUNT } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import { operation } from '../kernel/aws-service.ts';
import type { ContentStore } from './content-store.ts';
import { digestOf } from './digest.ts';
import { invalidParameter, repositoryFor } from './ecr-error.ts';
import { asks } from './ecr-permission.ts';
import { findImage } from './image-ids.ts';
import type { ImageStore, Refusal } from './image-store.ts';
import { LARGEST_MANIFEST, type Manifest, parseManifest } from './manifest.ts';
import { isTag } from './names.ts';
import type { Repositories } from './repositories.ts';
import { indexesOf, type Repository, type StoredImage, tagsOf } from './repository.ts';

const REFUSED: Record<Refusal['because'], string> = {
  'blobs missing': 'LayersNotFoundException',
  'images missing': 'ReferencedImagesNotFoundException',
  'sizes differ': 'InvalidParameterException',
  'tag is immutable': 'ImageTagAlreadyExistsException',
};

/** BatchGetImage, PutImage and BatchDeleteImage. */
export function imageOperations(repositories: Repositories, content: ContentStore, images: ImageStore) {
  return {
    BatchGetImage: operation<BatchGetImageRequest, BatchGetImageResponse>({
      permissions: asks(repositories, 'BatchGetImage'),
      run(input) {
        const repository = repositoryFor(repositories, input);
        const answers = (input.imageIds ?? []).map((imageId) => {
          const found = findImage(repository, imageId);
          if (!('digest' in found)) return found;
          if (accepts(input.acceptedMediaTypes, found)) return imageOf(repository, content, found, imageId.imageTag);
          return { imageId, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' } as const;
        });
        return {
          images: answers.filter((answer): answer is Image => !('failureCode' in answer)),
          failures: answers.filter((answer): answer is ImageFailure => 'failureCode' in answer),
        };
      },
    }),
    PutImage: operation<PutImageRequest, PutImageResponse>({
      permissions: asks(repositories, 'PutImage'),
      run(input) {
        const repository = repositoryFor(repositories, input);
        const bytes = Buffer.from(input.imageManifest ?? '');
        const { imageTag: tag, imageDigest } = input;
        if (tag !== undefined && !isTag(tag)) throw invalidParameter('imageTag', 'must be a valid tag');
        const digest = digestOf(bytes);
        if (imageDigest !== undefined && imageDigest !== digest) {
          throw new AwsError(
            'ImageDigestDoesNotMatchException',
            `The calculated digest is ${digest}, not ${imageDigest}`,
          );
        }
        if (tag === undefined ? repository.images.has(digest) : repository.tags.get(tag) === digest) {
          throw new AwsError(
            'ImageAlreadyExistsException',
            `Image with digest '${digest}' and tag '${tag ?? 'null'}' already exists in the repository with name '${repository.name}' in registry with id '${ACCOUNT}'`,
          );
        }
        const manifest = manifestIn(bytes, input.imageManifestMediaType);
        const pushed = images.push({ repository: repository.name, bytes, manifest, tag });
        if ('because' in pushed) throw new AwsError(REFUSED[pushed.because], pushed.message);
        const imageId = { imageDigest: digest, imageTag: tag };
        const imageManifestMediaType = manifest.mediaType;
        const { imageManifest } = input;
        const { name: repositoryName } = repository;
        return { image: { registryId: ACCOUNT, repositoryName, imageId, imageManifest, imageManifestMediaType } };
      },
    }),
    BatchDeleteImage: operation<BatchDeleteImageRequest, BatchDeleteImageResponse>({
      permissions: asks(repositories, 'BatchDeleteImage'),
      run(input) {
        repositoryFor(repositories, input);
        const answers = (input.imageIds ?? []).map((id) => remove(repositoryFor(repositories, input), images, id));
        return {
          imageIds: answers.flatMap((answer) => ('imageIds' in answer ? answer.imageIds : [])),
          failures: answers.filter((answer): answer is ImageFailure => !('imageIds' in answer)),
        };
      },
    }),
  };
}

function accepts(types: readonly string[] | undefined, image: StoredImage): boolean {
  return types === undefined || types.length === 0 || types.includes(image.mediaType);
}

function imageOf(
  repository: Repository,
  content: ContentStore,
  image: StoredImage,
  imageTag: string | undefined,
): Image {
  return {
    registryId: ACCOUNT,
    repositoryName: repository.name,
    imageId: { imageDigest: image.digest, ...(imageTag === undefined ? {} : { imageTag }) },
    imageManifest: content.readManifest(repository.name, image.digest).toString(),
    imageManifestMediaType: image.mediaType,
  };
}

function manifestIn(bytes: Buffer, mediaType: string | undefined): Manifest {
  if (bytes.length > LARGEST_MANIFEST) throw invalidParameter('imageManifest', 'must be 4194304 bytes at most');
  try {
    return parseManifest(bytes, mediaType);
  } catch (error) {
    throw invalidParameter('ImageManifest', (error as Error).message);
  }
}

/** With a tag the tag goes, and the image with its last tag; with a digest alone the image goes with all its tags. */
function remove(
  repository: Repository,
  images: ImageStore,
  imageId: ImageIdentifier,
): ImageFailure | { readonly imageIds: ImageIdentifier[] } {
  const image = findImage(repository, imageId);
  if (!('digest' in image)) return image;
  const { imageTag } = imageId;
  if (imageTag !== undefined && tagsOf(repository, image.digest).length > 1) {
    images.removeTag(repository, image, imageTag);
    return { imageIds: [{ imageDigest: image.digest, imageTag }] };
  }
  const indexes = indexesOf(repository, image.digest).map(({ digest }) => digest);
  if (indexes.length > 0) {
    const failureReason = `Requested image referenced by manifest list: [${indexes.join(', ')}]`;
    return { imageId, failureCode: 'ImageReferencedByManifestList', failureReason };
  }
  const tags = images.removeImage(repository, image);
  if (tags.length === 0) return { imageIds: [{ imageDigest: image.digest }] };
  return { imageIds: tags.map((tag) => ({ imageDigest: image.digest, imageTag: tag })) };
}
