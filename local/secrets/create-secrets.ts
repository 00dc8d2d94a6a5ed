import type {
  DescribeSecretRequest,
  DescribeSecretResponse,
  GetSecretValueRequest,
  GetSecretValueResponse,
  ListSecretsRequest,
  ListSecretsResponse,
  PutSecretValueRequest,
  PutSecretValueResponse,
} from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { AwsError } from '../kernel/aws-error.ts';
import { type AwsService, operation, type Permission } from '../kernel/aws-service.ts';
import type { Clock } from '../kernel/clock.ts';
import { parseProperties } from '../lambda/parse-properties.ts';
import { type Provisioner, physicalName } from '../template/provisioner.ts';
import { generateSecret, generator } from './generate-secret.ts';
import { type Secret, SecretFiles } from './secret-files.ts';
import { Secrets } from './secrets.ts';

const ignored = z.unknown().optional();

const properties = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().default(''),
  SecretString: z.string().optional(),
  GenerateSecretString: generator.optional(),
  KmsKeyId: ignored,
  Tags: ignored,
});

export interface SecretsPart {
  readonly service: AwsService;
  readonly provisioners: Record<string, Provisioner>;
}

/** Secrets Manager. `folder` holds the values; `initialValue` gives a secret its first value in place of the template's. */
export function createSecrets(world: {
  readonly clock: Clock;
  readonly folder: string;
  initialValue(name: string): string | undefined;
}): SecretsPart {
  const secrets = new Secrets(new SecretFiles(world.folder), world.clock);
  const needs = (action: string, id: string | undefined): readonly Permission[] => [
    { action: `secretsmanager:${action}`, resource: secrets.arnOf(id ?? '') },
  ];

  const provisioner: Provisioner = {
    provision(given, context) {
      const parsed = parseProperties(properties, given);
      const { SecretString, GenerateSecretString } = parsed;
      if (SecretString !== undefined && GenerateSecretString !== undefined) {
        throw new Error('SecretString and GenerateSecretString exclude each other.');
      }
      const name = parsed.Name ?? physicalName(context);
      const fixed = world.initialValue(name) ?? SecretString;
      const from = JSON.stringify(fixed ?? GenerateSecretString ?? null);
      const make = (): string | undefined =>
        fixed ?? (GenerateSecretString === undefined ? undefined : generateSecret(GenerateSecretString));
      const { arn } = secrets.provide(name, parsed.Description, from, make);
      return { ref: arn, attributes: { Id: arn } };
    },
  };

  return {
    provisioners: { 'AWS::SecretsManager::Secret': provisioner },
    service: {
      name: 'secretsmanager',
      operations: {
        GetSecretValue: operation<GetSecretValueRequest, GetSecretValueResponse>({
          permissions: (input) => needs('GetSecretValue', input.SecretId),
          run: (input) => {
            const { secret, version } = secrets.version(input.SecretId ?? '', input.VersionId, input.VersionStage);
            const { value } = version;
            return {
              ARN: secret.arn,
              Name: secret.name,
              VersionId: version.id,
              VersionStages: [...version.stages],
              CreatedDate: new Date(version.createdAt),
              ...('text' in value
                ? { SecretString: value.text }
                : { SecretBinary: Buffer.from(value.base64, 'base64') }),
            };
          },
        }),
        PutSecretValue: operation<PutSecretValueRequest, PutSecretValueResponse>({
          permissions: (input) => needs('PutSecretValue', input.SecretId),
          run: (input) => {
            if (input.VersionStages !== undefined || input.RotationToken !== undefined) {
              const message = 'The local Secrets Manager supports neither VersionStages nor RotationToken.';
              throw new AwsError('InvalidParameterException', message);
            }
            const { secret, version } = secrets.put(input.SecretId ?? '', givenValue(input), input.ClientRequestToken);
            return { ARN: secret.arn, Name: secret.name, VersionId: version.id, VersionStages: [...version.stages] };
          },
        }),
        DescribeSecret: operation<DescribeSecretRequest, DescribeSecretResponse>({
          permissions: (input) => needs('DescribeSecret', input.SecretId),
          run: (input) => {
            const secret = secrets.find(input.SecretId ?? '');
            const VersionIdsToStages = stagesOf(secret);
            return { ...entryOf(secret), VersionIdsToStages };
          },
        }),
        ListSecrets: operation<ListSecretsRequest, ListSecretsResponse>({
          permissions: () => [{ action: 'secretsmanager:ListSecrets', resource: '*' }],
          run: (input) => {
            if (input.Filters !== undefined) {
              throw new AwsError('InvalidParameterException', 'The local Secrets Manager does not support Filters.');
            }
            const from = input.NextToken === undefined ? 0 : Number(input.NextToken);
            const all = secrets.list();
            if (!Number.isInteger(from) || from < 0 || from > all.length) {
              throw new AwsError('InvalidNextTokenException', 'The NextToken value is invalid.');
            }
            const to = from + (input.MaxResults ?? 100);
            const SecretList = all
              .slice(from, to)
              .map((secret) => ({ ...entryOf(secret), SecretVersionsToStages: stagesOf(secret) }));
            return to < all.length ? { SecretList, NextToken: String(to) } : { SecretList };
          },
        }),
      },
    },
  };
}

function givenValue(input: PutSecretValueRequest): { text: string } | { base64: string } {
  const { SecretString, SecretBinary } = input;
  if (SecretString !== undefined && SecretBinary === undefined) return { text: SecretString };
  if (SecretBinary !== undefined && SecretString === undefined) {
    return { base64: Buffer.from(SecretBinary).toString('base64') };
  }
  throw new AwsError('InvalidRequestException', 'You must provide either SecretString or SecretBinary.');
}

function entryOf(secret: Secret): {
  ARN: string;
  Name: string;
  Description: string;
  CreatedDate: Date;
  LastChangedDate: Date;
} {
  const changed = secret.versions[0]?.createdAt ?? secret.createdAt;
  return {
    ARN: secret.arn,
    Name: secret.name,
    Description: secret.description,
    CreatedDate: new Date(secret.createdAt),
    LastChangedDate: new Date(changed),
  };
}

function stagesOf(secret: Secret): Record<string, string[]> {
  return Object.fromEntries(secret.versions.map((version) => [version.id, [...version.stages]]));
}
