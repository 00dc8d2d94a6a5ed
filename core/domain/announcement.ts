import type { ServiceKey } from './names.ts';
import type { ServiceSettings } from './service.ts';
import type { WaitingDeployment } from './waiting-deployment.ts';

/** Seconds before a deployment starts by the clock in which it is announced, where its service says nothing else. */
const BEFORE = 15 * 60;
const MINUTE = 60_000;

/** When a deployment that waits is to be announced, in milliseconds since 1970. `undefined`: never, or not any more. */
export function whenAnnounced(
  { notify }: Pick<ServiceSettings, 'notify'>,
  { expectedAt, ended }: Pick<WaitingDeployment, 'expectedAt' | 'ended'>,
  now: number,
): number | undefined {
  const before = notify?.before ?? BEFORE;
  const starts = Date.parse(expectedAt);
  return before === 0 || ended !== undefined || starts <= now ? undefined : starts - before * 1000;
}

/** What people are told of a deployment that will start. */
export function announcement(
  service: ServiceKey,
  { id, to, by, reason, expectedAt }: WaitingDeployment,
  now: number,
): string {
  const minutes = Math.round((Date.parse(expectedAt) - now) / MINUTE);
  const soon = minutes < 1 ? 'in less than a minute' : `in ${minutes} minute${minutes === 1 ? '' : 's'}`;
  const at = expectedAt.slice(0, 16).replace('T', ' ');
  return `${to.version} starts at ${at} UTC (${soon}). ${by}: ${reason}; \`belay unqueue ${service} ${id}\` keeps it from starting`;
}
