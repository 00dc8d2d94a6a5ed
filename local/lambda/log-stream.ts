import type { Clock } from '../kernel/clock.ts';

/** The log stream that a version of a function writes to today. */
export function logStream(clock: Clock, version: string): string {
  const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[${version}]local`;
}
