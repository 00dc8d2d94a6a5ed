import type { Permission } from '../kernel/aws-service.ts';
import type { RepositoryInput } from './ecr-error.ts';
import type { Repositories } from './repositories.ts';
import { repositoryArn } from './repository.ts';

/** The permission for an action on one repository, with the condition keys that its tags give. */
export function onRepository(repositories: Repositories, action: string, name: string | undefined): Permission {
  const tags = repositories.get(name ?? '')?.settings.resourceTags ?? [];
  const context = Object.fromEntries(
    tags.flatMap(({ Key, Value }) => [
      [`aws:ResourceTag/${Key}`, Value ?? ''],
      [`ecr:ResourceTag/${Key}`, Value ?? ''],
    ]),
  );
  return { action: `ecr:${action}`, resource: repositoryArn(name ?? ''), context };
}

/** The `permissions` of an operation that asks for one action on the repository that it names. */
export function asks(repositories: Repositories, action: string) {
  return ({ repositoryName }: RepositoryInput): readonly Permission[] => [
    onRepository(repositories, action, repositoryName),
  ];
}
