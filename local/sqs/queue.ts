import { randomUUID } from 'node:crypto';
import type { Cancel, Clock } from '../kernel/clock.ts';
import type { StateFiles } from '../kernel/state-files.ts';
import { sha256 } from './digest.ts';
import { EMPTY_MEMORY, type FifoMemory, remember } from './fifo-memory.ts';
import type { Draft, Message } from './message.ts';
import type { QueueSettings } from './queue-settings.ts';

interface Kept {
  readonly messages: readonly Message[];
  readonly fifo: FifoMemory;
}

/** What a queue needs to know of the world. */
export interface QueueSurroundings {
  readonly clock: Clock;
  readonly state: StateFiles;
  readonly arn: string;
  settings(): QueueSettings;
  /** Takes a message that was received too often. */
  buryIn(deadLetterArn: string, message: Message): void;
}

/** The messages of one queue, in the order in which they came. What it says was done is on disk. */
export class Queue {
  readonly #world: QueueSurroundings;
  readonly #document: string;
  readonly #listeners = new Set<() => void>();
  #messages: Map<string, Message>;
  #fifo: FifoMemory;
  #wake: Cancel | undefined;
  #telling = false;

  constructor(world: QueueSurroundings) {
    this.#world = world;
    this.#document = `sqs/${world.arn.split(':').at(-1)}`;
    const kept = world.state.load<Kept>(this.#document);
    this.#messages = new Map(kept?.messages.map((message) => [message.id, message]));
    this.#fifo = kept?.fifo ?? EMPTY_MEMORY;
    this.#arm();
  }

  /** Adds messages. A duplicate in a FIFO queue is answered with the first one and not added. */
  add(drafts: readonly Draft[]): readonly Message[] {
    const answers = drafts.map((draft) => this.#add(draft));
    this.#changed();
    return answers;
  }

  /** Adds a message that another queue gave up. */
  bury(message: Message, source: string): void {
    const now = this.#world.clock.now();
    const { receipt: _, firstReceivedAt: __, ...rest } = message;
    // A standard queue keeps the day on which it was sent, and so it also expires by it.
    const sentAt = this.#world.settings().fifo ? now : message.sentAt;
    this.#put({ ...rest, sentAt, visibleAt: now, received: 0, deadLetterSource: source });
    this.#changed();
  }

  /** Takes up to `limit` visible messages and hides them. Those that came too often go to the dead-letter queue. */
  take(limit: number, visibilitySeconds: number): readonly Message[] {
    const now = this.#world.clock.now();
    const { redrive } = this.#world.settings();
    const forgotten = this.#forgetExpired();
    const taken: Message[] = [];
    let buried = 0;
    for (const message of this.#visible()) {
      if (redrive !== undefined && message.received >= redrive.maxReceiveCount) {
        this.#world.buryIn(redrive.deadLetterTargetArn, message);
        this.#messages.delete(message.id);
        buried++;
        continue;
      }
      if (taken.length === limit) break;
      const received: Message = {
        ...message,
        received: message.received + 1,
        firstReceivedAt: message.firstReceivedAt ?? now,
        receipt: randomUUID(),
        visibleAt: now + visibilitySeconds * 1_000,
      };
      taken.push(received);
    }
    for (const message of taken) this.#put(message);
    if (taken.length + buried + forgotten > 0) this.#changed();
    return taken;
  }

  get(id: string): Message | undefined {
    return this.#messages.get(id);
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) this.#messages.delete(id);
    this.#changed();
  }

  hide(id: string, seconds: number): void {
    const message = this.#messages.get(id);
    if (message === undefined) return;
    this.#put({ ...message, visibleAt: this.#world.clock.now() + seconds * 1_000 });
    this.#changed();
  }

  purge(): void {
    this.#messages.clear();
    this.#changed();
  }

  /** How many can be received, how many were received and may come back, and how many wait for their delay. */
  counts(): { visible: number; inFlight: number; delayed: number } {
    const now = this.#world.clock.now();
    const hidden = [...this.#messages.values()].filter((message) => message.visibleAt > now);
    const delayed = hidden.filter((message) => message.received === 0).length;
    return { visible: this.#messages.size - hidden.length, inFlight: hidden.length - delayed, delayed };
  }

  /** Calls back soon after messages came, went, or became visible again. */
  onChange(listener: () => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends the queue; its messages are gone from disk too. */
  destroy(): void {
    this.close();
    this.#world.state.remove(this.#document);
  }

  /** Stops the timer. The messages stay on disk. */
  close(): void {
    this.#wake?.();
    this.#listeners.clear();
  }

  #add(draft: Draft): Message {
    const settings = this.#world.settings();
    const now = this.#world.clock.now();
    const { delaySeconds, ...content } = draft;
    const message: Message = {
      ...content,
      id: randomUUID(),
      sentAt: now,
      visibleAt: now + (delaySeconds ?? settings.delaySeconds) * 1_000,
      received: 0,
    };
    if (!settings.fifo) return this.#put(message);

    const deduplication = draft.deduplication ?? sha256(draft.body);
    const scope = settings.deduplicationPerGroup ? `${draft.group}/${deduplication}` : deduplication;
    const { memory, first } = remember(this.#fifo, scope, message.id, now);
    this.#fifo = memory;
    const numbered = { ...message, id: first.id, deduplication, sequence: first.sequence };
    return first.id === message.id ? this.#put(numbered) : numbered;
  }

  #put(message: Message): Message {
    this.#messages.set(message.id, message);
    return message;
  }

  /** In a group of a FIFO queue, whatever stands behind a hidden message is hidden too. */
  *#visible(): Iterable<Message> {
    const now = this.#world.clock.now();
    const blocked = new Set<string>();
    const { fifo } = this.#world.settings();
    for (const message of [...this.#messages.values()]) {
      const group = fifo ? message.group : undefined;
      if (group !== undefined && blocked.has(group)) continue;
      if (message.visibleAt <= now) yield message;
      else if (group !== undefined) blocked.add(group);
    }
  }

  #forgetExpired(): number {
    const oldest = this.#world.clock.now() - this.#world.settings().retentionSeconds * 1_000;
    const expired = [...this.#messages.values()].filter((message) => message.sentAt < oldest);
    for (const message of expired) this.#messages.delete(message.id);
    return expired.length;
  }

  #changed(): void {
    const kept: Kept = { messages: [...this.#messages.values()], fifo: this.#fifo };
    this.#world.state.save(this.#document, kept);
    this.#arm();
    this.#tell();
  }

  /** One timer, for the next message that becomes visible; none when there is none. */
  #arm(): void {
    this.#wake?.();
    this.#wake = undefined;
    const now = this.#world.clock.now();
    const next = Math.min(...[...this.#messages.values()].map(({ visibleAt }) => visibleAt).filter((at) => at > now));
    if (!Number.isFinite(next)) return;
    this.#wake = this.#world.clock.after(next - now, () => {
      this.#arm();
      this.#tell();
    });
  }

  #tell(): void {
    if (this.#telling) return;
    this.#telling = true;
    queueMicrotask(() => {
      this.#telling = false;
      for (const listener of [...this.#listeners]) listener();
    });
  }
}
