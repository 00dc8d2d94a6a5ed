import type {
  BatchCheckLayerAvailabilityRequest,
  BatchCheckLayerAvailabilityResponse,
  GetDownloadUrlForLayerRequest,
  GetDownloadUrlForLayerResponse,
  Layer,
  LayerFailure,
} from '@aws-sdk/client-ecr';
import { ACCOUNT } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import { operation } from '../kernel/aws-service.ts';
import type { ContentStore } from './content-store.ts';
import { isDigest } from './digest.ts';
import { repositoryFor } from './ecr-error.ts';
import { asks } from './ecr-permission.ts';
import type { Repositories } from './repositories.ts';

/** BatchCheckLayerAvailability and GetDownloadUrlForLayer. */
export function layerOperations(repositories: Repositories, content: ContentStore, registryUrl: string) {
  return {
    BatchCheckLayerAvailability: operation<BatchCheckLayerAvailabilityRequest, BatchCheckLayerAvailabilityResponse>({
      permissions: asks(repositories, 'BatchCheckLayerAvailability'),
      run(input) {
        const { name } = repositoryFor(repositories, input);
        const layers: Layer[] = [];
        const failures: LayerFailure[] = [];
        for (const layerDigest of input.layerDigests ?? []) {
          if (!isDigest(layerDigest)) {
            const failureReason = 'Invalid request parameters: layer digest should satisfy the regex';
            failures.push({ layerDigest, failureCode: 'InvalidLayerDigest', failureReason });
            continue;
          }
          const layerSize = content.blobSize(name, layerDigest);
          if (layerSize === undefined) layers.push({ layerDigest, layerAvailability: 'UNAVAILABLE' });
          else layers.push({ layerDigest, layerSize, layerAvailability: 'AVAILABLE' });
        }
        return { layers, failures };
      },
    }),
    GetDownloadUrlForLayer: operation<GetDownloadUrlForLayerRequest, GetDownloadUrlForLayerResponse>({
      permissions: asks(repositories, 'GetDownloadUrlForLayer'),
      run(input) {
        const { name } = repositoryFor(repositories, input);
        const layerDigest = input.layerDigest ?? '';
        if (!isDigest(layerDigest) || content.blobSize(name, layerDigest) === undefined) {
          throw new AwsError(
            'LayersNotFoundException',
            `The layer with digest '${layerDigest}' does not exist in the repository with name '${name}' in the registry with id '${ACCOUNT}'`,
          );
        }
        return { downloadUrl: `${registryUrl}/v2/${name}/blobs/${layerDigest}`, layerDigest };
      },
    }),
  };
}
