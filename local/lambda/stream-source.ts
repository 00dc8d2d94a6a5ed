import type { Cancel, Clock } from '../kernel/clock.ts';
import type { StateFiles } from '../kernel/state-files.ts';
import { type Delivery, deliverBatch, type Try } from './deliver-batch.ts';
import type { IsDoubled, Matches, StreamPosition, StreamRecord, Streams } from './event-sources.ts';
import { type FailureWorld, sendFailure } from './failure-queue.ts';
import type { Functions, Target } from './functions.ts';
import type { Invoker, Ran } from './invoker.ts';
import { itemFailures } from './item-failures.ts';
import type { SourceSettings } from './source-settings.ts';

export interface StreamWorld extends FailureWorld {
  readonly clock: Clock;
  readonly files: StateFiles;
  readonly streams: Streams;
  readonly functions: Functions;
  readonly invoker: Invoker;
  readonly matches: Matches;
  readonly isDoubled?: IsDoubled;
}

/** `undefined` in `after`: at the begin of the stream. */
interface Checkpoint {
  readonly after?: StreamPosition;
}

/** Bytes of one event at most. */
const LARGEST_EVENT = 6_000_000;

/** Reads one stream for one function, in order, from where the last run stopped. */
export class StreamSource {
  readonly #settings: SourceSettings;
  readonly #world: StreamWorld;
  readonly #document: string;
  #checkpoint: Checkpoint = {};
  #asked = false;
  #running = false;
  #stopped = false;
  readonly #cancels = new Set<Cancel>();

  constructor(id: string, settings: SourceSettings, world: StreamWorld) {
    this.#settings = settings;
    this.#world = world;
    this.#document = `lambda/streams/${id}`;
  }

  /** Throws when the role of the function may not read the stream, or not list streams: Lambda asks for that too. */
  async start(): Promise<void> {
    const { streams, files, authorize } = this.#world;
    this.#authorize();
    authorize(this.#target().settings.role, [{ action: 'dynamodb:ListStreams', resource: '*' }]);
    const kept = files.load<Checkpoint>(this.#document);
    if (kept !== undefined) {
      this.#checkpoint = kept;
    } else {
      const after = this.#settings.startingPosition === 'LATEST' ? await streams.end(this.#settings.source) : undefined;
      this.#moveTo(after);
    }
    this.#cancels.add(streams.onWrite(this.#settings.source, () => this.#poke()));
    this.#poke();
  }

  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#cancels) cancel();
  }

  #poke(): void {
    this.#asked = true;
    if (this.#running || this.#stopped) return;
    this.#running = true;
    void this.#drain();
  }

  async #drain(): Promise<void> {
    while (this.#asked && !this.#stopped) {
      this.#asked = false;
      try {
        if (this.#settings.windowMs > 0) await this.#wait(this.#settings.windowMs);
        await this.#readAll();
      } catch (error) {
        await this.#stumble(error);
      }
    }
    this.#running = false;
  }

  /** A stream that cannot be read now is tried again in a minute: nothing in it is lost meanwhile. */
  async #stumble(error: unknown): Promise<void> {
    if (this.#stopped) return;
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    this.#world.invoker.note(this.#target(), `The event source ${this.#settings.source} cannot be read: ${why}`);
    await this.#wait(60_000);
    this.#asked = true;
  }

  async #readAll(): Promise<void> {
    for (;;) {
      this.#authorize();
      const { source, batchSize } = this.#settings;
      const records = await this.#world.streams.read(source, this.#checkpoint.after, batchSize);
      const last = records.at(-1);
      if (last === undefined || this.#stopped) return;
      const wanted = records.filter(({ record }) => this.#passes(record));
      for (const batch of bySize(wanted)) {
        await deliverBatch(batch, this.#delivery());
        if (this.#stopped) return;
      }
      this.#moveTo(last);
    }
  }

  #delivery(): Delivery {
    const { clock } = this.#world;
    const { bisect, retries, longestAgeMs } = this.#settings;
    return {
      bisect,
      retries,
      isTooOld: ({ createdAt }) => longestAgeMs !== undefined && clock.now() - createdAt > longestAgeMs,
      attempt: (records) => this.#attempt(records),
      pause: (failures) => this.#wait(Math.min(60_000, 1000 * 2 ** (failures - 1))),
      passed: (record) => this.#moveTo(record),
      discard: (records, why, attempts, requestId) => this.#discard(records, why, attempts, requestId),
      stopped: () => this.#stopped,
    };
  }

  async #attempt(records: readonly StreamRecord[]): Promise<Try> {
    const { invoker } = this.#world;
    const payload = JSON.stringify({ Records: records.map(({ record }) => record) });
    let ran: Ran;
    try {
      ran = await invoker.run(this.#target(), payload, 'refuse');
      if (this.#world.isDoubled?.(this.#settings.source, payload) === true)
        ran = await invoker.run(this.#target(), payload, 'refuse');
    } catch (error) {
      const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      if (!this.#stopped) invoker.note(this.#target(), `The records of ${this.#settings.source} wait: ${why}`);
      return { kind: 'throttled' };
    }
    if (!ran.outcome.ok) return { kind: 'failed', failedFrom: 0, requestId: ran.requestId };
    if (!this.#settings.reportsItemFailures) return { kind: 'done' };
    const failed = itemFailures(ran.outcome.payload);
    if (failed?.length === 0) return { kind: 'done' };
    const firsts = failed?.map((id) => records.findIndex(({ sequence }) => sequence === id)) ?? [-1];
    return { kind: 'failed', failedFrom: Math.max(0, Math.min(...firsts)), requestId: ran.requestId };
  }

  async #discard(records: readonly StreamRecord[], why: string, attempts: number, requestId: string): Promise<void> {
    const { clock, invoker } = this.#world;
    const { onFailure, source } = this.#settings;
    const target = this.#target();
    const [first] = records;
    const last = records.at(-1);
    if (onFailure === undefined || first === undefined || last === undefined) return;
    const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
    try {
      await sendFailure(this.#world, target, onFailure, {
        requestContext: { requestId, functionArn: target.arn, condition: why, approximateInvokeCount: attempts },
        responseContext: { statusCode: 200, executedVersion: target.version, functionError: 'Unhandled' },
        version: '1.0',
        timestamp: iso(clock.now()),
        DDBStreamBatchInfo: {
          shardId: first.shard,
          startSequenceNumber: first.sequence,
          endSequenceNumber: last.sequence,
          approximateArrivalOfFirstRecord: iso(first.createdAt),
          approximateArrivalOfLastRecord: iso(last.createdAt),
          batchSize: records.length,
          streamArn: source,
        },
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      invoker.note(target, `${records.length} failed stream records did not reach ${onFailure}: ${reason}`);
    }
  }

  #passes(record: object): boolean {
    const { patterns } = this.#settings;
    return patterns.length === 0 || patterns.some((pattern) => this.#world.matches(pattern, record));
  }

  #authorize(): void {
    const { source } = this.#settings;
    const actions = ['dynamodb:DescribeStream', 'dynamodb:GetShardIterator', 'dynamodb:GetRecords'];
    this.#world.authorize(
      this.#target().settings.role,
      actions.map((action) => ({ action, resource: source })),
    );
  }

  #target(): Target {
    return this.#world.functions.find(this.#settings.functionName);
  }

  #moveTo(position: StreamPosition | undefined): void {
    this.#checkpoint = position === undefined ? {} : { after: { shard: position.shard, sequence: position.sequence } };
    this.#world.files.save(this.#document, this.#checkpoint);
  }

  #wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#cancels.delete(giveUp);
        resolve();
      };
      const cancel = this.#world.clock.after(milliseconds, done);
      const giveUp = (): void => {
        cancel();
        done();
      };
      this.#cancels.add(giveUp);
    });
  }
}

function bySize(records: readonly StreamRecord[]): readonly (readonly StreamRecord[])[] {
  const batches: StreamRecord[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const record of records) {
    const bytes = Buffer.byteLength(JSON.stringify(record.record)) + 1;
    if (size + bytes > LARGEST_EVENT) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1)?.push(record);
    size += bytes;
  }
  return batches;
}
