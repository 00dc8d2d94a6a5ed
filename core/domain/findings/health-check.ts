import { type Finding, findingsOf } from '../finding.ts';
import { isTerminal } from '../progress.ts';
import { seenOf } from '../seen.ts';
import type { Serving } from '../serving.ts';
import type { Reading } from './reading.ts';

/** Does the health check ask where somebody listens, and does what serves pass it? */
export function checkHealth({ ecs, taskDefinition, groups, serving }: Reading): readonly Finding[] {
  const find = findingsOf('health-check');
  const ports = (seenOf(taskDefinition)?.containers ?? []).flatMap((container) => container.ports.map(String));
  const odd = Object.values(groups).flatMap((look): readonly Finding[] => {
    const group = seenOf(look);
    if (group === undefined || ports.length === 0) return [];
    if (group.healthCheckPort === 'traffic-port' || ports.includes(group.healthCheckPort)) return [];
    const because = `it asks port ${group.healthCheckPort}, and the containers have ${ports.join(', ')}`;
    return [
      find.warning(
        group.arn,
        because,
        `aws elbv2 modify-target-group --target-group-arn ${group.arn} --health-check-port traffic-port`,
      ),
    ];
  });
  return [...odd, ...checkTargets(seenOf(ecs)?.desiredCount ?? 0, seenOf(serving))];
}

function checkTargets(wanted: number, serving: Serving | undefined): readonly Finding[] {
  const find = findingsOf('targets');
  const group = serving?.revision?.traffic[0]?.targetGroup;
  if (serving?.deployment !== undefined && !isTerminal(serving.deployment.status)) return [];
  if (serving?.targets === undefined || group === undefined || wanted === 0) return [];
  const { healthy, registered } = serving.targets;
  const told = `${healthy} of ${registered} targets are healthy`;
  if (healthy > 0) return [find.ok(group, told)];
  return [
    find.warning(
      group,
      `${told}: what runs now does not serve`,
      `aws elbv2 describe-target-health --target-group-arn ${group}`,
    ),
  ];
}
