import type { Deployment } from '../domain/deployment.ts';
import { countPattern, mostInAMinute, type PatternReadings, taskOf } from '../domain/pattern-count.ts';
import type { WatchedLog } from '../domain/watched-log.ts';
import type { Ports } from '../ports.ts';

type ReadPatternsPorts = Pick<Ports, 'logs' | 'ecs'>;

/**
 * Looks for the patterns of a deployment in what its tasks wrote since it began. CloudWatch Logs searches; ECS is asked whose lines they
 * are only where there are too many. Without patterns nothing is asked.
 */
export async function readPatterns(
  ports: ReadPatternsPorts,
  deployment: Deployment,
  { cluster, taskDefinition }: { readonly cluster: string; readonly taskDefinition: string | undefined },
): Promise<PatternReadings> {
  const from = begunAt(deployment);
  const read = await Promise.all(
    (deployment.plan?.patterns ?? []).map((watched) => readPattern(ports, watched, { cluster, taskDefinition, from })),
  );
  return {
    tooMany: read.flatMap(({ tooMany }) => tooMany ?? []),
    unread: [...new Set(read.flatMap(({ unread }) => unread ?? []))],
  };
}

async function readPattern(
  { logs, ecs }: ReadPatternsPorts,
  watched: WatchedLog,
  at: { readonly cluster: string; readonly taskDefinition: string | undefined; readonly from: number },
): Promise<{ readonly tooMany?: string | undefined; readonly unread?: string }> {
  const { group, prefix, pattern, perMinute, container } = watched;
  const found = await logs.matching(group, prefix, at.from, pattern);
  if (found === 'gone') return { unread: `there is no log group ${group}` };
  if (found === 'closed') return { unread: `Belay may not read ${group}; deploy the stack with -c logGroups=${group}` };
  const { lines, complete } = found;
  const suspects = mostInAMinute(lines) > perMinute ? [...new Set(lines.map(taskOf))] : [];
  const tasks = suspects.length === 0 ? [] : await ecs.tasks(at.cluster, suspects);
  const tooMany = countPattern(watched, lines, tasks, at.taskDefinition);
  return { tooMany, ...(!complete && { unread: `not all lines of ${container} could be searched for ${pattern}` }) };
}

/** No task of it is older than its start, or than the last word of those who approved. Milliseconds since 1970. */
function begunAt({ startedAt, approvals = [] }: Deployment): number {
  return Math.max(...[startedAt, ...approvals.map(({ at }) => at)].map((at) => Date.parse(at)));
}
