import { AwsError } from '../../kernel/aws-error.ts';

/** The error that PutRule and TestEventPattern give for a pattern that cannot be; `path` is the field it stands in. */
export function invalidPattern(reason: string, path: readonly string[]): AwsError {
  const where = path.length === 0 ? '' : ` (at ${path.join('.')})`;
  return new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}${where}`);
}
