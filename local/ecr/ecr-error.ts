import { ACCOUNT } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import { isRepositoryName, REPOSITORY_NAME } from './names.ts';
import type { Repositories } from './repositories.ts';
import { noSuchRepository, type Repository } from './repository.ts';

/** What most requests to ECR name. */
export interface RepositoryInput {
  readonly registryId?: string | undefined;
  readonly repositoryName: string | undefined;
}

/** The repository of a request, or RepositoryNotFoundException as ECR words it. */
export function repositoryFor(repositories: Repositories, input: RepositoryInput): Repository {
  const name = input.repositoryName ?? '';
  const repository = repositories.get(name);
  if (repository !== undefined && (input.registryId ?? ACCOUNT) === ACCOUNT) return repository;
  throw new AwsError('RepositoryNotFoundException', noSuchRepository(name, input.registryId));
}

export function invalidParameter(name: string, constraint: string): AwsError {
  const message = `Invalid parameter at '${name}' failed to satisfy constraint: '${constraint}'`;
  return new AwsError('InvalidParameterException', message);
}

export function checkRepositoryName(name: string): void {
  if (isRepositoryName(name)) return;
  throw invalidParameter('repositoryName', `must satisfy regular expression '${REPOSITORY_NAME}'`);
}
