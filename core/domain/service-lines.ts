import { maskSecrets } from './mask-secrets.ts';
import type { ContainerTruth } from './task-definition.ts';
import type { ServiceTask } from './truth.ts';

/** One line of a service's log, as it is shown. */
export interface ServiceLine {
  readonly id: string;
  /** RFC 3339. */
  readonly at: string;
  /** The last part of its ARN; the container is empty where the line is about the whole task. */
  readonly task: string;
  readonly container: string;
  /** `line`: a container wrote it. `stopped`: why ECS says that the task stopped. */
  readonly kind: 'line' | 'stopped';
  /** Of a deployment: a task of its version, or one of before. Absent where ECS has forgotten the task. */
  readonly side?: 'new' | 'old';
  readonly text: string;
}

/** Where a container writes to. `prefix` is that of its streams, the task's id follows. */
export interface LogSource {
  readonly container: string;
  readonly group: string;
  readonly prefix: string;
}

/** The streams that can be read, and why those of other containers cannot. */
export function sourcesOf(containers: readonly ContainerTruth[]): {
  readonly sources: readonly LogSource[];
  readonly notes: readonly string[];
} {
  const sources: LogSource[] = [];
  const notes: string[] = [];
  for (const { name, logs } of containers) {
    if (logs?.group !== undefined && logs.prefix !== undefined)
      sources.push({ container: name, group: logs.group, prefix: `${logs.prefix}/${name}/` });
    else if (logs === undefined) notes.push(`${name}: it has no log configuration`);
    else if (logs.driver !== 'awslogs') notes.push(`${name}: it logs by ${logs.driver}, and Belay reads awslogs only`);
    else notes.push(`${name}: it has no awslogs-group or no awslogs-stream-prefix`);
  }
  return { sources, notes };
}

/** `taskDefinition` is the one that a deployment brings, where a deployment was asked for. */
export function toLine(
  line: {
    readonly id: string;
    readonly at: number;
    readonly stream: string;
    readonly container: string;
    readonly text: string;
  },
  tasks: readonly ServiceTask[],
  taskDefinition: string | undefined,
): ServiceLine {
  const { id, at, stream, container, text } = line;
  const task = stream.slice(stream.lastIndexOf('/') + 1);
  const known = tasks.find((one) => one.id === task);
  return {
    id,
    at: new Date(at).toISOString(),
    task,
    container,
    kind: 'line',
    ...sideOf(known, taskDefinition),
    text: maskSecrets(text),
  };
}

/** Why tasks stopped in a time, as lines. */
export function whyStopped(
  tasks: readonly ServiceTask[],
  { from, until }: { readonly from: number; readonly until: number | undefined },
  taskDefinition: string | undefined,
): readonly ServiceLine[] {
  return tasks.flatMap((task): ServiceLine[] => {
    const { id, why, stoppedAt, diedByItself } = task;
    if (!diedByItself || why === undefined || stoppedAt === undefined) return [];
    const at = Date.parse(stoppedAt);
    if (at < from || (until !== undefined && at > until)) return [];
    const text = /exit code 137\b/.test(why) ? `${why}: killed, mostly for want of memory` : why;
    const side = sideOf(task, taskDefinition);
    return [{ id: `stopped-${id}`, at: stoppedAt, task: id, container: '', kind: 'stopped', ...side, text }];
  });
}

export function byTime(a: ServiceLine, b: ServiceLine): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

function sideOf(task: ServiceTask | undefined, taskDefinition: string | undefined): { readonly side?: 'new' | 'old' } {
  if (task === undefined || taskDefinition === undefined) return {};
  return { side: task.taskDefinition === taskDefinition ? 'new' : 'old' };
}
