import { type Finding, findingsOf } from '../finding.ts';
import { seenOf } from '../seen.ts';
import type { Reading } from './reading.ts';

/** A log group that is not there stops every task from starting. Belay may not read log groups, and says what to look for. */
export function checkLogGroups({ taskDefinition }: Reading): readonly Finding[] {
  const containers = seenOf(taskDefinition)?.containers ?? [];
  const groups = new Set(containers.flatMap(({ logGroup, makesLogGroup }) => (makesLogGroup ? [] : (logGroup ?? []))));
  return [...groups].map((group) =>
    findingsOf('log-group').unknown(
      group,
      'Belay has no right to list log groups',
      `aws logs describe-log-groups --log-group-name-prefix ${group}`,
    ),
  );
}
