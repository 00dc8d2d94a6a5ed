import type {
  CreateRepositoryRequest,
  CreateRepositoryResponse,
  DeleteRepositoryRequest,
  DeleteRepositoryResponse,
  DescribeRepositoriesRequest,
  DescribeRepositoriesResponse,
  Repository as EcrRepository,
  PutImageTagMutabilityRequest,
  PutImageTagMutabilityResponse,
} from '@aws-sdk/client-ecr';
import { ACCOUNT } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import { operation, type Permission } from '../kernel/aws-service.ts';
import { checkRepositoryName, invalidParameter, repositoryFor } from './ecr-error.ts';
import { pageOf } from './ecr-page.ts';
import { asks, onRepository } from './ecr-permission.ts';
import type { Repositories } from './repositories.ts';
import { DEFAULT_SETTINGS, type Repository, repositoryArn, repositoryUri } from './repository.ts';

/** What is asked of and done to whole repositories. */
export function repositoryOperations(repositories: Repositories) {
  return {
    DescribeRepositories: operation<DescribeRepositoriesRequest, DescribeRepositoriesResponse>({
      permissions: ({ repositoryNames = ['*'] }) =>
        repositoryNames.map((name) => onRepository(repositories, 'DescribeRepositories', name)),
      run(input) {
        const { registryId, repositoryNames } = input;
        if (repositoryNames === undefined) {
          if (registryId !== undefined && registryId !== ACCOUNT) return { repositories: [] };
          const { page, nextToken } = pageOf(repositories.list(), ({ name }) => name, input);
          return { repositories: page.map(described), nextToken };
        }
        if (input.maxResults !== undefined || input.nextToken !== undefined) {
          throw invalidParameter('maxResults', 'cannot be used together with repositoryNames');
        }
        const found = repositoryNames.map((name) => repositoryFor(repositories, { registryId, repositoryName: name }));
        return { repositories: found.map(described) };
      },
    }),
    CreateRepository: operation<CreateRepositoryRequest, CreateRepositoryResponse>({
      permissions: ({ repositoryName, tags = [] }): Permission[] => [
        {
          action: 'ecr:CreateRepository',
          resource: repositoryArn(repositoryName ?? ''),
          context: Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value ?? ''])),
        },
      ],
      run(input) {
        const name = input.repositoryName ?? '';
        checkRepositoryName(name);
        if (input.encryptionConfiguration?.encryptionType === 'KMS') {
          throw invalidParameter('encryptionConfiguration', 'the local ECR does not encrypt; use AES256');
        }
        if (repositories.get(name) !== undefined) {
          const message = `The repository with name '${name}' already exists in the registry with id '${ACCOUNT}'`;
          throw new AwsError('RepositoryAlreadyExistsException', message);
        }
        const created = repositories.create(name, {
          ...DEFAULT_SETTINGS,
          mutability: input.imageTagMutability ?? 'MUTABLE',
          exclusions: (input.imageTagMutabilityExclusionFilters ?? []).map(({ filter }) => filter ?? ''),
          scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
          resourceTags: input.tags ?? [],
        });
        return { repository: described(created) };
      },
    }),
    DeleteRepository: operation<DeleteRepositoryRequest, DeleteRepositoryResponse>({
      permissions: asks(repositories, 'DeleteRepository'),
      run(input) {
        const repository = repositoryFor(repositories, input);
        if (repository.images.size > 0 && input.force !== true) {
          const message = `The repository with name '${repository.name}' in registry with id '${ACCOUNT}' cannot be deleted because it still contains images`;
          throw new AwsError('RepositoryNotEmptyException', message);
        }
        repositories.delete(repository.name);
        return { repository: described(repository) };
      },
    }),
    PutImageTagMutability: operation<PutImageTagMutabilityRequest, PutImageTagMutabilityResponse>({
      permissions: asks(repositories, 'PutImageTagMutability'),
      run(input) {
        const repository = repositoryFor(repositories, input);
        const filters = input.imageTagMutabilityExclusionFilters ?? [];
        const { name: repositoryName, settings } = repositories.configure(repository, {
          ...repository.settings,
          mutability: input.imageTagMutability ?? 'MUTABLE',
          exclusions: filters.map(({ filter }) => filter ?? ''),
        });
        const imageTagMutability = settings.mutability;
        return { registryId: ACCOUNT, repositoryName, imageTagMutability, imageTagMutabilityExclusionFilters: filters };
      },
    }),
  };
}

function described({ name, createdAt, settings }: Repository): EcrRepository {
  return {
    repositoryArn: repositoryArn(name),
    registryId: ACCOUNT,
    repositoryName: name,
    repositoryUri: repositoryUri(name),
    createdAt: new Date(createdAt),
    imageTagMutability: settings.mutability,
    ...(settings.exclusions.length === 0
      ? {}
      : {
          imageTagMutabilityExclusionFilters: settings.exclusions.map((filter) => ({ filterType: 'WILDCARD', filter })),
        }),
    imageScanningConfiguration: { scanOnPush: settings.scanOnPush },
    encryptionConfiguration: { encryptionType: 'AES256' },
  };
}
