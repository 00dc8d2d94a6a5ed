import type { HistoryEvent, HistoryEventType } from '@aws-sdk/client-sfn';
import type { Clock } from '../../kernel/clock.ts';
import { HistoryFull } from './failures.ts';

/** An event as GetExecutionHistory gives it; `timestamp` in milliseconds since 1970. */
export type StoredEvent = Omit<HistoryEvent, 'timestamp' | 'id' | 'type'> & {
  readonly id: number;
  readonly type: HistoryEventType;
  readonly timestamp: number;
};

export type EventDetails = Omit<HistoryEvent, 'timestamp' | 'id' | 'type' | 'previousEventId'>;

/** The events of one execution, in order; event n stands at place n - 1. */
export class History {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #events: StoredEvent[];

  /** `limit` counts the last event, which only the end of the execution may be. */
  constructor(clock: Clock, limit: number, events: StoredEvent[]) {
    this.#clock = clock;
    this.#limit = limit;
    this.#events = events;
  }

  /** Gives the event's id. Throws HistoryFull where only the end of the execution has a place left. */
  add(type: HistoryEventType, details: EventDetails, previousEventId: number): number {
    if (this.#events.length + 1 >= this.#limit) throw new HistoryFull();
    return this.end(type, details, previousEventId);
  }

  /** The event with which the execution ends. It always has a place. */
  end(type: HistoryEventType, details: EventDetails, previousEventId: number): number {
    const id = this.#events.length + 1;
    this.#events.push({ id, previousEventId, timestamp: this.#clock.now(), type, ...details });
    return id;
  }
}
