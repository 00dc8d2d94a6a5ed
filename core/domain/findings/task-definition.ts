import { type Finding, findingsOf } from '../finding.ts';
import { seenOf } from '../seen.ts';
import type { Reading } from './reading.ts';

/** Can the task definition that runs be run again, and copied without loss? */
export function checkTaskDefinition({ ecs, taskDefinition }: Reading): readonly Finding[] {
  const arn = seenOf(ecs)?.taskDefinition;
  if (arn === undefined) return [];
  const find = findingsOf('task-definition');
  const describe = `aws ecs describe-task-definition --task-definition ${arn}`;
  if ('unseen' in taskDefinition) return [find.unknown(arn, `ECS did not say: ${taskDefinition.unseen}`, describe)];
  const { seen } = taskDefinition;
  if (seen === undefined)
    return [find.refused('NoWayBack', arn, 'it was deleted, so that it cannot run again', describe)];
  if (seen.status !== 'ACTIVE')
    return [
      find.refused(
        'NoWayBack',
        arn,
        `it is ${seen.status}: what runs could not run again`,
        `${describe} --query taskDefinition > task.json  # then register it anew, and deploy it once`,
      ),
    ];
  if (seen.unknownFields.length === 0) return [find.ok(arn, 'ACTIVE, and every field of it is known')];
  const because = `it has ${seen.unknownFields.join(', ')}, which this release of Belay does not know and a copy would lose`;
  return [
    findingsOf('unknown-field').refused('UnknownField', arn, because, 'Deploy a newer Belay, or take the field out.'),
  ];
}
