import { parameterName, secretArn } from '../domain/secret-name.ts';
import type { Seen } from '../domain/seen.ts';
import type { Ports } from '../ports.ts';
import { lookAtEach } from './look.ts';

/** Whether the secrets are there among what containers name, by ARN. */
export function lookAtSecrets(
  { secrets }: Pick<Ports, 'secrets'>,
  named: Iterable<string>,
): Promise<Readonly<Record<string, Seen<boolean>>>> {
  const arns = [...named].flatMap((from) => secretArn(from) ?? []);
  return lookAtEach(arns, (arn) => secrets.isThere(arn));
}

/** Whether the parameters are there among what containers name, as they name them. Those of another account or Region than `here` are not looked at. */
export function lookAtParameters(
  { parameters }: Pick<Ports, 'parameters'>,
  named: Iterable<string>,
  here: string,
): Promise<Readonly<Record<string, Seen<boolean>>>> {
  const ours = [...named].filter((from) => parameterName(from, here) !== undefined);
  return lookAtEach(ours, (from) => parameters.isThere(parameterName(from, here) ?? from));
}
