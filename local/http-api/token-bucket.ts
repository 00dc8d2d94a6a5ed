import type { Clock } from '../kernel/clock.ts';
import type { Throttling } from './api-model.ts';

/** Lets `burst` requests through at once, and `rate` a second in the long run. */
export class TokenBucket {
  readonly #clock: Clock;
  readonly #throttling: Throttling;
  #tokens: number;
  #at: number;

  constructor(clock: Clock, throttling: Throttling) {
    this.#clock = clock;
    this.#throttling = throttling;
    this.#tokens = throttling.burst;
    this.#at = clock.now();
  }

  /** `false`: too many. */
  take(): boolean {
    const now = this.#clock.now();
    const { burst, rate } = this.#throttling;
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#at) / 1000) * rate);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
