import type { Cancel } from '../../kernel/clock.ts';
import { Cancelled, type CancelReason } from './failures.ts';

/** Ends all that waits below it, once. */
export class Cancellation {
  readonly #listeners = new Set<(reason: CancelReason) => void>();
  #reason: CancelReason | undefined;

  /** Cancelled with this one, or alone. `forget` unties it. */
  child(): { readonly cancellation: Cancellation; readonly forget: Cancel } {
    const cancellation = new Cancellation();
    const forget = this.onCancel((reason) => cancellation.cancel(reason));
    return { cancellation, forget };
  }

  get cancelled(): boolean {
    return this.#reason !== undefined;
  }

  cancel(reason: CancelReason): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    for (const listener of [...this.#listeners]) listener(reason);
    this.#listeners.clear();
  }

  /** At once when it is cancelled already. */
  onCancel(listener: (reason: CancelReason) => void): Cancel {
    if (this.#reason !== undefined) listener(this.#reason);
    else this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  throwIfCancelled(): void {
    if (this.#reason !== undefined) throw new Cancelled();
  }
}
