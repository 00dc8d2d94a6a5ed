import { AwsError } from '../kernel/aws-error.ts';

/** On AWS an iterator begins with its stream's ARN, so that IAM can tell what is read; the engine's own says nothing. */
export function wrapIterator(streamArn: string, engineIterator: string): string {
  return `${streamArn}|1|${engineIterator}`;
}

/** The stream that an iterator reads. */
export function streamOfIterator(iterator: string): string {
  return parts(iterator)[0];
}

/** The engine's own iterator. */
export function unwrapIterator(iterator: string): string {
  return parts(iterator)[1];
}

function parts(iterator: string): readonly [string, string] {
  const match = /^(arn:aws:dynamodb:[^|]+)\|1\|(.+)$/s.exec(iterator);
  const [, streamArn, inner] = match ?? [];
  if (streamArn === undefined || inner === undefined) {
    throw new AwsError('ValidationException', 'Invalid ShardIterator');
  }
  return [streamArn, inner];
}
