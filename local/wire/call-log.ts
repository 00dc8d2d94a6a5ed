/** What was asked of the local AWS, newest last: proof for tests of how often each operation was called. */
import type { Caller } from '../kernel/aws-service.ts';

export interface RecordedCall {
  readonly service: string;
  readonly operation: string;
  readonly caller: Caller;
  /** Without the members that the model calls sensitive. */
  readonly input: unknown;
  /** Milliseconds since 1970, in the local AWS's time. */
  readonly at: number;
  /** In the local AWS's time. */
  readonly durationMs: number;
  readonly error: { readonly code: string; readonly message: string } | undefined;
}

export interface CallLog {
  record(call: RecordedCall): void;
  /** The calls that are still kept, of one service and of one operation where they are named. */
  calls(service?: string, operation?: string): readonly RecordedCall[];
  /** How often each operation was called since the start, also those no longer kept: `{ "ecs:UpdateService": 2 }`. */
  counts(): Readonly<Record<string, number>>;
}

/** Keeps the last `limit` calls. */
export function createCallLog(limit = 5_000): CallLog {
  const kept: RecordedCall[] = [];
  const counts = new Map<string, number>();
  return {
    record(call) {
      kept.push(call);
      if (kept.length > 2 * limit) kept.splice(0, kept.length - limit);
      const name = `${call.service}:${call.operation}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    },
    calls(service, operation) {
      return kept.slice(-limit).filter((call) => {
        return (service ?? call.service) === call.service && (operation ?? call.operation) === call.operation;
      });
    },
    counts: () => Object.fromEntries(counts),
  };
}
