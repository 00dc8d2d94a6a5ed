import type { StreamRecord } from './event-sources.ts';

/** What became of one try with a batch. `failedFrom`: the records before this index are done. */
export type Try =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly failedFrom: number; readonly requestId: string }
  /** The function never saw it; that is no try. */
  | { readonly kind: 'throttled' };

export type Discard = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export interface Delivery {
  readonly bisect: boolean;
  /** -1: for ever. */
  readonly retries: number;
  isTooOld(record: StreamRecord): boolean;
  attempt(records: readonly StreamRecord[]): Promise<Try>;
  /** Waits before the next try; `failures` is how many went wrong in a row. */
  pause(failures: number): Promise<void>;
  /** Everything up to and including this record is dealt with. */
  passed(record: StreamRecord): void;
  discard(records: readonly StreamRecord[], why: Discard, attempts: number, requestId: string): Promise<void>;
  stopped(): boolean;
}

interface Part {
  readonly records: readonly StreamRecord[];
  readonly attempts: number;
  readonly requestId: string;
}

/**
 * Brings one batch of a shard to its function, in order, until each record is done or given up.
 * With `bisect` a failing batch is cut in two, and the cut counts as no try: only a single record uses up the retries.
 */
export async function deliverBatch(records: readonly StreamRecord[], delivery: Delivery): Promise<void> {
  let parts: readonly Part[] = [{ records, attempts: 0, requestId: '' }];
  let failures = 0;
  for (let part = parts[0]; part !== undefined; part = parts[0]) {
    const rest = parts.slice(1);
    const old = part.records.filter((record) => delivery.isTooOld(record));
    const fresh = part.records.filter((record) => !delivery.isTooOld(record));
    if (old.length > 0) {
      await delivery.discard(old, 'RecordAgeExceeded', part.attempts, part.requestId);
      if (fresh.length === 0) pass(old, delivery);
      parts = fresh.length === 0 ? rest : [{ ...part, records: fresh }, ...rest];
      continue;
    }
    const result = await delivery.attempt(part.records);
    if (delivery.stopped()) return;
    if (result.kind === 'done') {
      pass(part.records, delivery);
      failures = 0;
      parts = rest;
      continue;
    }
    failures += 1;
    if (result.kind === 'failed') {
      pass(part.records.slice(0, result.failedFrom), delivery);
      const again = remaining(part, result.failedFrom, result.requestId, delivery.bisect);
      const [only] = again;
      if (again.length === 1 && only !== undefined && delivery.retries >= 0 && only.attempts > delivery.retries) {
        await delivery.discard(only.records, 'RetryAttemptsExhausted', only.attempts, result.requestId);
        pass(only.records, delivery);
        parts = rest;
        continue;
      }
      parts = [...again, ...rest];
    }
    await delivery.pause(failures);
    if (delivery.stopped()) return;
  }
}

function remaining(part: Part, failedFrom: number, requestId: string, bisect: boolean): readonly Part[] {
  const records = part.records.slice(failedFrom);
  if (!bisect || records.length === 1) return [{ records, attempts: part.attempts + 1, requestId }];
  if (failedFrom > 0) return [{ records, attempts: part.attempts, requestId }];
  const middle = Math.ceil(records.length / 2);
  return [
    { records: records.slice(0, middle), attempts: part.attempts, requestId },
    { records: records.slice(middle), attempts: part.attempts, requestId },
  ];
}

function pass(records: readonly StreamRecord[], delivery: Delivery): void {
  const last = records.at(-1);
  if (last !== undefined) delivery.passed(last);
}
