import { randomUUID } from 'node:crypto';
import type { Cancel, Clock } from '../kernel/clock.ts';
import type { StateFiles } from '../kernel/state-files.ts';
import type { EventInvokeConfigs } from './event-invoke-config.ts';
import { type FailureWorld, sendFailure } from './failure-queue.ts';
import type { Functions, Target } from './functions.ts';
import type { Invoker, Ran } from './invoker.ts';
import { checkPayload } from './payload-limits.ts';
import type { Outcome } from './warm-worker.ts';

interface AcceptedEvent {
  readonly id: string;
  /** As it was named, with the qualifier. */
  readonly functionArn: string;
  /** JSON text. */
  readonly payload: string;
  /** Milliseconds since 1970. */
  readonly acceptedAt: number;
  readonly attempts: number;
  readonly dueAt: number;
}

const DOCUMENT = 'lambda/events';

/** Lambda tries again one minute after the first failure and two minutes after the second. */
const PAUSES = [60_000, 120_000];

/** Events that were accepted and not yet dealt with. They outlive a `kill -9`; a function may therefore see one twice. */
export class AsyncEvents {
  readonly #events: Map<string, AcceptedEvent>;
  readonly #waits = new Map<string, Cancel>();
  readonly #parts: {
    files: StateFiles;
    clock: Clock;
    functions: Functions;
    invoker: Invoker;
    configs: EventInvokeConfigs;
    failures: FailureWorld;
  };
  #stopped = false;

  constructor(parts: {
    files: StateFiles;
    clock: Clock;
    functions: Functions;
    invoker: Invoker;
    configs: EventInvokeConfigs;
    failures: FailureWorld;
  }) {
    this.#parts = parts;
    const kept = parts.files.load<AcceptedEvent[]>(DOCUMENT) ?? [];
    this.#events = new Map(kept.map((event) => [event.id, event]));
  }

  accept(target: Target, payload: string): void {
    checkPayload('Event', payload);
    const now = this.#parts.clock.now();
    const event = {
      id: randomUUID(),
      functionArn: target.arn,
      payload,
      acceptedAt: now,
      attempts: 0,
      dueAt: now,
    };
    this.#keep(event);
    this.#schedule(event);
  }

  /** Takes up what the last run left. Call it once, when all functions are there. */
  resume(): void {
    for (const event of this.#events.values()) if (!this.#waits.has(event.id)) this.#schedule(event);
  }

  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#waits.values()) cancel();
  }

  #schedule(event: AcceptedEvent): void {
    const { clock } = this.#parts;
    const wait = event.dueAt - clock.now();
    if (wait > 0) {
      this.#waits.set(
        event.id,
        clock.after(wait, () => void this.#attempt(event)),
      );
    } else {
      this.#waits.set(event.id, () => {});
      void this.#attempt(event);
    }
  }

  async #attempt(event: AcceptedEvent): Promise<void> {
    const { functions, invoker } = this.#parts;
    let target: Target;
    try {
      target = functions.find(event.functionArn);
    } catch {
      // The template no longer has the function; AWS drops its events too.
      return this.#forget(event);
    }
    let ran: Ran;
    try {
      ran = await invoker.run(target, event.payload, 'wait');
    } catch (error) {
      ran = { requestId: event.id, outcome: { ok: false, error: asFunctionError(error) } };
    }
    if (this.#stopped) return;
    if (ran.outcome.ok) return this.#forget(event);
    await this.#failed({ ...event, attempts: event.attempts + 1 }, target, ran.outcome);
  }

  async #failed(event: AcceptedEvent, target: Target, outcome: Extract<Outcome, { ok: false }>): Promise<void> {
    const { clock, configs, failures, invoker } = this.#parts;
    const config = configs.of(target);
    const dueAt = clock.now() + (PAUSES[event.attempts - 1] ?? 0);
    const exhausted = event.attempts > config.retries;
    if (!exhausted && dueAt - event.acceptedAt <= config.longestAgeMs) {
      const later = { ...event, dueAt };
      this.#keep(later);
      return this.#schedule(later);
    }
    if (config.onFailure !== undefined) {
      try {
        const condition = exhausted ? 'RetriesExhausted' : 'EventAgeExceeded';
        await sendFailure(failures, target, config.onFailure, {
          version: '1.0',
          timestamp: new Date(clock.now()).toISOString(),
          requestContext: {
            requestId: event.id,
            functionArn: target.qualifier === undefined ? `${target.arn}:$LATEST` : target.arn,
            condition,
            approximateInvokeCount: event.attempts,
          },
          requestPayload: JSON.parse(event.payload),
          responseContext: { statusCode: 200, executedVersion: target.version, functionError: 'Unhandled' },
          responsePayload: outcome.error,
        });
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        invoker.note(target, `The failed event ${event.id} did not reach ${config.onFailure}: ${why}`);
      }
    }
    this.#forget(event);
  }

  #keep(event: AcceptedEvent): void {
    this.#events.set(event.id, event);
    this.#save();
  }

  #forget(event: AcceptedEvent): void {
    this.#events.delete(event.id);
    this.#waits.delete(event.id);
    this.#save();
  }

  #save(): void {
    this.#parts.files.save(DOCUMENT, [...this.#events.values()]);
  }
}

function asFunctionError(error: unknown): Extract<Outcome, { ok: false }>['error'] {
  if (!(error instanceof Error)) return { errorType: 'Error', errorMessage: String(error) };
  return { errorType: error.name, errorMessage: error.message };
}
