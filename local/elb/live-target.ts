import { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Target } from '../ecs/ports.ts';
import type { Clock } from '../kernel/clock.ts';
import type { HealthChecks } from './health-checks.ts';

/** A process answers in real time, however short the local AWS's seconds are: a request in flight is not cut before this. */
const SHORTEST_DRAIN = 1000;

/** A registered target: its connections, and the requests that it is busy with. */
export class LiveTarget {
  readonly target: Target;
  readonly checks: HealthChecks;
  readonly agent = new Agent({ keepAlive: true });
  /** The number of the last request that it was given: the smallest is next. */
  turn = 0;
  #requests = 0;
  #idle: (() => void) | undefined;
  readonly #upgraded = new Set<Duplex>();

  constructor(target: Target, checks: HealthChecks) {
    this.target = target;
    this.checks = checks;
  }

  /** Counts a request in; the result counts it out, once. */
  begin(): () => void {
    let over = false;
    this.#requests += 1;
    return () => {
      if (over) return;
      over = true;
      this.#requests -= 1;
      if (this.#requests === 0) this.#idle?.();
    };
  }

  /** A connection that left HTTP; it is cut when the drain is over. */
  upgraded(socket: Duplex): void {
    this.#upgraded.add(socket);
    socket.once('close', () => this.#upgraded.delete(socket));
  }

  /** Resolves when no request is left, or after `delay` milliseconds, not sooner than a real second; then its connections are gone. */
  async drain(clock: Clock, delay: number): Promise<void> {
    this.checks.stop();
    if (this.#requests > 0) {
      await new Promise<void>((resolve) => {
        let waits = 2;
        const passed = (): void => {
          waits -= 1;
          if (waits === 0) resolve();
        };
        const cancel = clock.after(delay, passed);
        const floor = setTimeout(passed, SHORTEST_DRAIN);
        this.#idle = () => {
          cancel();
          clearTimeout(floor);
          resolve();
        };
      });
    }
    this.close();
  }

  close(): void {
    this.checks.stop();
    this.agent.destroy();
    for (const socket of this.#upgraded) socket.destroy();
  }
}
