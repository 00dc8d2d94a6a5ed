/** What the rest of the local AWS sees of SQS. */
import type { Cancel } from '../kernel/clock.ts';

/** A message as a consumer gets it. `attributes` are the system's (`ApproximateReceiveCount` …), all as text. */
export interface QueueMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The sender's own attributes of type String or Number. */
  readonly messageAttributes: Readonly<Record<string, string>>;
}

export interface ConsumeOptions {
  readonly batchSize: number;
  /** How long a message stays hidden while it is handled, and after it failed. */
  readonly visibilitySeconds: number;
}

export interface Queues {
  /**
   * Puts a message into a queue as a service of AWS does; `group` is for FIFO queues. It is on disk afterwards.
   * Throws QueueDoesNotExist, and what SendMessage throws. Nobody's permission is asked: see `allows`.
   */
  send(queueArn: string, body: string, attributes?: Readonly<Record<string, string>>, group?: string): void;
  /**
   * Hands messages over as they come, up to five batches at a time. `handle` gives the ids of those that failed: they
   * come back after `visibilitySeconds`, and go to the dead-letter queue when they came too often; the others are
   * deleted. A `handle` that throws fails its whole batch. The groups of a FIFO queue stay in order.
   */
  consume(
    queueArn: string,
    options: ConsumeOptions,
    handle: (messages: readonly QueueMessage[]) => Promise<readonly string[]>,
  ): Cancel;
  /** How many messages are visible now (`ApproximateNumberOfMessagesVisible`). */
  depth(queueArn: string): number;
  /** Calls back after the number of visible messages of any queue changed. */
  onDepthChange(listener: (queueArn: string, depth: number) => void): Cancel;
  /** Whether the queue's own policy lets a service, such as `events.amazonaws.com`, send on behalf of `sourceArn`. */
  allows(queueArn: string, service: string, sourceArn: string): boolean;
}
