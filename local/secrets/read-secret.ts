import type { Wire } from '../wire/wire.ts';

const ARN = /^(arn:aws:secretsmanager:[^:]*:[^:]*:secret:[^:]+)(?::([^:]*):([^:]*):([^:]*))?$/;
const ECS = { arn: 'ecs-tasks.amazonaws.com', role: undefined };

/** The value of a container's secret by its `valueFrom`: a secret's ARN, or one with `:json-key:stage:version` behind it. */
export async function readSecret(wire: Wire, valueFrom: string): Promise<string> {
  const parts = ARN.exec(valueFrom);
  if (parts === null) throw new Error(`${valueFrom} is no ARN of a secret; the local AWS has no other secrets`);
  const [, SecretId, key = '', stage = ''] = parts;
  const { SecretString } = await wire.dispatch(
    'secretsmanager',
    'GetSecretValue',
    { SecretId, ...(stage !== '' && { VersionStage: stage }) },
    ECS,
  );
  if (typeof SecretString !== 'string') throw new Error(`${SecretId} has no text`);
  if (key === '') return SecretString;
  const fields: unknown = JSON.parse(SecretString);
  const value =
    typeof fields === 'object' && fields !== null
      ? Object.entries(fields).find(([name]) => name === key)?.[1]
      : undefined;
  if (typeof value !== 'string') throw new Error(`${SecretId} has no field ${key}`);
  return value;
}
