import type { Head } from './deployment.ts';
import { type DeploymentId, namedAt, type ServiceKey } from './names.ts';

/** What an alarm asks of one service that it guards. */
export type AlarmAnswer =
  | { readonly do: 'stop' }
  /** What is under way is not in ECS yet: it is stopped for the way back of what is under watch. */
  | { readonly do: 'make-way' }
  /** The service does not go back by itself. */
  | { readonly do: 'ask'; readonly deployment: DeploymentId }
  | { readonly do: 'roll-back'; readonly rollbackPoint: string }
  | { readonly do: 'nothing'; readonly because: string };

/** Why an alarm may concern a service: its settings name the alarm, or a request once did. */
export interface Guarded {
  readonly service: ServiceKey;
  readonly by: 'settings' | 'request';
}

/** An alarm as one service hears it. `firedAt`: milliseconds since 1970, absent where that is not known. */
export interface HeardAlarm {
  readonly name: string;
  readonly by: Guarded['by'];
  readonly firedAt?: number;
}

/** A way back is never stopped, whatever fires: there would be nothing left to go to. `now` is RFC 3339. */
export function answerAlarm({ live, watch }: Head, alarm: HeardAlarm, now: string): AlarmAnswer {
  const open = watch !== undefined && now < watch.until ? watch : undefined;
  const spared = open && whySpared(open.deployment, open.alarms, alarm);
  const watched = spared === undefined ? open : undefined;
  if (live === undefined) {
    if (watched?.asks) return { do: 'ask', deployment: watched.deployment };
    if (watched !== undefined) return { do: 'roll-back', rollbackPoint: watched.rollbackPoint };
    return { do: 'nothing', because: spared ?? 'no deployment is under way or under watch' };
  }
  if (live.kind === 'rollback' || live.phase === 'roll-back')
    return { do: 'nothing', because: `${live.id} is on its way back` };
  if (live.phase === 'planning' && !live.asks && watched !== undefined && !watched.asks) return { do: 'make-way' };
  const because = whySpared(live.id, live.alarms, alarm);
  if (because !== undefined) return { do: 'nothing', because };
  return live.asks ? { do: 'ask', deployment: live.id } : { do: 'stop' };
}

/**
 * Why an alarm does not concern a deployment. What its request named counts in place of the settings; and what began after the alarm had
 * fired has looked at its alarms itself: an event that was held up, or is tried again, is not about it.
 */
function whySpared(
  id: DeploymentId,
  asked: readonly string[] | undefined,
  { name, by, firedAt = Number.NaN }: HeardAlarm,
): string | undefined {
  const guards = asked === undefined ? by === 'settings' : asked.includes(name);
  if (!guards) return 'other alarms were asked for';
  return firedAt < namedAt(id) ? `it fired before ${id} began` : undefined;
}
