import { type Finding, findingsOf } from '../finding.ts';
import type { Reading } from './reading.ts';

/** Is a repository encrypted with a key of the owner's? When that key goes, every pull fails. */
export function checkEncryption({ keys }: Reading): readonly Finding[] {
  const find = findingsOf('repository-key');
  return Object.entries(keys).flatMap(([repository, key]): readonly Finding[] => {
    const describe = `aws ecr describe-repositories --repository-names ${repository}`;
    if ('unseen' in key) return [find.unknown(repository, `ECR did not say: ${key.unseen}`, describe)];
    if (key.seen === undefined) return [];
    const next = `aws kms describe-key --key-id ${key.seen} --query KeyMetadata.KeyState`;
    return [find.warning(repository, `encrypted with ${key.seen}, which must stay enabled for tasks to start`, next)];
  });
}
