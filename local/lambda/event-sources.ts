/** What an event source mapping needs from DynamoDB streams and SQS. */
import type { Cancel } from '../kernel/clock.ts';

/** A place in a stream: right after this record, or at the begin of the shard. */
export interface StreamPosition {
  readonly shard: string;
  readonly sequence: string | undefined;
}

export interface StreamRecord {
  readonly shard: string;
  readonly sequence: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** The record as a function gets it, `eventSourceARN` included. */
  readonly record: object;
}

/** The streams of the tables. */
export interface Streams {
  /** Right after the newest record. */
  end(streamArn: string): Promise<StreamPosition | undefined>;
  /** At most `limit` records in order, from the oldest when no position is given. None: there is nothing newer. */
  read(streamArn: string, after: StreamPosition | undefined, limit: number): Promise<readonly StreamRecord[]>;
  /** Calls back after writes to the table of the stream. */
  onWrite(streamArn: string, listener: () => void): Cancel;
}

export interface QueueMessage {
  readonly messageId: string;
  readonly body: string;
  readonly receiptHandle: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Reads a queue on behalf of a function. `handle` gives the ids of the messages that failed; the others are deleted. */
export type Consume = (
  queueArn: string,
  options: { readonly batchSize: number; readonly visibilitySeconds: number },
  handle: (messages: readonly QueueMessage[]) => Promise<readonly string[]>,
) => Cancel;

/** Does an EventBridge pattern match a value? */
export type Matches = (pattern: unknown, value: unknown) => boolean;

/** Whether a batch of a stream, as JSON text, comes to its function a second time. */
export type IsDoubled = (streamArn: string, payload: string) => boolean;
