import type { Deployment, Head } from '../../core/domain/deployment.ts';
import type { AlarmOutcome, FiredAlarm } from '../../core/operations/stop-on-alarm.ts';
import type { Call } from './fault-book.ts';
import type { Change } from './table/tables-in-memory.ts';

/** One thing that happened, for those who watch. */
export type Happening =
  | ({ readonly kind: 'change' } & Change)
  /** The head of the service was written. */
  | {
      readonly kind: 'head';
      readonly before: Partial<Head> | undefined;
      readonly after: Partial<Head> | undefined;
    }
  /** A verdict was written where there was none. What somebody else deployed has none of ours. */
  | { readonly kind: 'ended'; readonly deployment: Deployment }
  | { readonly kind: 'call'; readonly who: string; readonly call: Call }
  | {
      readonly kind: 'update';
      readonly taskDefinition?: string;
      readonly deploymentConfiguration: string;
    }
  | { readonly kind: 'continue'; readonly deployment: string; readonly hookId: string; readonly answer: string }
  | { readonly kind: 'registered'; readonly taskDefinition: string; readonly deployment: string | undefined }
  | { readonly kind: 'stop'; readonly deployment: string }
  | { readonly kind: 'alarm-answered'; readonly alarm: FiredAlarm; readonly outcomes: readonly AlarmOutcome[] }
  | { readonly kind: 'cancel'; readonly deployment: string }
  | { readonly kind: 'word'; readonly deployment: string; readonly by: string; readonly approved: boolean };

/** What a write of a table means, where many look at that. */
export function meaningOf({ sk, before, after }: Change): Happening | undefined {
  if (sk === 'head') return { kind: 'head', before, after };
  if (sk !== 'record') return undefined;
  const [was, is] = [recordIn(before), recordIn(after)];
  const ended = is?.verdict !== undefined && was?.verdict === undefined && is.by !== 'outside Belay';
  return ended ? { kind: 'ended', deployment: is } : undefined;
}

/** The record of a deployment, as its item keeps it. */
export function recordIn(item: Change['after']): Deployment | undefined {
  return item?.deployment as Deployment | undefined;
}
