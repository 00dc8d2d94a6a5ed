import type { ServiceKey } from '../../core/domain/names.ts';
import type { Schedules } from '../../core/ports.ts';
import type { VirtualClock } from '../../local/kernel/virtual-clock.ts';

/** One-time schedules on virtual time. `fire` is what a schedule's target does. */
export function fakeSchedules(clock: VirtualClock, fire: (service: ServiceKey) => void): Schedules {
  const names = new Set<string>();
  return {
    async wakeAt(name, at, { service }) {
      if (names.has(name)) return;
      names.add(name);
      clock.after(Date.parse(at) - clock.now(), () => fire(service));
    },
  };
}
