import { z } from 'zod';
import type { Cancel, Clock } from '../kernel/clock.ts';
import type { StreamPosition, StreamRecord, Streams } from '../lambda/event-sources.ts';
import { tableOf } from './engine-arns.ts';
import type { Forwarded } from './forward.ts';

/** GetRecords gives no more at once. */
const MOST_RECORDS = 1000;

/** Items that expire change a table without a request, so the streams are looked at now and then. */
const SAFETY_POLL = 300_000;

const shards = z.object({
  StreamDescription: z.object({
    Shards: z.array(z.object({ ShardId: z.string() })),
    LastEvaluatedShardId: z.string().optional(),
  }),
});
const iterator = z.object({ ShardIterator: z.string() });
const page = z.object({
  Records: z.array(
    z.looseObject({
      dynamodb: z.looseObject({ SequenceNumber: z.string(), ApproximateCreationDateTime: z.number() }),
    }),
  ),
  NextShardIterator: z.string().optional(),
});

/** The streams of the tables, read through the same door as by everybody else, and who waits for what is written. */
export class TableStreams implements Streams {
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #forward: (target: string, body: string) => Promise<Forwarded>;
  readonly #clock: Clock;
  #poll: Cancel | undefined;

  constructor(forward: (target: string, body: string) => Promise<Forwarded>, clock: Clock) {
    this.#forward = forward;
    this.#clock = clock;
  }

  onWrite(streamArn: string, listener: () => void): Cancel {
    const table = tableOf(streamArn);
    const listeners = this.#listeners.get(table) ?? new Set();
    this.#listeners.set(table, listeners.add(listener));
    this.#poll ??= this.#pollLater();
    return () => listeners.delete(listener);
  }

  /** Tells who waits that a table was written to. */
  poke(table: string): void {
    for (const listener of this.#listeners.get(table) ?? []) listener();
  }

  stop(): void {
    this.#poll?.();
    this.#listeners.clear();
  }

  async end(streamArn: string): Promise<StreamPosition | undefined> {
    let after: StreamPosition | undefined;
    for (;;) {
      const last = (await this.read(streamArn, after, MOST_RECORDS)).at(-1);
      if (last === undefined) return after;
      after = { shard: last.shard, sequence: last.sequence };
    }
  }

  async read(streamArn: string, after: StreamPosition | undefined, limit: number): Promise<readonly StreamRecord[]> {
    if (after !== undefined) {
      const { records, closed } = await this.#readShard(streamArn, after.shard, after.sequence, limit);
      if (records.length > 0 || !closed) return records;
    }
    const all = await this.#shards(streamArn);
    const rest = after === undefined ? all : all.slice(all.indexOf(after.shard) + 1);
    for (const shard of rest) {
      const { records } = await this.#readShard(streamArn, shard, undefined, limit);
      if (records.length > 0) return records;
    }
    return [];
  }

  async #readShard(
    StreamArn: string,
    ShardId: string,
    SequenceNumber: string | undefined,
    limit: number,
  ): Promise<{ records: readonly StreamRecord[]; closed: boolean }> {
    const ShardIteratorType = SequenceNumber === undefined ? 'TRIM_HORIZON' : 'AFTER_SEQUENCE_NUMBER';
    const from = { StreamArn, ShardId, ShardIteratorType, SequenceNumber };
    const { ShardIterator } = iterator.parse(await this.#call('GetShardIterator', from));
    const Limit = Math.min(limit, MOST_RECORDS);
    const { Records, NextShardIterator } = page.parse(await this.#call('GetRecords', { ShardIterator, Limit }));
    const records = Records.map((record) => ({
      shard: ShardId,
      sequence: record.dynamodb.SequenceNumber,
      createdAt: record.dynamodb.ApproximateCreationDateTime * 1000,
      record: { ...record, eventSourceARN: StreamArn },
    }));
    return { records, closed: NextShardIterator === undefined };
  }

  async #shards(StreamArn: string): Promise<readonly string[]> {
    const ids: string[] = [];
    let ExclusiveStartShardId: string | undefined;
    do {
      const answer = shards.parse(await this.#call('DescribeStream', { StreamArn, ExclusiveStartShardId }));
      ids.push(...answer.StreamDescription.Shards.map(({ ShardId }) => ShardId));
      ExclusiveStartShardId = answer.StreamDescription.LastEvaluatedShardId;
    } while (ExclusiveStartShardId !== undefined);
    return ids;
  }

  async #call(operation: string, input: object): Promise<unknown> {
    const answer = await this.#forward(`DynamoDBStreams_20120810.${operation}`, JSON.stringify(input));
    if (answer.status !== 200) throw new Error(`${operation}: ${answer.body}`);
    return JSON.parse(answer.body);
  }

  #pollLater(): Cancel {
    return this.#clock.after(SAFETY_POLL, () => {
      for (const table of this.#listeners.keys()) this.poke(table);
      this.#poll = this.#pollLater();
    });
  }
}
