import { z } from 'zod';
import { ACCOUNT } from '../kernel/account.ts';
import { type Provisioner, physicalName } from '../template/provisioner.ts';
import { parseLifecyclePolicy } from './lifecycle-policy.ts';
import { isRepositoryName } from './names.ts';
import type { Repositories } from './repositories.ts';
import { repositoryArn, repositoryUri } from './repository.ts';

const Flag = z.union([z.boolean(), z.stringbool()]).optional();
const Properties = z.strictObject({
  RepositoryName: z.string().refine(isRepositoryName, 'is not a repository name').optional(),
  ImageTagMutability: z.enum(['MUTABLE', 'IMMUTABLE', 'MUTABLE_WITH_EXCLUSION', 'IMMUTABLE_WITH_EXCLUSION']).optional(),
  ImageTagMutabilityExclusionFilters: z
    .array(
      z.strictObject({
        ImageTagMutabilityExclusionFilterType: z.literal('WILDCARD'),
        ImageTagMutabilityExclusionFilterValue: z.string(),
      }),
    )
    .optional(),
  ImageScanningConfiguration: z.strictObject({ ScanOnPush: Flag }).optional(),
  EncryptionConfiguration: z.strictObject({ EncryptionType: z.literal('AES256') }).optional(),
  EmptyOnDelete: Flag,
  LifecyclePolicy: z
    .strictObject({ LifecyclePolicyText: z.string(), RegistryId: z.literal(ACCOUNT).optional() })
    .optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});

/** AWS::ECR::Repository: its settings follow the template at every start, its images stay. */
export function repositoryProvisioner(repositories: Repositories): Provisioner {
  return {
    provision(properties, context) {
      const result = Properties.safeParse(properties);
      if (!result.success) {
        const issue = result.error.issues[0];
        const where = ['AWS::ECR::Repository', context.logicalId, ...(issue?.path ?? [])].join('.');
        throw new Error(`${where}: ${issue?.message}; the local ECR takes ${Object.keys(Properties.shape).join(', ')}`);
      }
      const { data } = result;
      const name = data.RepositoryName ?? physicalName(context).toLowerCase();
      const existing = repositories.get(name);
      if (data.LifecyclePolicy !== undefined) parseLifecyclePolicy(data.LifecyclePolicy.LifecyclePolicyText);
      const settings = {
        mutability: data.ImageTagMutability ?? 'MUTABLE',
        exclusions: (data.ImageTagMutabilityExclusionFilters ?? []).map(
          (filter) => filter.ImageTagMutabilityExclusionFilterValue,
        ),
        scanOnPush: data.ImageScanningConfiguration?.ScanOnPush ?? false,
        resourceTags: data.Tags ?? [],
        lifecyclePolicy: data.LifecyclePolicy?.LifecyclePolicyText,
      };
      if (existing === undefined) repositories.create(name, settings);
      else repositories.configure(existing, settings);
      return { ref: name, attributes: { Arn: repositoryArn(name), RepositoryUri: repositoryUri(name) } };
    },
  };
}
