import type {
  DeleteLifecyclePolicyRequest,
  DeleteLifecyclePolicyResponse,
  GetLifecyclePolicyRequest,
  GetLifecyclePolicyResponse,
  PutLifecyclePolicyRequest,
  PutLifecyclePolicyResponse,
} from '@aws-sdk/client-ecr';
import { ACCOUNT } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import { operation } from '../kernel/aws-service.ts';
import { repositoryFor } from './ecr-error.ts';
import { asks } from './ecr-permission.ts';
import { parseLifecyclePolicy } from './lifecycle-policy.ts';
import type { Repositories } from './repositories.ts';
import type { Repository } from './repository.ts';

/** PutLifecyclePolicy, GetLifecyclePolicy and DeleteLifecyclePolicy. */
export function lifecycleOperations(repositories: Repositories) {
  return {
    PutLifecyclePolicy: operation<PutLifecyclePolicyRequest, PutLifecyclePolicyResponse>({
      permissions: asks(repositories, 'PutLifecyclePolicy'),
      run(input) {
        const repository = repositoryFor(repositories, input);
        const lifecyclePolicy = input.lifecyclePolicyText ?? '';
        parseLifecyclePolicy(lifecyclePolicy);
        repositories.configure(repository, { ...repository.settings, lifecyclePolicy });
        return answer(repository, lifecyclePolicy);
      },
    }),
    GetLifecyclePolicy: operation<GetLifecyclePolicyRequest, GetLifecyclePolicyResponse>({
      permissions: asks(repositories, 'GetLifecyclePolicy'),
      run(input) {
        const repository = repositoryFor(repositories, input);
        return answer(repository, policyOf(repository));
      },
    }),
    DeleteLifecyclePolicy: operation<DeleteLifecyclePolicyRequest, DeleteLifecyclePolicyResponse>({
      permissions: asks(repositories, 'DeleteLifecyclePolicy'),
      run(input) {
        const repository = repositoryFor(repositories, input);
        const policy = policyOf(repository);
        repositories.configure(repository, { ...repository.settings, lifecyclePolicy: undefined });
        return answer(repository, policy);
      },
    }),
  };
}

function policyOf({ name, settings }: Repository): string {
  if (settings.lifecyclePolicy !== undefined) return settings.lifecyclePolicy;
  const message = `Lifecycle policy does not exist for the repository with name '${name}' in the registry with id '${ACCOUNT}'`;
  throw new AwsError('LifecyclePolicyNotFoundException', message);
}

function answer({ name }: Repository, lifecyclePolicyText: string) {
  return { registryId: ACCOUNT, repositoryName: name, lifecyclePolicyText };
}
