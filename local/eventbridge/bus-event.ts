import { randomUUID } from 'node:crypto';
import { ACCOUNT, REGION } from '../kernel/account.ts';

/** An event as rules match it and targets get it. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** RFC 3339, to the second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: object;
}

/** Completes an event. `time` is milliseconds since 1970. */
export function busEvent(
  event: { source: string; detailType: string; resources: readonly string[]; detail: object },
  time: number,
): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': event.detailType,
    source: event.source,
    account: ACCOUNT,
    time: `${new Date(time).toISOString().slice(0, 19)}Z`,
    region: REGION,
    resources: event.resources,
    detail: event.detail,
  };
}
