import type { Clock } from '../kernel/clock.ts';
import type { AlarmStates } from './ports.ts';

/**
 * Alarms as ECS sees them: it polls DescribeAlarms, so that a change shows only some time after it happened. How often ECS polls is
 * documented nowhere; that it polls is.
 */
export function polledAlarms(alarms: AlarmStates, clock: Clock, seconds: number): AlarmStates {
  const before = new Map<string, ReturnType<AlarmStates['state']>>();
  const seen = new Map<string, ReturnType<AlarmStates['state']>>();
  const listeners = new Set<(name: string) => void>();
  alarms.onChange((name) => {
    if (!before.has(name)) before.set(name, seen.get(name) ?? 'OK');
    clock.after(seconds * 1000, () => {
      before.delete(name);
      seen.set(name, alarms.state(name));
      for (const listener of listeners) listener(name);
    });
  });
  return {
    state: (name) => (before.has(name) ? before.get(name) : alarms.state(name)),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
