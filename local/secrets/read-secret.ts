import type { Wire } from '../wire/wire.ts';

const ARN = /^(arn:aws:secretsmanager:[^:]*:[^:]*:secret:[^:]+)(?::([^:]*):([^:]*):([^:]*))?$/;
const ECS = { arn: 'ecs-tasks.amazonaws.com', role: undefined };

/**
 * The value of a container's secret by its `valueFrom`: a secret's ARN, or one with `:json-key:stage:version` behind it; all else is a
 * parameter of Systems Manager, by name or ARN.
 */
export async function readSecret(wire: Wire, valueFrom: string): Promise<string> {
  const parts = ARN.exec(valueFrom);
  if (parts === null) return readParameter(wire, valueFrom);
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

async function readParameter(wire: Wire, Name: string): Promise<string> {
  const answer = await wire.dispatch('ssm', 'GetParameter', { Name, WithDecryption: true }, ECS);
  const { Value } = (answer.Parameter ?? {}) as { readonly Value?: unknown };
  if (typeof Value !== 'string') throw new Error(`${Name} has no value`);
  return Value;
}
