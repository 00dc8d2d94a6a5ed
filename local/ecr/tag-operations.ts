import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  TagResourceResponse,
  UntagResourceRequest,
  UntagResourceResponse,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../kernel/aws-error.ts';
import { operation, type Permission } from '../kernel/aws-service.ts';
import { invalidParameter } from './ecr-error.ts';
import { onRepository } from './ecr-permission.ts';
import type { Repositories } from './repositories.ts';
import { noSuchRepository, type Repository, repositoryArn } from './repository.ts';

/** The AWS tags of a repository, which have nothing to do with those of its images. */
export function tagOperations(repositories: Repositories) {
  const asksFor =
    (action: string) =>
    ({ resourceArn = '' }: { resourceArn: string | undefined }): Permission[] => [
      { ...onRepository(repositories, action, nameIn(resourceArn)), resource: resourceArn },
    ];
  return {
    ListTagsForResource: operation<ListTagsForResourceRequest, ListTagsForResourceResponse>({
      permissions: asksFor('ListTagsForResource'),
      run: (input) => ({ tags: [...at(repositories, input.resourceArn).settings.resourceTags] }),
    }),
    TagResource: operation<TagResourceRequest, TagResourceResponse>({
      permissions: (input) => {
        const requested = (input.tags ?? []).map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value ?? '']);
        return asksFor('TagResource')(input).map((permission) => ({
          ...permission,
          context: { ...permission.context, ...Object.fromEntries(requested) },
        }));
      },
      run(input) {
        const repository = at(repositories, input.resourceArn);
        const added = input.tags ?? [];
        const kept = repository.settings.resourceTags.filter(({ Key }) => !added.some((tag) => tag.Key === Key));
        repositories.configure(repository, { ...repository.settings, resourceTags: [...kept, ...added] });
        return {};
      },
    }),
    UntagResource: operation<UntagResourceRequest, UntagResourceResponse>({
      permissions: asksFor('UntagResource'),
      run(input) {
        const repository = at(repositories, input.resourceArn);
        const keys = input.tagKeys ?? [];
        const kept = repository.settings.resourceTags.filter(({ Key }) => !keys.includes(Key ?? ''));
        repositories.configure(repository, { ...repository.settings, resourceTags: kept });
        return {};
      },
    }),
  };
}

function nameIn(resourceArn: string): string {
  return resourceArn.split(':repository/')[1] ?? '';
}

function at(repositories: Repositories, resourceArn = ''): Repository {
  const name = nameIn(resourceArn);
  if (resourceArn !== repositoryArn(name)) {
    throw invalidParameter('resourceArn', `must be the ARN of a repository, such as ${repositoryArn('web')}`);
  }
  const repository = repositories.get(name);
  if (repository === undefined) throw new AwsError('RepositoryNotFoundException', noSuchRepository(name));
  return repository;
}
