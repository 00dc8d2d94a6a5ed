/** The ARN of a secret in what a container names, without the key and version that may follow. `undefined`: it is a parameter. */
export function secretArn(valueFrom: string): string | undefined {
  const parts = valueFrom.split(':');
  return parts[2] === 'secretsmanager' ? parts.slice(0, 7).join(':') : undefined;
}
