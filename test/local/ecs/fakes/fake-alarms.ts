import type { AlarmStates } from '../../../../local/ecs/ports.ts';
import type { Cancel } from '../../../../local/kernel/clock.ts';

type State = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export class FakeAlarms implements AlarmStates {
  readonly #states: Map<string, State> = new Map();
  readonly #listeners = new Set<(name: string) => void>();

  /** Starts with the states of another; its listeners are those of a process that is gone. */
  constructor(after?: FakeAlarms) {
    if (after !== undefined) this.#states = new Map(after.#states);
  }

  set(name: string, state: State): void {
    this.#states.set(name, state);
    for (const listener of this.#listeners) listener(name);
  }

  state(name: string): State | undefined {
    return this.#states.get(name);
  }

  onChange(listener: (name: string) => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
