import { mkdirSync } from 'node:fs';
import type { ImageSource } from '../containers/image-source.ts';
import type { EmitEvent } from '../kernel/aws-event.ts';
import type { AwsService } from '../kernel/aws-service.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Provisioner } from '../template/provisioner.ts';
import { tokenOperations } from './authorization-token.ts';
import { contentStoreIn } from './content-store.ts';
import { describeOperations } from './describe-images.ts';
import { imageOperations } from './image-operations.ts';
import { ImageStore } from './image-store.ts';
import { layerOperations } from './layer-operations.ts';
import { expireDaily } from './lifecycle.ts';
import { lifecycleOperations } from './lifecycle-operations.ts';
import { parseManifest } from './manifest.ts';
import { listenForPushes, urlOf } from './registry-server.ts';
import { Repositories } from './repositories.ts';
import { imageIn } from './repository.ts';
import { repositoryOperations } from './repository-operations.ts';
import { repositoryProvisioner } from './repository-provisioner.ts';
import { tagOperations } from './tag-operations.ts';
import { Uploads } from './uploads.ts';

export interface RegistryDependencies {
  /** Holds everything that was pushed; it survives `kill -9`. */
  readonly folder: string;
  /** 0 takes any free port. */
  readonly port?: number;
  readonly clock: Clock;
  readonly emit: EmitEvent;
}

export interface Registry {
  /** The ECR API. */
  readonly service: AwsService;
  /** Where images are pushed to: `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly provisioners: Readonly<Record<string, Provisioner>>;
  readonly repositories: Repositories;
  /** What tasks pull their images from. */
  readonly source: ImageSource;
  stop(): Promise<void>;
}

/** Starts the local ECR: an OCI registry on loopback, and the API over the same images. */
export async function createRegistry({ folder, port = 4510, clock, emit }: RegistryDependencies): Promise<Registry> {
  mkdirSync(folder, { recursive: true });
  const content = contentStoreIn(folder);
  const repositories = new Repositories(folder, content, clock);
  const images = new ImageStore(repositories, content, clock, emit);
  const uploads = new Uploads(folder, content);
  const server = await listenForPushes({ content, repositories, images, uploads }, port);
  const url = urlOf(server);
  const endExpiry = expireDaily(repositories, images, clock);
  return {
    service: {
      name: 'ecr',
      operations: {
        ...repositoryOperations(repositories),
        ...tagOperations(repositories),
        ...describeOperations(repositories),
        ...imageOperations(repositories, content, images),
        ...lifecycleOperations(repositories),
        ...layerOperations(repositories, content, url),
        ...tokenOperations(clock, url),
      },
    },
    url,
    provisioners: { 'AWS::ECR::Repository': repositoryProvisioner(repositories) },
    repositories,
    source: {
      digestOf(repository, reference) {
        const stored = repositories.get(repository);
        return stored === undefined ? undefined : imageIn(stored, reference)?.digest;
      },
      manifest(repository, digest) {
        const mediaType = repositories.get(repository)?.images.get(digest)?.mediaType;
        return parseManifest(content.readManifest(repository, digest), mediaType);
      },
      blobPath(repository, digest) {
        return content.blobSize(repository, digest) === undefined ? undefined : content.blobPath(repository, digest);
      },
    },
    async stop() {
      endExpiry();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
