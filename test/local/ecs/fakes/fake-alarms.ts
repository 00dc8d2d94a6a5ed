import type { Cancel } from '../../../../local/kernel/clock.ts';
import type { AlarmStates } from '../../../../local/ecs/ports.ts';

type State = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export class FakeAlarms implements AlarmStates {
  readonly #states = new Map<string, State>();
  readonly #listeners = new Set<(name: string) => void>();

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
