import type { Cancel, Clock } from '../kernel/clock.ts';
import type { StateFiles } from '../kernel/state-files.ts';
import { type FailedDelivery, failureOf } from './failed-delivery.ts';

/** What befalls a delivery. `reorder`: it waits until the next one to the same target went ahead, or until its seconds are over. */
export type DeliveryFault =
  | { readonly kind: 'lose' | 'duplicate' }
  | { readonly kind: 'delay' | 'reorder'; readonly seconds: number };

/** How long to try. */
export interface Patience {
  readonly maximumRetries: number;
  readonly maximumAgeSeconds: number;
}

export interface DeliveriesWorld<Order> {
  readonly clock: Clock;
  readonly state: StateFiles;
  /** The name of the document that keeps what is not delivered yet. */
  readonly document: string;
  patienceOf(order: Order): Patience;
  /** Delivers once. Throws when it could not; an `Undeliverable` is not tried again. */
  attempt(order: Order, retries: number): Promise<void>;
  /** Takes what could not be delivered. */
  giveUp(order: Order, failure: FailedDelivery): void;
  /** What befalls an order that was just accepted, if anything does. */
  faultOf?(order: Order): DeliveryFault | undefined;
}

/** What is delivered goes to a target. */
interface Targeted {
  readonly target: { readonly Arn?: string | undefined };
}

interface Delivery<Order> {
  readonly id: string;
  readonly order: Order;
  readonly acceptedAt: number;
  readonly retries: number;
  readonly dueAt: number;
}

const LONGEST_WAIT = 480_000;

/**
 * Delivers what it accepted at least once, through crashes: one second after a failure, then two, four … up to eight
 * minutes, with which 185 retries last a little less than a day. Without jitter, so that a run can be repeated.
 */
export class Deliveries<Order extends Targeted> {
  readonly #world: DeliveriesWorld<Order>;
  readonly #waiting: Map<string, Delivery<Order>>;
  readonly #timers = new Map<string, Cancel>();
  readonly #underWay = new Set<string>();
  /** What lets the next one to a target go ahead, by target. */
  readonly #heldBack = new Map<string, string[]>();
  #saving: Promise<void> | undefined;
  #state: 'new' | 'running' | 'stopped' = 'new';

  constructor(world: DeliveriesWorld<Order>) {
    this.#world = world;
    const kept = world.state.load<readonly Delivery<Order>[]>(world.document) ?? [];
    this.#waiting = new Map(kept.map((delivery) => [delivery.id, delivery]));
  }

  /** Takes up what was left over, and from now on delivers. */
  start(): void {
    this.#state = 'running';
    for (const { id } of this.#waiting.values()) this.#plan(id);
  }

  /** Delivers no more. What was accepted stays on disk. */
  stop(): void {
    this.#state = 'stopped';
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  /** Resolves when the order is on disk; delivery follows. An order that is waiting under the same id is not doubled. */
  async accept(id: string, order: Order): Promise<void> {
    if (this.#waiting.has(id)) return;
    const fault = this.#world.faultOf?.(order);
    const targetArn = order.target.Arn ?? '';
    switch (fault?.kind) {
      case 'lose':
        return;
      case 'duplicate':
        await Promise.all([this.#keep(id, order, 0), this.#keep(`${id}/again`, order, 0)]);
        break;
      case 'delay':
        return this.#keep(id, order, fault.seconds);
      case 'reorder':
        this.#heldBack.set(targetArn, [...(this.#heldBack.get(targetArn) ?? []), id]);
        return this.#keep(id, order, fault.seconds);
      default:
        await this.#keep(id, order, 0);
    }
    this.#letFollow(targetArn);
  }

  async #keep(id: string, order: Order, seconds: number): Promise<void> {
    const now = this.#world.clock.now();
    this.#waiting.set(id, { id, order, acceptedAt: now, retries: 0, dueAt: now + seconds * 1000 });
    await this.#save();
    this.#plan(id);
  }

  /** What was held back is due now. */
  #letFollow(targetArn: string): void {
    const held = this.#heldBack.get(targetArn);
    if (held === undefined) return;
    this.#heldBack.delete(targetArn);
    for (const id of held) {
      const delivery = this.#waiting.get(id);
      this.#timers.get(id)?.();
      this.#timers.delete(id);
      if (delivery === undefined || this.#underWay.has(id)) continue;
      this.#waiting.set(id, { ...delivery, dueAt: this.#world.clock.now() });
      this.#plan(id);
    }
  }

  #plan(id: string): void {
    const delivery = this.#waiting.get(id);
    if (this.#state !== 'running' || delivery === undefined) return;
    if (this.#timers.has(id) || this.#underWay.has(id)) return;
    const wait = delivery.dueAt - this.#world.clock.now();
    if (wait <= 0) {
      void this.#attempt(delivery);
      return;
    }
    const cancel = this.#world.clock.after(wait, () => {
      this.#timers.delete(id);
      void this.#attempt(delivery);
    });
    this.#timers.set(id, cancel);
  }

  async #attempt(delivery: Delivery<Order>): Promise<void> {
    const { id, order, retries } = delivery;
    this.#underWay.add(id);
    try {
      await this.#world.attempt(order, retries);
      this.#underWay.delete(id);
    } catch (error) {
      this.#underWay.delete(id);
      if (!this.#retry(delivery, error)) return;
    }
    this.#waiting.delete(id);
    await this.#save();
  }

  /** `true` when this was the last try. */
  #retry(delivery: Delivery<Order>, error: unknown): boolean {
    const { id, order, acceptedAt, retries } = delivery;
    const { clock, patienceOf } = this.#world;
    const dueAt = clock.now() + Math.min(1_000 * 2 ** retries, LONGEST_WAIT);
    const failure = failureOf(error, retries, patienceOf(order), dueAt - acceptedAt);
    if (failure !== undefined) {
      this.#world.giveUp(order, failure);
      return true;
    }
    this.#waiting.set(id, { ...delivery, retries: retries + 1, dueAt });
    void this.#save();
    this.#plan(id);
    return false;
  }

  /** Writes once for everything that happens in one turn of the event loop. Whoever comes after owns the document. */
  async #save(): Promise<void> {
    if (this.#state === 'stopped') return;
    this.#saving ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        this.#saving = undefined;
        try {
          this.#world.state.save(this.#world.document, [...this.#waiting.values()]);
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
    return this.#saving;
  }
}
