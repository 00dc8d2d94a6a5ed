import { maskSecrets } from './mask-secrets.ts';
import type { TaskTruth } from './truth.ts';
import type { WatchedLog } from './watched-log.ts';

const MINUTE = 60_000;
/** Letters of a line that are looked at, and that are quoted. */
const LOOKED_AT = 2000;
const QUOTED = 200;

/** A line that a pattern is in. */
export interface MatchingLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly stream: string;
  readonly text: string;
}

/** What was read of the logs of the new tasks. */
export interface PatternReadings {
  /** A sentence for each pattern that came too often. */
  readonly tooMany: readonly string[];
  /** Why lines could not be read, or not all of them. */
  readonly unread: readonly string[];
}

/** The task whose stream it is: awslogs ends the name of a stream with it. */
export function taskOf({ stream }: Pick<MatchingLine, 'stream'>): string {
  return stream.slice(stream.lastIndexOf('/') + 1);
}

/** The most lines within any sixty seconds. */
export function mostInAMinute(lines: readonly Pick<MatchingLine, 'at'>[]): number {
  const times = lines.map(({ at }) => at).sort((a, b) => a - b);
  let first = 0;
  let most = 0;
  for (const [index, at] of times.entries()) {
    while (at - (times[first] ?? at) >= MINUTE) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

/**
 * Did the new tasks write it too often? Only tasks that ECS says are of this task definition count: the old version may write what it
 * likes. Gives a sentence that quotes their last line.
 */
export function countPattern(
  { pattern, container, perMinute }: WatchedLog,
  lines: readonly MatchingLine[],
  tasks: readonly TaskTruth[],
  taskDefinition: string | undefined,
): string | undefined {
  const fresh = new Set(tasks.filter((one) => one.taskDefinition === taskDefinition).map(({ task }) => task));
  const ours = lines.filter((line) => fresh.has(taskOf(line)));
  const most = mostInAMinute(ours);
  if (most <= perMinute) return undefined;
  const last = ours.reduce((a, b) => (b.at < a.at ? a : b));
  const times = most === 1 ? 'once' : `${most} times within a minute`;
  return `container ${container} wrote ${pattern} ${times}, more than ${perMinute}: ${quote(last.text)}`;
}

function quote(text: string): string {
  return maskSecrets(text.slice(0, LOOKED_AT)).replaceAll(/\s+/g, ' ').trim().slice(0, QUOTED);
}
