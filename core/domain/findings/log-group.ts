import { type Finding, findingsOf } from '../finding.ts';
import type { ContainerTruth } from '../task-definition.ts';
import type { Reading } from './reading.ts';

/** Log groups that must be there before a task can start: the agent makes the others. */
export function groupsThatMustBe(containers: readonly ContainerTruth[]): readonly string[] {
  return [...new Set(containers.flatMap(({ logGroup, makesLogGroup }) => (makesLogGroup ? [] : (logGroup ?? []))))];
}

/** A log group that is not there stops every task from starting. Belay sees those that the stack may read. */
export function checkLogGroups({ logGroups }: Reading): readonly Finding[] {
  return Object.entries(logGroups).map(([group, look]) => checkGroup(group, look));
}

function checkGroup(group: string, look: Reading['logGroups'][string]): Finding {
  const find = findingsOf('log-group');
  const list = `aws logs describe-log-groups --log-group-name-prefix ${group}`;
  if ('unseen' in look) return find.unknown(group, `CloudWatch Logs did not say: ${look.unseen}`, list);
  if (look.seen === 'closed') return find.unknown(group, 'Belay may not read it', list);
  if (look.seen === 'there') return find.ok(group, 'it is there');
  const make = `aws logs create-log-group --log-group-name ${group}`;
  return find.refused('Unsupported', group, 'there is no such log group, so no task would start', make);
}
