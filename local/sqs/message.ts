/** One message of a queue, as it is kept on disk. Times are milliseconds since 1970. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  readonly traceHeader?: string | undefined;
  /** The ARN of who sent it. */
  readonly sender: string;
  readonly sentAt: number;
  readonly visibleAt: number;
  readonly received: number;
  readonly firstReceivedAt?: number;
  /** The part of the newest receipt handle that tells it from older ones. */
  readonly receipt?: string;
  readonly group?: string | undefined;
  readonly deduplication?: string | undefined;
  readonly sequence?: string;
  /** The queue that it came from, when this is a dead-letter queue. */
  readonly deadLetterSource?: string;
}

/** An attribute that the sender gave. `binary` is Base64. */
export type MessageAttribute =
  | { readonly type: string; readonly text: string }
  | { readonly type: string; readonly binary: string };

/** What a sender decides of a message. */
export type Draft = Pick<Message, 'body' | 'attributes' | 'traceHeader' | 'sender' | 'group' | 'deduplication'> & {
  readonly delaySeconds?: number | undefined;
};
