import { DescribeSecretCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Secrets } from '../../core/ports.ts';

// Whoever loads this adapter makes its client.
export { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** AWS Secrets Manager: whether a secret is there. No value is ever read. */
export function awsSecrets(client: SecretsManagerClient): Secrets {
  return {
    async isThere(arn) {
      try {
        const { DeletedDate } = await client.send(new DescribeSecretCommand({ SecretId: arn }));
        return DeletedDate === undefined;
      } catch (error) {
        if (error instanceof Error && error.name === 'ResourceNotFoundException') return false;
        throw error;
      }
    },
  };
}
