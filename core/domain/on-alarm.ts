import type { Head } from './deployment.ts';
import { type DeploymentId, namedAt, type ServiceKey } from './names.ts';

/** What an alarm asks of one service that it guards. */
export type AlarmAnswer =
  | { readonly do: 'stop' }
  /** The service does not go back by itself. */
  | { readonly do: 'ask'; readonly deployment: DeploymentId }
  | { readonly do: 'roll-back'; readonly rollbackPoint: string }
  | { readonly do: 'nothing'; readonly because: string };

/** Why an alarm may concern a service: its settings name the alarm, or a request once did. */
export interface Guarded {
  readonly service: ServiceKey;
  readonly by: 'settings' | 'request';
}

/** Does this alarm take back what is live or under watch? What its request named counts in place of the settings. */
export function guards({ live, watch }: Head, alarm: string, by: Guarded['by']): boolean {
  const { alarms } = live ?? watch ?? {};
  return alarms === undefined ? by === 'settings' : alarms.includes(alarm);
}

/**
 * A way back is never stopped, whatever fires: there would be nothing left to go to. What began after the alarm had fired has looked at
 * its alarms itself: an event that was held up, or is tried again, is not about it. `now` is RFC 3339, `firedAt` milliseconds since 1970.
 */
export function answerAlarm({ live, watch }: Head, now: string, firedAt = Number.NaN): AlarmAnswer {
  const id = live?.id ?? watch?.deployment;
  if (id !== undefined && firedAt < namedAt(id)) return { do: 'nothing', because: `it fired before ${id} began` };
  if (live === undefined) {
    if (watch !== undefined && now < watch.until && watch.asks) return { do: 'ask', deployment: watch.deployment };
    if (watch !== undefined && now < watch.until) return { do: 'roll-back', rollbackPoint: watch.rollbackPoint };
    return { do: 'nothing', because: 'no deployment is under way or under watch' };
  }
  if (live.kind === 'rollback' || live.phase === 'roll-back')
    return { do: 'nothing', because: `${live.id} is on its way back` };
  return live.asks ? { do: 'ask', deployment: live.id } : { do: 'stop' };
}
