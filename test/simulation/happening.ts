import type { AlarmOutcome } from '../../core/operations/stop-on-alarm.ts';
import type { Change } from './table/tables-in-memory.ts';

/** One thing that happened, for those who watch. */
export type Happening =
  | ({ readonly kind: 'change' } & Change)
  | { readonly kind: 'call'; readonly who: string; readonly name: string }
  | {
      readonly kind: 'update';
      readonly taskDefinition?: string;
      readonly deploymentConfiguration: string;
    }
  | { readonly kind: 'continue'; readonly deployment: string; readonly hookId: string; readonly answer: string }
  | { readonly kind: 'registered'; readonly taskDefinition: string; readonly deployment: string | undefined }
  | { readonly kind: 'stop'; readonly deployment: string }
  | { readonly kind: 'alarm-answered'; readonly outcomes: readonly AlarmOutcome[] }
  | { readonly kind: 'word'; readonly deployment: string; readonly by: string; readonly approved: boolean };
