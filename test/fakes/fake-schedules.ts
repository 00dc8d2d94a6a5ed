import type { Due } from '../../core/operations/end-bake.ts';
import type { Schedules } from '../../core/ports.ts';
import type { VirtualClock } from '../../local/kernel/virtual-clock.ts';

/** One-time schedules on virtual time. `fire` is what a schedule's target does. */
export function fakeSchedules(clock: VirtualClock, fire: (due: Due) => void): Schedules {
  const names = new Set<string>();
  return {
    async wakeAt(name, at, due) {
      if (names.has(name)) return 'already';
      names.add(name);
      clock.after(Date.parse(at) - clock.now(), () => fire(due));
      return 'made';
    },
  };
}
