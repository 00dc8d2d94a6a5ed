import type { Head } from './deployment.ts';
import type { DeploymentId } from './names.ts';

/** What an alarm asks of one service that it guards. */
export type AlarmAnswer =
  | { readonly do: 'stop' }
  /** The service does not go back by itself. */
  | { readonly do: 'ask'; readonly deployment: DeploymentId }
  | { readonly do: 'roll-back'; readonly rollbackPoint: string }
  | { readonly do: 'nothing'; readonly because: string };

/** A way back is never stopped, whatever fires: there would be nothing left to go to. `now` is RFC 3339. */
export function answerAlarm({ live, watch }: Head, now: string): AlarmAnswer {
  if (live === undefined) {
    if (watch !== undefined && now < watch.until && watch.asks) return { do: 'ask', deployment: watch.deployment };
    if (watch !== undefined && now < watch.until) return { do: 'roll-back', rollbackPoint: watch.rollbackPoint };
    return { do: 'nothing', because: 'no deployment is under way or under watch' };
  }
  if (live.kind === 'rollback' || live.phase === 'roll-back')
    return { do: 'nothing', because: `${live.id} is on its way back` };
  return live.asks ? { do: 'ask', deployment: live.id } : { do: 'stop' };
}
