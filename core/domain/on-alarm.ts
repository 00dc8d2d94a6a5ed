import type { Head } from './deployment.ts';

/** What an alarm asks of one service that it guards. */
export type AlarmAnswer =
  | { readonly do: 'stop' }
  | { readonly do: 'roll-back'; readonly rollbackPoint: string }
  | { readonly do: 'nothing'; readonly because: string };

/** A way back is never stopped, whatever fires: there would be nothing left to go to. `now` is RFC 3339. */
export function answerAlarm({ live, watch }: Head, now: string): AlarmAnswer {
  if (live === undefined) {
    if (watch !== undefined && now < watch.until) return { do: 'roll-back', rollbackPoint: watch.rollbackPoint };
    return { do: 'nothing', because: 'no deployment is under way or under watch' };
  }
  if (live.kind === 'rollback' || live.phase === 'roll-back')
    return { do: 'nothing', because: `${live.id} is on its way back` };
  return { do: 'stop' };
}
