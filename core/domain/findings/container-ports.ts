import { type Finding, findingsOf } from '../finding.ts';
import { seenOf } from '../seen.ts';
import type { LoadBalancerWiring, TaskHost } from '../truth.ts';
import type { Reading, TaskReading } from './reading.ts';

/** Does the container listen where the load balancer sends requests, and is it of the kind that tasks can join? */
export function checkContainerPorts(reading: Reading): readonly Finding[] {
  return (seenOf(reading.ecs)?.loadBalancers ?? []).flatMap((wiring) => [
    ...checkMapping(reading, wiring),
    ...checkKinds(reading, wiring),
  ]);
}

/** The same without a look at the target groups. */
export function checkMappings(reading: TaskReading): readonly Finding[] {
  return (seenOf(reading.ecs)?.loadBalancers ?? []).flatMap((wiring) => checkMapping(reading, wiring));
}

function checkMapping(
  { taskDefinition }: Pick<TaskReading, 'taskDefinition'>,
  { container: name, containerPort }: TaskHost['loadBalancers'][number],
): readonly Finding[] {
  const find = findingsOf('container-port');
  const definition = seenOf(taskDefinition);
  if (definition === undefined || containerPort === undefined) return [];
  const container = definition.containers.find((one) => one.name === name);
  const what = `${name}:${containerPort}`;
  if (container?.ports.includes(containerPort)) return [find.ok(what, 'the container has this port')];
  const because =
    container === undefined
      ? `the task definition has no container ${name}`
      : `the container has ${container.ports.join(', ') || 'no port'}`;
  return [
    find.refused(
      'NotWired',
      what,
      because,
      `Map ${containerPort} in ${definition.arn}, or correct the service's loadBalancers.`,
    ),
  ];
}

function checkKinds(
  { taskDefinition, groups }: Reading,
  { targetGroup, alternate }: LoadBalancerWiring,
): readonly Finding[] {
  const find = findingsOf('target-group');
  const mode = seenOf(taskDefinition)?.networkMode;
  const arns = [targetGroup, alternate].filter((arn) => arn !== undefined);
  return arns.flatMap((arn): readonly Finding[] => {
    const describe = `aws elbv2 describe-target-groups --target-group-arns ${arn}`;
    const look = groups[arn];
    if (look === undefined || 'unseen' in look)
      return [find.unknown(arn, `the load balancer did not say: ${look?.unseen ?? 'it was not asked'}`, describe)];
    const group = look.seen;
    if (group === undefined) return [find.refused('NotWired', arn, 'there is no such target group', describe)];
    const wanted = mode === 'awsvpc' ? 'ip' : 'instance';
    if (mode !== undefined && group.targetType !== wanted)
      return [
        find.refused(
          'NotWired',
          arn,
          `its targets are of type ${group.targetType}, and tasks in ${mode} need ${wanted}`,
          describe,
        ),
      ];
    if (group.balancer === undefined) return [find.refused('NotWired', arn, 'no listener forwards to it', describe)];
    return [find.ok(arn, `${group.protocol}, targets by ${group.targetType}, healthy after ${group.untilHealthy} s`)];
  });
}
