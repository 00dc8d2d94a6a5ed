/** What a FIFO queue remembers of the messages that were sent to it. */
export interface FifoMemory {
  readonly sent: readonly Sent[];
  readonly next: number;
}

interface Sent {
  /** The deduplication id, with its group where each group has its own. */
  readonly scope: string;
  readonly id: string;
  readonly sequence: string;
  readonly at: number;
}

export const EMPTY_MEMORY: FifoMemory = { sent: [], next: 1 };

const FIVE_MINUTES = 5 * 60_000;

/** Remembers a message, unless one with the same scope was sent in the last five minutes; `first` is whichever counts. */
export function remember(
  memory: FifoMemory,
  scope: string,
  id: string,
  at: number,
): { memory: FifoMemory; first: Sent } {
  const recent = memory.sent.filter((sent) => sent.at > at - FIVE_MINUTES);
  const before = recent.find((sent) => sent.scope === scope);
  if (before !== undefined) return { memory: { ...memory, sent: recent }, first: before };

  const sequence = String(memory.next).padStart(20, '0');
  const first = { scope, id, sequence, at };
  return { memory: { sent: [...recent, first], next: memory.next + 1 }, first };
}
