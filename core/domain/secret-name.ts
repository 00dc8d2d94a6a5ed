/** The ARN of a secret in what a container names, without the key and version that may follow. `undefined`: it is a parameter. */
export function secretArn(valueFrom: string): string | undefined {
  const parts = valueFrom.split(':');
  return parts[2] === 'secretsmanager' ? parts.slice(0, 7).join(':') : undefined;
}

/**
 * The name of a parameter in what a container names: a name, or an ARN. `undefined`: it is a secret, or a parameter of another account or
 * Region than `here`, the ARN of anything that is here.
 */
export function parameterName(valueFrom: string, here: string): string | undefined {
  if (!valueFrom.startsWith('arn:')) return valueFrom;
  const [, , service, region, account, resource = ''] = valueFrom.split(':');
  const [, , , ownRegion, ownAccount] = here.split(':');
  if (service !== 'ssm' || region !== ownRegion || account !== ownAccount) return undefined;
  return resource.replace(/^parameter/, '');
}
